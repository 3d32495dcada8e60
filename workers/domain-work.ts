import type { MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { projectPath } from '#platform/project';
import type { tasks } from './tasks';

type Tasks = typeof tasks;

/** The heavy work of the domain, each task run on a thread of its own so that requests are answered meanwhile. */
export type DomainWork = {
  [Name in keyof Tasks]: (...args: Parameters<Tasks[Name]>) => Promise<Awaited<ReturnType<Tasks[Name]>>>;
} & {
  /** The same work, with ports that move to the thread. */
  transferring(ports: MessagePort[]): DomainWork;
  stop(): Promise<void>;
};

export interface DomainWorkOptions {
  /** Threads at most; none before the first task, and idle ones end after a while. */
  threads: number;
  /** Tasks that may wait; one more is refused. */
  queue?: number;
  heapMegabytes?: number;
}

/** One pool for all subgraphs of a process. Runs the built worker of dist/. */
export function createDomainWork({ threads, queue = 1_000, heapMegabytes = 1_024 }: DomainWorkOptions): DomainWork {
  const pool = new Piscina({
    filename: projectPath('dist', 'domain-worker.js'),
    minThreads: 0,
    maxThreads: threads,
    maxQueue: queue,
    idleTimeout: 300_000,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, stackSizeMb: 16 },
  });
  const named = (transferList: MessagePort[]): DomainWork =>
    new Proxy({} as DomainWork, {
      get(_target, name: string) {
        if (name === 'then') return undefined;
        if (name === 'stop') return () => pool.destroy();
        if (name === 'transferring') return (ports: MessagePort[]) => named(ports);
        return (...args: unknown[]) => pool.run({ name, args }, { transferList });
      },
    });
  return named([]);
}
