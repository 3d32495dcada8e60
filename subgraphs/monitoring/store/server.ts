import type { Database } from './database';

export interface ServerFacts {
  version: string;
  uptimeSeconds: number;
}

export const serverStore = (db: Database) => ({
  /** What the database server says of itself. */
  async facts(): Promise<ServerFacts> {
    const [row] = await db.$queryRaw<ServerFacts[]>`
      SELECT current_setting('server_version') AS version, extract(epoch FROM now() - pg_postmaster_start_time())::int AS "uptimeSeconds"`;
    return row!;
  },
});
