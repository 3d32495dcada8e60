import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '#platform/database/logger';
import type { Running } from '#platform/lifecycle';
import { projectPath } from '#platform/project';

/** What a child says once it serves. */
export interface ReadyMessage {
  ready: string;
}

/** Last argument of a process that must not outlive the one that started it. */
export const supervisedFlag = '--supervised';

const restartAfterMs = [100, 300, 1_000, 3_000, 10_000];
const healthyAfterMs = 30_000;

export interface Part {
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Variable that holds its port: a restart keeps the port of the first start. */
  portName: string;
}

/**
 * Keeps one part running in a process of its own: a child that dies is started again on the same port, soon the first
 * time and then with growing pauses.
 *
 * @throws when the first start fails
 */
export async function supervise({ args, env, portName }: Part, log: Logger): Promise<Running & { url: string }> {
  const name = args.join(' ');
  let stopping = false;
  let failures = 0;
  let child = spawn(args, env);
  const endChild = (): void => void child.kill('SIGKILL');
  process.once('exit', endChild);

  function keep(current: ChildProcess, restartEnv: NodeJS.ProcessEnv): void {
    const startedAt = performance.now();
    current.once('exit', (code, signal) => {
      if (stopping) return;
      failures = performance.now() - startedAt > healthyAfterMs ? 0 : failures + 1;
      const pauseMs = restartAfterMs[Math.min(failures, restartAfterMs.length) - 1] ?? 0;
      log.warn({ part: name, code, signal, pauseMs }, 'a process ended: starting it again');
      void pause(pauseMs).then(() => {
        if (stopping) return;
        child = spawn(args, restartEnv);
        keep(child, restartEnv);
      });
    });
  }

  const url = await untilReady(child, name).catch((fault: unknown) => {
    process.removeListener('exit', endChild);
    throw fault;
  });
  keep(child, { ...env, [portName]: new URL(url).port });
  return {
    url,
    async stop() {
      stopping = true;
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
      process.removeListener('exit', endChild);
    },
  };
}

/** In a group of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops its parts in order. */
const spawn = (args: string[], env: NodeJS.ProcessEnv): ChildProcess =>
  fork(projectPath('dist', 'main.js'), [...args, supervisedFlag], {
    env,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

function untilReady(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: ReadyMessage) => resolve(message.ready));
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`${name} ended before it was ready (${signal ?? `code ${code}`}).`)));
  });
}
