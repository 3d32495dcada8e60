import { Worker } from 'node:worker_threads';

/** Why an instance gave no answer. */
export class EngineLoss extends Error {
  constructor(
    readonly code: 'deadline' | 'out_of_memory' | 'stack_exhausted' | 'engine_died' | 'closed',
    message: string,
  ) {
    super(message);
  }
}

const lossMessages = {
  out_of_memory: 'the policy needed more memory than an evaluation may have',
  stack_exhausted: 'the policy or its input is nested too deeply',
  engine_died: 'the policy engine stopped while it worked on this',
};

type WorkerMessage =
  { ready: true } | { id: number; answer: string; memoryBytes: number } | { id: number; fatal: keyof typeof lossMessages };

interface Pending {
  id: number;
  settle: (outcome: string | EngineLoss) => void;
}

/** One engine in one worker thread; it answers one request at a time and is thrown away with the first one it cannot answer. */
export class EngineInstance {
  /** Ids of the policy sets it holds, least recently used first. */
  readonly loaded = new Set<string>();
  readonly ready: Promise<void>;
  memoryBytes = 0;
  #worker: Worker;
  #pending: Pending | null = null;
  #requests = 0;
  #lost: EngineLoss | null = null;

  constructor(module: WebAssembly.Module, workerPath: string, stackMb: number) {
    this.#worker = new Worker(workerPath, { workerData: { module }, resourceLimits: { stackSizeMb: stackMb }, env: {} });
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on('message', (message: WorkerMessage) => ('ready' in message ? resolve() : this.#receive(message)));
      this.#worker.on('error', (error) => this.#lose(new EngineLoss('engine_died', `${lossMessages.engine_died}: ${error.name}`)));
      this.#worker.on('exit', () => {
        this.#lose(new EngineLoss('engine_died', lossMessages.engine_died));
        reject(this.#lost ?? new EngineLoss('engine_died', lossMessages.engine_died));
      });
    });
  }

  get alive(): boolean {
    return this.#lost === null;
  }

  /** An idle instance must not keep the process alive; a busy one must, and one that is being ended until it has. */
  hold(busy: boolean): void {
    if (!this.alive) return;
    if (busy) this.#worker.ref();
    else this.#worker.unref();
  }

  /**
   * @param hardMs after this the thread is ended, whatever it is doing
   * @throws EngineLoss when there will be no answer; see `alive` for whether the instance survived
   */
  call(request: unknown, hardMs: number): Promise<string> {
    const text = encode(request);
    return new Promise((resolve, reject) => {
      if (this.#lost !== null) return reject(this.#lost);
      const id = ++this.#requests;
      const timer = setTimeout(() => this.#lose(new EngineLoss('deadline', 'the evaluation took longer than its deadline')), hardMs);
      this.#pending = {
        id,
        settle: (outcome) => {
          clearTimeout(timer);
          this.#pending = null;
          if (typeof outcome === 'string') resolve(outcome);
          else reject(outcome);
        },
      };
      this.#worker.postMessage({ id, text });
    });
  }

  async close(): Promise<void> {
    this.#lost ??= new EngineLoss('closed', 'the policy engine is shut down');
    this.#pending?.settle(this.#lost);
    this.#worker.ref(); // else nothing keeps the process alive until the thread is gone, and what follows close() never runs
    await this.#worker.terminate();
  }

  #receive(message: Exclude<WorkerMessage, { ready: true }>): void {
    if (message.id !== this.#pending?.id) return;
    if ('fatal' in message) return this.#lose(new EngineLoss(message.fatal, lossMessages[message.fatal]));
    this.memoryBytes = message.memoryBytes;
    this.#pending.settle(message.answer);
  }

  #lose(loss: EngineLoss): void {
    if (this.#lost !== null) return;
    this.#lost = loss;
    this.#pending?.settle(loss);
    void this.#worker.terminate();
  }
}

/** JSON.stringify recurses: an input nested beyond this thread's stack is the caller's doing, not a bug. */
function encode(request: unknown): string {
  try {
    return JSON.stringify(request);
  } catch (error) {
    if (error instanceof RangeError) throw new EngineLoss('stack_exhausted', lossMessages.stack_exhausted);
    throw error;
  }
}
