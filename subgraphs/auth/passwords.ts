import { hash, verify } from '@node-rs/argon2';
import { Denial } from '#platform/denial';

/** argon2id, 19 MiB, 2 passes: 40 to 70 ms of a core each. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for an unknown account (null) as for a wrong password. */
  verify(hashed: string | null, password: string): Promise<boolean>;
}

/**
 * Hashing with a bound on how much of the machine it takes.
 *
 * @param atOnce how many are computed at the same time
 * @param queued how many may wait; one more is denied as RATE_LIMITED
 */
export function createPasswords({ atOnce = 4, queued = 50 } = {}): Passwords {
  let running = 0;
  const waiting: (() => void)[] = [];
  const placeholder = hash('an account that does not exist', cost);

  async function bounded<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) {
      if (waiting.length >= queued) throw new Denial('RATE_LIMITED', undefined, { retryAfter: 5 });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  }

  return {
    hash: (password) => bounded(() => hash(password, cost)),
    verify: (hashed, password) =>
      bounded(async () => {
        const matches = await verify(hashed ?? (await placeholder), password);
        return hashed !== null && matches;
      }),
  };
}
