/** An open transaction of whatever client; the statement runs inside it and the number of affected rows comes back. */
export interface SqlTransaction {
  execute(text: string, values: readonly unknown[]): Promise<number>;
}

/** A node-postgres client between BEGIN and COMMIT, e.g. the one that `executeTransaction` hands out. */
export function pgTransaction(client: { query(text: string, values: unknown[]): Promise<{ rowCount: number | null }> }): SqlTransaction {
  return { execute: async (text, values) => (await client.query(text, [...values])).rowCount ?? 0 };
}

/** The client inside Prisma's `$transaction(async (tx) => ...)`. */
export function prismaTransaction(tx: { $executeRawUnsafe(text: string, ...values: unknown[]): PromiseLike<number> }): SqlTransaction {
  return { execute: async (text, values) => tx.$executeRawUnsafe(text, ...values) };
}
