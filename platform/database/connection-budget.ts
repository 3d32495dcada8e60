import type { DatabasePool } from './pool';

/** The sum of the pools is more than the server admits. */
export class ConnectionBudgetError extends Error {
  override readonly name = 'ConnectionBudgetError';
  readonly code = 'CONNECTION_BUDGET_EXCEEDED';
}

type Budgeted = { settings: Pick<DatabasePool['settings'], 'service' | 'max'> };

/**
 * Checks at start that all pools of one server fit into it, `reserve` connections (administrators, migrations,
 * LISTEN connections) set apart. Throws a ConnectionBudgetError that lists the pools and names the three ways out.
 */
export function checkConnectionBudget(pools: readonly Budgeted[], maxConnections: number, reserve = 10): void {
  const wanted = pools.reduce((sum, pool) => sum + pool.settings.max, 0);
  const available = maxConnections - reserve;
  if (wanted <= available) return;
  const list = pools.map((pool) => `${pool.settings.service} ${pool.settings.max}`).join(', ');
  throw new ConnectionBudgetError(
    `The database pools may open ${wanted} connections (${list}), but the server admits ${available} (max_connections ${maxConnections} less ${reserve} in reserve). ` +
      'Lower the pools (DATABASE_POOL_MAX), raise max_connections, or put the databases on several servers.',
  );
}

/** What the server behind the pool admits: its max_connections. */
export async function readMaxConnections(pool: Pick<DatabasePool, 'query'>): Promise<number> {
  const { rows } = await pool.query<{ max_connections: string }>('SHOW max_connections');
  return Number(rows[0]?.max_connections);
}
