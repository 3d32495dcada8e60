export interface GroupCommitOptions<T> {
  /** Items of one batch at most. */
  most: number;
  /** All or nothing. */
  handle(items: readonly T[]): Promise<void>;
}

interface Waiting<T> {
  item: T;
  done: () => void;
  failed: (fault: unknown) => void;
}

/**
 * Handles items that come side by side together, one batch after another: what comes while a batch is under way is the next
 * one. Where a batch fails each of its items is tried alone, so that a bad one fails for itself.
 *
 * @returns handles one item; settles when its batch has
 */
export function createGroupCommit<T>({ most, handle }: GroupCommitOptions<T>): (item: T) => Promise<void> {
  const queue: Waiting<T>[] = [];
  let working = false;

  async function settle(batch: readonly Waiting<T>[]): Promise<void> {
    try {
      await handle(batch.map(({ item }) => item));
      batch.forEach(({ done }) => done());
    } catch (fault) {
      if (batch.length === 1) return batch[0]!.failed(fault);
      for (const one of batch) await settle([one]);
    }
  }

  async function work(): Promise<void> {
    working = true;
    while (queue.length) await settle(queue.splice(0, most));
    working = false;
  }

  return (item) =>
    new Promise((done, failed) => {
      queue.push({ item, done, failed });
      // Those who come in the same turn go along.
      if (!working) void Promise.resolve().then(() => (working ? undefined : work()));
    });
}
