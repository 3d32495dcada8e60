import { indexed, type PolicyInput } from '#domain/policy/input';
import type { HealthCheck } from '#platform/health';
import type { Running } from '#platform/lifecycle';
import { createRegoPool, type RegoPool } from '#platform/rego/pool';
import { librarySet } from './library';
import { failureOf, findingsOf } from './library-findings';

/** The policy engines of this process, started when they are first needed. */
export interface Engine extends Running {
  /** Resolves once the library is loaded. @throws when the engine does not start or the library does not load */
  pool(): Promise<RegoPool>;
  health(): Promise<Omit<HealthCheck, 'latencyMs'>>;
}

const nothing: PolicyInput = indexed({
  mode: 'design',
  resources: [],
  data_sources: [],
  removed_resources: [],
  providers: [],
  context: {
    organization: '',
    project: null,
    environment: null,
    region: null,
    cost: { monthly: null, delta: null },
    actor: null,
    time: '1970-01-01T00:00:00.000Z',
  },
});

/**
 * @param size threads, each with an engine of its own; the first takes about 350 MB, most of it code that all share
 */
export function createEngine(size: number, openPool: (size: number) => RegoPool = (threads) => createRegoPool({ size: threads })): Engine {
  let started: Promise<RegoPool> | undefined;
  let opened: RegoPool | undefined;
  let state: 'cold' | 'warm' | 'failed' = 'cold';

  async function start(): Promise<RegoPool> {
    opened ??= openPool(size);
    const loaded = await opened.load(librarySet);
    if (!loaded.ok) throw failureOf(loaded);
    // The first evaluation of a set compiles its queries.
    await findingsOf(opened, nothing);
    state = 'warm';
    return opened;
  }

  return {
    /** A start that failed is tried again by the next caller. */
    pool() {
      started ??= start().catch((fault: unknown) => {
        started = undefined;
        state = 'failed';
        throw fault;
      });
      return started;
    },
    async health() {
      const stats = opened?.stats() ?? { size, alive: 0, busy: 0, queued: 0, sets: 0, memoryBytes: 0 };
      return { status: state === 'failed' ? 'unhealthy' : 'healthy', state, ...stats };
    },
    stop: async () => opened?.close(),
  };
}
