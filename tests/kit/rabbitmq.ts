import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pause } from '#platform/database/backoff';

/** The launcher behind Debian's wrapper, which would switch to the account of the system's own broker. */
const LAUNCHER = '/usr/lib/rabbitmq/bin/rabbitmq-server';

export const rabbitInstalled = existsSync(LAUNCHER);

export interface TestBroker {
  url: string;
  /** kill -9, and a new start on the same data. */
  crashAndRestart(): Promise<void>;
  /** Resolves when the broker would find the quorum queue again after a crash: it saves their register half a second late. */
  quorumQueueRegistered(queue: string): Promise<void>;
  stop(): Promise<void>;
}

/** A broker of its own: ports, data and node name apart from any other on the machine. */
export async function startRabbit(): Promise<TestBroker> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lintel-rabbit-'));
  const [port, distPort, epmdPort] = [await freePort(), await freePort(), await freePort()];
  await writeFile(path.join(folder, 'enabled_plugins'), '[].\n');
  const nodeName = `lintel${port}@localhost`;
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    ERL_EPMD_PORT: `${epmdPort}`,
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: nodeName,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: `${port}`,
    RABBITMQ_DIST_PORT: `${distPort}`,
    RABBITMQ_MNESIA_BASE: folder,
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_PID_FILE: path.join(folder, 'pid'),
    RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'enabled_plugins'),
    RABBITMQ_CONF_ENV_FILE: path.join(folder, 'none'),
  };
  let broker = await launch(env, port);
  return {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    async crashAndRestart() {
      await kill(broker, port);
      broker = await launch(env, port);
    },
    async quorumQueueRegistered(queue) {
      const register = path.join(folder, nodeName, 'quorum', nodeName, 'names.dets');
      // An entry is the queue's name and then a binary (tag 'm'); the name alone is also the beginning of its dead-letter queue's.
      await until(async () => (await readFile(register)).includes(`${queue}m`), `Quorum queue ${queue} was not registered`);
    },
    async stop() {
      await kill(broker, port);
      await once(spawn('epmd', ['-port', `${epmdPort}`, '-kill'], { stdio: 'ignore' }), 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(env: NodeJS.ProcessEnv, port: number): Promise<ChildProcess> {
  const broker = spawn(LAUNCHER, [], { env, stdio: 'ignore', detached: true });
  await until(() => {
    if (broker.exitCode !== null) throw new Error(`rabbitmq-server ended with code ${broker.exitCode}.`);
    return accepts(port);
  }, 'rabbitmq-server was not ready');
  return broker;
}

/** The launcher is a shell that ends before the broker it started does; the next one must not find the old still there. */
async function kill(broker: ChildProcess, port: number): Promise<void> {
  if (broker.pid === undefined || broker.exitCode !== null || broker.signalCode !== null) return;
  const ended = once(broker, 'exit');
  process.kill(-broker.pid, 'SIGKILL');
  await ended;
  await until(async () => !(await accepts(port)), 'The killed broker still listened');
}

async function until(condition: () => Promise<boolean>, otherwise: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`${otherwise} within 60 s.`);
    await pause(50);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket.destroy() !== undefined));
    socket.once('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
