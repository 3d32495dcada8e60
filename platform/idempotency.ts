/** Runs a statement written as a tagged template, so that values are always parameters; Prisma's $queryRaw fits. */
export type Sql = <T>(strings: TemplateStringsArray, ...values: unknown[]) => Promise<T>;

/** `first`: do the work, then `remember`. `repeat`: it was done, with this result. `conflict`: the key was used with another input. */
export type Claim = { kind: 'first' } | { kind: 'repeat'; resultId: string } | { kind: 'conflict' };

export interface IdempotencyKey {
  organizationId: string;
  /** Name of the mutation. */
  operation: string;
  key: string;
  /** Hash of the canonical input. */
  inputHash: string;
}

export interface Idempotency {
  /** Within the transaction that does the work: a second caller with the same key waits for the first to commit. */
  claim(key: IdempotencyKey, now: Date): Promise<Claim>;
  remember(key: IdempotencyKey, resultId: string): Promise<void>;
}

/** Keys are kept for a day; an older one counts as never used. */
export const keptMs = 24 * 3_600_000;

/** Idempotency keys in the table idempotency_key of the subgraph's own database. */
export function createIdempotency(sql: Sql): Idempotency {
  return {
    async claim({ organizationId, operation, key, inputHash }, now) {
      const stale = new Date(now.getTime() - keptMs);
      const inserted = await sql<unknown[]>`
        INSERT INTO idempotency_key (organization_id, operation, key, input_hash, result_id, created_at)
        VALUES (${organizationId}, ${operation}, ${key}, ${inputHash}, '', ${now})
        ON CONFLICT (organization_id, operation, key) DO UPDATE
          SET input_hash = excluded.input_hash, result_id = '', created_at = excluded.created_at
          WHERE idempotency_key.created_at < ${stale}
        RETURNING 1`;
      if (inserted.length) return { kind: 'first' };
      const [row] = await sql<{ input_hash: string; result_id: string }[]>`
        SELECT input_hash, result_id FROM idempotency_key
        WHERE organization_id = ${organizationId} AND operation = ${operation} AND key = ${key}`;
      return row?.input_hash === inputHash ? { kind: 'repeat', resultId: row.result_id } : { kind: 'conflict' };
    },
    async remember({ organizationId, operation, key }, resultId) {
      await sql`UPDATE idempotency_key SET result_id = ${resultId} WHERE organization_id = ${organizationId} AND operation = ${operation} AND key = ${key} RETURNING 1`;
    },
  };
}
