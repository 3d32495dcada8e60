import { createHash } from 'node:crypto';
import { userFault, type UserFault } from '#domain/fault';
import { canonicalJson } from '#domain/json';
import { fail, ok, type Result } from '#domain/result';
import { isStorable } from '#domain/text';
import type { Idempotency } from './idempotency';

interface Work<Tx, T extends { id: string }> {
  first(tx: Tx): Promise<Result<T, UserFault[]>>;
  /** Reads what the first call made. */
  repeat(tx: Tx, id: string): Promise<T>;
}

/** What it takes of a subgraph's context: a store with transactions that carry idempotency keys, and the clock. */
interface Once<Tx> {
  store: { transaction<R>(work: (tx: Tx) => Promise<R>): Promise<R> };
  now: () => Date;
}

/** Rolls a transaction back without being an error. */
class Refused extends Error {
  constructor(readonly faults: UserFault[]) {
    super('refused');
  }
}

/**
 * Does the work in one transaction, once per idempotency key: the same key with the same input gives the first result,
 * with another input the user error IDEMPOTENCY_CONFLICT. A refusal leaves nothing behind, not even the key.
 */
export async function onceByKey<Tx extends { idempotency: Idempotency }, T extends { id: string }>(
  ctx: Once<Tx>,
  { organizationId, operation, input }: { organizationId: string; operation: string; input: { idempotencyKey?: string | null } },
  work: Work<Tx, T>,
): Promise<Result<T, UserFault[]>> {
  const { idempotencyKey, ...rest } = input;
  if (idempotencyKey && (idempotencyKey.length > 200 || !isStorable(idempotencyKey)))
    return fail([userFault('INVALID_INPUT', 'An idempotency key has at most 200 characters and no NUL.', ['input', 'idempotencyKey'])]);
  const key = idempotencyKey
    ? { organizationId, operation, key: idempotencyKey, inputHash: createHash('sha256').update(canonicalJson(rest)).digest('hex') }
    : null;
  try {
    return await ctx.store.transaction(async (tx) => {
      const claim = key ? await tx.idempotency.claim(key, ctx.now()) : { kind: 'first' as const };
      if (claim.kind === 'repeat') return ok(await work.repeat(tx, claim.resultId));
      if (claim.kind === 'conflict')
        throw new Refused([
          userFault('IDEMPOTENCY_CONFLICT', 'This idempotency key was used with another input.', ['input', 'idempotencyKey']),
        ]);
      const done = await work.first(tx);
      if (!done.ok) throw new Refused(done.fault);
      if (key) await tx.idempotency.remember(key, done.value.id);
      return done;
    });
  } catch (fault) {
    if (fault instanceof Refused) return fail(fault.faults);
    throw fault;
  }
}
