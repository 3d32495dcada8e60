import { databaseUrl, withClient } from '#platform/database/databases';
import { testServer } from './postgres';
import type { Stack } from './stack';

type Place = Pick<Stack, 'databasePrefix'>;

/** Rows of one of the stack's own databases: what no API shows, e.g. that a column is sealed. */
export const rowsOf = <T>({ databasePrefix }: Place, subgraph: string, statement: string, values: unknown[] = []): Promise<T[]> =>
  withClient(
    databaseUrl(testServer(), `${databasePrefix}_${subgraph}`),
    async (client) => (await client.query(statement, values)).rows as T[],
  );

/** Where a text stands in any row of any table of any of the stack's databases, the event bus included: database.table each. */
export async function tablesHolding(place: Place, text: string): Promise<string[]> {
  const databases = await withClient(testServer(), async (client) => {
    const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [
      `${place.databasePrefix}_`,
    ]);
    return rows.map((row) => row.datname);
  });
  const found = await Promise.all(
    databases.map((database) =>
      withClient(databaseUrl(testServer(), database), async (client) => {
        const tables = await client.query<{ name: string }>(
          `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
        );
        const holding: string[] = [];
        for (const { name } of tables.rows) {
          const { rowCount } = await client.query(`SELECT 1 FROM ${name} AS one WHERE strpos(row_to_json(one)::text, $1) > 0 LIMIT 1`, [
            text,
          ]);
          if (rowCount) holding.push(`${database.slice(place.databasePrefix.length + 1)}.${name}`);
        }
        return holding;
      }),
    ),
  );
  return found.flat();
}
