import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { pause } from './backoff';
import { lockFolder } from './folder-lock';
import type { Logger } from './logger';
import { clusterAccount, launchAs, type Account } from './postgres-account';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries';
import { endOrphan, endServer, postgresEnvironment, runToEnd, startServer } from './postgres-process';

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, its password (mode 600), its messages and the lock. Made when missing. */
  dataDir: string;
  /** 0, the default: any free port of 127.0.0.1. */
  port?: number;
  maxConnections?: number;
  /** false gives up the data's safety for speed (no fsync): for tests only. */
  durable?: boolean;
  logger: Logger;
}

export interface EmbeddedPostgres {
  /** Of the maintenance database `postgres`, with the superuser and its password: never log it. */
  connectionString: string;
  maxConnections: number;
  /** Milliseconds: `initMs` is 0 when the cluster was there. */
  timings: { initMs: number; startMs: number };
  /** Ends the sessions, flushes, stops the server and frees the folder. A second call waits for the first. */
  stop(): Promise<void>;
}

interface Cluster {
  root: string;
  folder: string;
  account: Account | undefined;
  binaries: PostgresBinaries;
  password: string;
}

/**
 * Starts a real PostgreSQL from the npm package on a folder of this machine, reachable on 127.0.0.1 with a generated
 * password only. Data survives restarts and kill -9; a server left behind by a killed process is ended first. As root
 * the server runs under another account (see `clusterAccount`). Throws FolderInUseError while another process has the
 * folder, and errors that say what to do when the server cannot run here.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { logger, durable = true, maxConnections = 200 } = options;
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const root = await realpath(options.dataDir);
  const unlock = await lockFolder(root, path.join(root, 'lock'));
  try {
    const cluster = await openCluster(root);
    const initStarted = performance.now();
    const created = await initialise(cluster, durable);
    const initMs = created ? Math.round(performance.now() - initStarted) : 0;
    await endOrphan(cluster.folder, logger);
    const startStarted = performance.now();
    const { child, port } = await startOnFreePort(cluster, { port: options.port ?? 0, flags: serverFlags(durable, maxConnections) });
    const timings = { initMs, startMs: Math.round(performance.now() - startStarted) };
    logger.info({ port, ...timings }, 'embedded PostgreSQL started');
    return {
      connectionString: `postgresql://postgres:${cluster.password}@127.0.0.1:${port}/postgres`,
      maxConnections,
      timings,
      stop: stopper(child, unlock, logger),
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openCluster(root: string): Promise<Cluster> {
  const folder = path.join(root, 'cluster');
  const [account, binaries] = await Promise.all([clusterAccount(folder), postgresBinaries(path.join(root, 'lib'))]);
  return { root, folder, account, binaries, password: await ownPassword(path.join(root, 'password')) };
}

async function ownPassword(file: string): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  try {
    await writeFile(file, password, { mode: 0o600, flag: 'wx' });
    return password;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(file, 'utf8')).trim();
  }
}

/** Makes the cluster beside its place and moves it there when it is whole: an interrupted start leaves nothing half-made. */
async function initialise(cluster: Cluster, durable: boolean): Promise<boolean> {
  if (await exists(path.join(cluster.folder, 'PG_VERSION'))) return false;
  const draft = `${cluster.folder}.new`;
  const passwordFile = path.join(cluster.root, 'password.new');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, cluster.password, { mode: 0o600 });
  try {
    if (cluster.account) {
      await chown(draft, cluster.account.uid, cluster.account.gid);
      await chown(passwordFile, cluster.account.uid, cluster.account.gid);
    }
    const flags = ['--pgdata', draft, '--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256', '--encoding', 'UTF8'];
    // PostgreSQL's own collation: the same order on every machine, whatever locales it has installed.
    flags.push(
      '--locale-provider',
      'builtin',
      '--builtin-locale',
      'C.UTF-8',
      '--locale',
      'C',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    );
    const launch = await launchAs(cluster.account, cluster.binaries.initdb, flags, [
      path.join(draft, 'any'),
      path.join(cluster.root, 'lib/any'),
    ]);
    await runToEnd(launch, postgresEnvironment(cluster.binaries.libraryPath), draft);
    await rename(draft, cluster.folder);
    return true;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );

function serverFlags(durable: boolean, maxConnections: number): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: `${maxConnections}`,
    password_encryption: 'scram-sha-256',
    // One machine, no replicas: less write-ahead log.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '512MB',
    jit: 'off',
    log_min_messages: 'warning',
    timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * A free port may be taken by somebody else before the server binds it, and backends of a postmaster that was killed
 * hold its shared memory for a moment: both pass, so try again.
 */
async function startOnFreePort(
  cluster: Cluster,
  { port, flags }: { port: number; flags: string[] },
): Promise<{ child: ChildProcess; port: number }> {
  const { folder, account, binaries, root } = cluster;
  for (let attempt = 1; ; attempt += 1) {
    const chosen = port === 0 ? await freePort() : port;
    const launch = await launchAs(
      account,
      binaries.postgres,
      ['-D', folder, '-p', `${chosen}`, ...flags],
      [path.join(folder, 'any'), path.join(root, 'lib/any')],
      false,
    );
    try {
      const env = postgresEnvironment(binaries.libraryPath);
      return {
        child: await startServer(launch, { cluster: folder, logFile: path.join(root, 'postgres.log'), env, timeoutMs: 60_000 }),
        port: chosen,
      };
    } catch (error) {
      const passes = error instanceof Error && /shared memory block|lock file "postmaster.pid" already exists/.test(error.message);
      const taken = port === 0 && error instanceof Error && /could not bind|could not create any TCP/.test(error.message);
      if (attempt >= 20 || !(passes || taken)) throw error;
      await pause(200);
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1.');
  return address.port;
}

function stopper(child: ChildProcess, unlock: () => void, logger: Logger): () => Promise<void> {
  const { pid } = child;
  if (pid === undefined) throw new Error('PostgreSQL has no process.');
  // Whoever leaves without stop(), by process.exit() or an uncaught error, takes the server along.
  const onExit = () => void child.kill('SIGINT');
  process.once('exit', onExit);
  child.once('exit', (code, signal) => logger.info({ pid, code, signal }, 'embedded PostgreSQL ended'));
  let stopping: Promise<void> | undefined;
  return () => {
    stopping ??= endServer(pid, logger).finally(() => {
      process.removeListener('exit', onExit);
      unlock();
    });
    return stopping;
  };
}
