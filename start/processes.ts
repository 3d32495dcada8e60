import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Logger } from '#platform/database/logger';
import { stopAll, type Running } from '#platform/lifecycle';
import { portVariable, urlVariable, waves } from './subgraphs';

/** What a child says once it serves. */
export interface ReadyMessage {
  ready: string;
}

const restartAfterMs = [100, 300, 1_000, 3_000, 10_000];
const healthyAfterMs = 30_000;

interface Supervised extends Running {
  url: string;
}

/**
 * Keeps one part running in a process of its own: a child that dies is started again on the same port, at once the first
 * time and then with growing pauses.
 */
async function supervise(args: string[], env: NodeJS.ProcessEnv, portName: string, log: Logger): Promise<Supervised> {
  let stopping = false;
  let child: ChildProcess;
  /** Known once it has served: a restart keeps it. */
  const kept: { port?: string } = {};

  async function launch(): Promise<string> {
    const startedAt = performance.now();
    child = fork(fileURLToPath(import.meta.url), args, {
      env: { ...env, ...(kept.port ? { [portName]: kept.port } : {}) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const current = child;
    const ready = new Promise<string>((resolve, reject) => {
      current.once('message', (message: ReadyMessage) => resolve(message.ready));
      current.once('exit', (code, signal) => reject(new Error(`${args.join(' ')} ended before it was ready (${signal ?? code}).`)));
    });
    current.once('exit', (code, signal) => {
      if (!stopping && kept.port) void relaunch(code, signal, performance.now() - startedAt);
    });
    return ready;
  }

  let failures = 0;
  async function relaunch(code: number | null, signal: string | null, livedMs: number): Promise<void> {
    failures = livedMs > healthyAfterMs ? 0 : failures + 1;
    const pauseMs = restartAfterMs[Math.min(failures, restartAfterMs.length - 1)]!;
    log.warn({ part: args.join(' '), code, signal, pauseMs }, 'a process ended: starting it again');
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (!stopping) await launch().catch((err: unknown) => log.error({ err }, 'a process could not be started again'));
  }

  const url = await launch();
  kept.port = new URL(url).port;
  return {
    url,
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The gateway and each subgraph in a process of its own, supervised. */
export async function startProcesses(env: NodeJS.ProcessEnv, log: Logger): Promise<Running & { url: string }> {
  const parts: Running[] = [];
  const stop = stopAll(parts);
  const urls: NodeJS.ProcessEnv = {};
  try {
    for (const wave of waves) {
      await Promise.all(
        wave.map(async (name) => {
          const part = await supervise(
            ['subgraph', name],
            { ...env, ...urls, [portVariable(name)]: env[portVariable(name)] ?? '0' },
            portVariable(name),
            log,
          );
          parts.push(part);
          urls[urlVariable(name)] = part.url;
        }),
      );
    }
    const gateway = await supervise(['gateway'], { ...env, ...urls }, 'PORT', log);
    parts.push(gateway);
    return { url: gateway.url, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}
