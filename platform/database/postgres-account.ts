import { spawnSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** The system account that PostgreSQL runs under; it refuses to run as root. */
export interface Account {
  uid: number;
  gid: number;
}

/** A program with its arguments, and the ids that Node itself shall switch to (none when the program does so). */
export interface Launch {
  command: string;
  args: string[];
  uid?: number;
  gid?: number;
}

/**
 * The account for the cluster: undefined (our own) unless we are root. As root, the one that owns the cluster already,
 * else `postgres`, else `nobody`. Nothing is added to the machine.
 */
export async function clusterAccount(clusterFolder: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(clusterFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = new Map<string, Account>();
  for (const line of (await readFile('/etc/passwd', 'utf8')).split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && Number(uid) > 0) accounts.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  const account = accounts.get('postgres') ?? accounts.get('nobody') ?? [...accounts.values()][0];
  if (!account)
    throw new Error(
      'PostgreSQL refuses to run as root and /etc/passwd knows no other account. Start Lintel as an ordinary user, or set DATABASE_URL.',
    );
  return account;
}

/**
 * How to start a program under the account. Where util-linux's setpriv is there, PostgreSQL also ends (fast shutdown)
 * when we are killed outright, and can reach folders below a private one such as /root or a data folder of mode 700.
 * Throws an error that names the folder when it cannot be reached by the account.
 */
export async function launchAs(
  account: Account | undefined,
  program: string,
  args: string[],
  paths: string[],
  outlivesUs = true,
): Promise<Launch> {
  const closed = account ? await firstClosedFolder(account, [program, ...paths]) : undefined;
  const options = [
    ...(outlivesUs ? [] : ['--pdeathsig', 'INT']),
    ...(account ? ['--reuid', `${account.uid}`, '--regid', `${account.gid}`, '--clear-groups'] : []),
    ...(closed ? ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'] : []),
  ];
  if ((closed || !outlivesUs) && works('setpriv', options)) return { command: 'setpriv', args: [...options, '--', program, ...args] };
  if (closed) {
    throw new Error(
      `PostgreSQL runs under uid ${account?.uid}, which cannot reach the folder ${closed}. ` +
        `Allow it to pass (chmod o+x ${closed}), use a data folder elsewhere (LINTEL_DATA), or start Lintel as an ordinary user.`,
    );
  }
  return { command: program, args, ...account };
}

const works = (command: string, options: string[]): boolean =>
  spawnSync(command, [...options, '--', 'true'], { stdio: 'ignore' }).status === 0;

/** The first folder on the way to the paths that the account may not pass through. */
async function firstClosedFolder(account: Account, paths: string[]): Promise<string | undefined> {
  const folders = new Set<string>();
  for (const target of paths) {
    for (let folder = path.dirname(path.resolve(target)); ; folder = path.dirname(folder)) {
      folders.add(folder);
      if (folder === path.dirname(folder)) break;
    }
  }
  for (const folder of [...folders].sort((a, b) => a.length - b.length)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return folder;
  }
  return undefined;
}
