import { readEvaluated, readLoaded, readTested } from './answer';
import { compileEngine } from './engine';
import { EngineInstance, EngineLoss } from './instance';
import { locate } from './location';
import {
  failedWith,
  type Evaluated,
  type EvaluationRequest,
  type Failed,
  type Loaded,
  type PolicySet,
  type Tested,
  type TestRequest,
} from './request';

export interface RegoPoolOptions {
  /** Worker threads, each with an engine of its own. */
  size: number;
  /** Memory ceiling of one engine in pages of 64 KiB; default 8,192 = 512 MiB. */
  memoryPages?: number;
  /** Requests that may wait; more are answered `busy`. Default 1,000. */
  queueLimit?: number;
  /** For compiling one set of policies in one worker. Default 30,000. */
  loadDeadlineMs?: number;
  /** Sets remembered by the pool and held by each worker; the least recently used go first. Default 256. */
  setLimit?: number;
  /** Default: vendor/opa-wasm/rego.wasm.br, looked for upwards from this module and from the working directory. */
  wasmPath?: string;
  /** Default: platform/rego/worker.mjs, looked for in the same way. */
  workerPath?: string;
}

export interface RegoPool {
  /** Resolves when every worker is warm. Throws when the engine cannot start at all. */
  ready(): Promise<void>;
  /** Compiles the set and remembers it under its id. A set that failed is not remembered; one that is known is not compiled again. */
  load(set: PolicySet): Promise<Loaded>;
  evaluate(request: EvaluationRequest): Promise<Evaluated>;
  /** Runs the test_ rules of a loaded set. */
  test(request: TestRequest): Promise<Tested>;
  stats(): { size: number; alive: number; busy: number; queued: number; sets: number; memoryBytes: number };
  /** Ends every worker; what was waiting or running is answered `closed`. */
  close(): Promise<void>;
}

type Step<T> = (instance: EngineInstance) => Promise<T | Failed>;
interface Job {
  run: (instance: EngineInstance) => Promise<void>;
  refuse: (failed: Failed) => void;
  reject: (error: unknown) => void;
}
interface Slot {
  instance: EngineInstance | null;
}

const PAGE_BYTES = 65_536;
const STACK_MB = 16; // 20,000 nested brackets overflow Node's default; with this OPA's own limit answers first
const HARD_GRACE_MS = 1_000; // how long after the soft deadline an engine that does not poll is ended
/** WebAssembly memory never shrinks: an engine that grew past this share of its ceiling is replaced before it fails an innocent request. */
const RECYCLE_SHARE = 0.6;

/**
 * A pool of OPA engines in worker threads. What policies can do wrong comes back as a value ({ok: false, errors}); a promise is rejected only when the engine
 * cannot be started. Start: the file is decompressed and compiled once, the workers share the compiled module and warm up.
 */
export function createRegoPool(options: RegoPoolOptions): RegoPool {
  return new WorkerPool(options);
}

class WorkerPool implements RegoPool {
  #options: Required<Omit<RegoPoolOptions, 'wasmPath' | 'workerPath'>> & RegoPoolOptions;
  #module: Promise<WebAssembly.Module> | null = null;
  #slots: Slot[];
  #idle: Slot[] = [];
  #queue: Job[] = [];
  #sets = new Map<string, { set: PolicySet; loaded: Loaded }>();
  #warm: Promise<PromiseSettledResult<void>[]>;
  #closed = false;

  constructor(options: RegoPoolOptions) {
    this.#options = { memoryPages: 8_192, queueLimit: 1_000, loadDeadlineMs: 30_000, setLimit: 256, ...options };
    this.#slots = Array.from({ length: options.size }, () => ({ instance: null }));
    this.#warm = Promise.allSettled(this.#slots.map((slot) => this.#warmUp(slot)));
  }

  async ready(): Promise<void> {
    for (const outcome of await this.#warm) if (outcome.status === 'rejected') throw outcome.reason;
  }

  async load(set: PolicySet): Promise<Loaded> {
    const known = this.#recall(set.id);
    if (known !== undefined) return known.loaded;
    return this.#enqueue<Loaded>(async (instance) => {
      const loaded = await this.#loadInto(instance, set);
      if (loaded.ok) remember(this.#sets, set.id, { set, loaded }, this.#options.setLimit);
      return loaded;
    });
  }

  evaluate({ id, query, input, deadlineMs }: EvaluationRequest): Promise<Evaluated> {
    return this.#withSet<Evaluated>(id, async (instance) =>
      readEvaluated(await instance.call({ op: 'eval', id, query, input, deadline_ms: deadlineMs }, deadlineMs + HARD_GRACE_MS)),
    );
  }

  test({ id, coverage = false, deadlineMs }: TestRequest): Promise<Tested> {
    return this.#withSet<Tested>(id, async (instance) =>
      readTested(await instance.call({ op: 'test', id, coverage, deadline_ms: deadlineMs }, deadlineMs + HARD_GRACE_MS)),
    );
  }

  stats() {
    const alive = this.#slots.flatMap(({ instance }) => (instance?.alive ? [instance] : []));
    return {
      size: this.#slots.length,
      alive: alive.length,
      busy: this.#slots.length - this.#idle.length,
      queued: this.#queue.length,
      sets: this.#sets.size,
      memoryBytes: alive.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#queue.splice(0)) job.refuse(failedWith('closed', 'the policy engine is shut down'));
    await Promise.all(this.#slots.map(({ instance }) => instance?.close()));
    await this.#warm;
  }

  #recall(id: string) {
    const known = this.#sets.get(id);
    if (known !== undefined) remember(this.#sets, id, known, this.#options.setLimit);
    return known;
  }

  /** Does the step in a worker that holds the set, compiling it there first if need be. */
  #withSet<T>(id: string, step: Step<T>): Promise<T | Failed> {
    const known = this.#recall(id);
    if (known === undefined) return Promise.resolve(failedWith('no_policy', `no policies are loaded as ${id}`));
    return this.#enqueue<T>(async (instance) => {
      const loaded = await this.#loadInto(instance, known.set);
      return loaded.ok ? step(instance) : loaded;
    });
  }

  async #loadInto(instance: EngineInstance, { id, modules, data, deny }: PolicySet): Promise<Loaded> {
    if (instance.loaded.delete(id)) {
      instance.loaded.add(id);
      return { ok: true, annotations: [] };
    }
    const loaded = readLoaded(await instance.call({ op: 'load', id, modules, data, deny }, this.#options.loadDeadlineMs));
    if (!loaded.ok) return loaded;
    instance.loaded.add(id);
    const [oldest] = instance.loaded;
    if (instance.loaded.size > this.#options.setLimit && oldest !== undefined) {
      instance.loaded.delete(oldest);
      await instance.call({ op: 'drop', id: oldest }, this.#options.loadDeadlineMs);
    }
    return loaded;
  }

  #enqueue<T>(step: Step<T>): Promise<T | Failed> {
    if (this.#closed) return Promise.resolve(failedWith('closed', 'the policy engine is shut down'));
    if (this.#idle.length === 0 && this.#queue.length >= this.#options.queueLimit) {
      return Promise.resolve(failedWith('busy', 'too many evaluations are waiting; try again later'));
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ run: async (instance) => resolve(await step(instance)), refuse: resolve, reject });
      this.#drain();
    });
  }

  #drain(): void {
    while (this.#idle.length > 0 && this.#queue.length > 0) {
      const slot = this.#idle.shift();
      const job = this.#queue.shift();
      if (slot !== undefined && job !== undefined) void this.#work(slot, job);
    }
  }

  async #work(slot: Slot, job: Job): Promise<void> {
    try {
      const instance = await this.#instanceOf(slot);
      instance.hold(true);
      await job.run(instance);
    } catch (error) {
      if (error instanceof EngineLoss) job.refuse(failedWith(error.code, error.message));
      else job.reject(error);
    }
    await this.#release(slot);
  }

  async #warmUp(slot: Slot): Promise<void> {
    try {
      await this.#instanceOf(slot);
    } finally {
      await this.#release(slot);
    }
  }

  async #release(slot: Slot): Promise<void> {
    if (slot.instance !== null && slot.instance.memoryBytes > this.#options.memoryPages * PAGE_BYTES * RECYCLE_SHARE)
      await slot.instance.close();
    slot.instance?.hold(false);
    if (this.#closed) return;
    this.#idle.push(slot);
    this.#drain();
  }

  async #instanceOf(slot: Slot): Promise<EngineInstance> {
    if (slot.instance?.alive) return slot.instance;
    const { wasmPath, workerPath, memoryPages } = this.#options;
    this.#module ??= compileEngine(wasmPath ?? locate('vendor/opa-wasm/rego.wasm.br'), memoryPages);
    const module = await this.#module;
    if (this.#closed) throw new EngineLoss('closed', 'the policy engine is shut down');
    slot.instance = new EngineInstance(module, workerPath ?? locate('platform/rego/worker.mjs'), STACK_MB);
    await slot.instance.ready;
    return slot.instance;
  }
}

/** Puts the entry last; the first ones go when there are too many. */
function remember<V>(entries: Map<string, V>, key: string, value: V, limit: number): void {
  entries.delete(key);
  entries.set(key, value);
  const [oldest] = entries.keys();
  if (entries.size > limit && oldest !== undefined) entries.delete(oldest);
}
