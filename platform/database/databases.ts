import pg from 'pg';

const DUPLICATE_DATABASE = '42P04';
/** Two CREATE DATABASE of the same name at once may also collide on the catalog's index. */
const UNIQUE_VIOLATION = '23505';

/** The same server and account, another database. */
export function databaseUrl(connectionString: string, database: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.toString();
}

/** Runs `work` on one connection of its own and closes it. */
export async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Creates the database if it is missing, also when several processes do so at once. Resolves to its connection string. */
export async function createDatabase(connectionString: string, name: string): Promise<string> {
  await withClient(connectionString, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`).catch((error: { code?: string }) => {
      if (error.code !== DUPLICATE_DATABASE && error.code !== UNIQUE_VIOLATION) throw error;
    });
  });
  return databaseUrl(connectionString, name);
}

/** Copies a database file by file, which is quicker than its migrations. Nobody may be connected to the template. */
export async function createDatabaseFromTemplate(connectionString: string, name: string, template: string): Promise<string> {
  await withClient(connectionString, (client) =>
    client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE ${client.escapeIdentifier(template)} STRATEGY FILE_COPY`),
  );
  return databaseUrl(connectionString, name);
}

/** Drops the database with its sessions, if it is there. */
export async function dropDatabase(connectionString: string, name: string): Promise<void> {
  await withClient(connectionString, (client) => client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`));
}
