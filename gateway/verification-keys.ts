import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { SubgraphFailure, type SubgraphTransport } from './execution/transport';
import { parseJson } from './json-text';

const keySet = z.object({
  keys: z.array(z.object({ kid: z.string(), kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }).loose()),
});

/** What /.well-known/jwks.json serves. */
export type KeySet = z.infer<typeof keySet>;

export interface VerificationKeys {
  /** @returns undefined when no such key exists, as far as the auth subgraph could be asked */
  find(kid: string): Promise<KeyObject | undefined>;
  /** @throws SubgraphFailure when the keys were never read and cannot be read now */
  keySet(): Promise<KeySet>;
}

const freshForMs = 300_000;
const refetchesPerMinute = 5;

/** The auth subgraph's keys, read again when they are old or an unknown one is named; at most five times a minute. */
export function createVerificationKeys(transport: SubgraphTransport, now: () => number = () => performance.now()): VerificationKeys {
  let current: { set: KeySet; keys: Map<string, KeyObject>; readAt: number } | undefined;
  let reading: Promise<void> | undefined;
  let recent: number[] = [];

  async function read(): Promise<void> {
    const response = await transport.request('auth', { method: 'GET', path: '/.well-known/jwks.json', repeatable: true, timeoutMs: 5_000 });
    const parsed = response.status === 200 ? keySet.safeParse(parseJson(response.text)) : undefined;
    if (!parsed?.success) throw new SubgraphFailure('SUBGRAPH_UNAVAILABLE', 'auth', 'no key set');
    const keys = new Map(parsed.data.keys.map((key) => [key.kid, createPublicKey({ key: key as JsonWebKey, format: 'jwk' })]));
    current = { set: parsed.data, keys, readAt: now() };
  }

  /** Concurrent callers share one read; beyond the allowance nothing is read. */
  async function refresh(): Promise<void> {
    if (reading) return reading;
    recent = recent.filter((at) => now() - at < 60_000);
    // Before the first success there is nothing to protect a caller with: the circuit breaker bounds those attempts.
    if (current && recent.length >= refetchesPerMinute) return;
    recent.push(now());
    reading = read().finally(() => (reading = undefined));
    return reading;
  }

  return {
    async find(kid) {
      if (!current?.keys.has(kid)) await refresh();
      return current?.keys.get(kid);
    },
    async keySet() {
      if (!current) await refresh();
      // Keys that are known stay good while the auth subgraph is away.
      else if (now() - current.readAt > freshForMs) await refresh().catch((fault: unknown) => rethrowUnlessFailure(fault));
      if (!current) throw new SubgraphFailure('SUBGRAPH_UNAVAILABLE', 'auth');
      return current.set;
    },
  };
}

function rethrowUnlessFailure(fault: unknown): void {
  if (!(fault instanceof SubgraphFailure)) throw fault;
}
