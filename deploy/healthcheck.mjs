/**
 * Health check of a container: `healthcheck.mjs http PORT` asks a gateway or subgraph whether it is ready;
 * `healthcheck.mjs connections PORT` looks for the connections that a runner, which serves nothing, holds to its database. Whoever
 * calls it sets the time limit.
 */
import { existsSync, readFileSync } from 'node:fs';

const established = '01';

/** Connections of this container to a port of another machine, from the kernel's tables (addresses are hexadecimal). */
function connectionsTo(port) {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].filter((table) => existsSync(table));
  const rows = tables.flatMap((table) => readFileSync(table, 'utf8').trim().split('\n').slice(1));
  return rows.map((row) => row.trim().split(/\s+/)).filter(([, , remote, state]) => state === established && remote.endsWith(`:${wanted}`))
    .length;
}

async function isReady(port) {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health/ready`)).status === 200;
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault);
    return false;
  }
}

const [kind, text] = process.argv.slice(2);
const port = Number(text);
if (!Number.isInteger(port) || port < 1 || (kind !== 'http' && kind !== 'connections')) {
  console.error('usage: healthcheck.mjs http|connections PORT');
  process.exit(2);
}
process.exit((kind === 'http' ? await isReady(port) : connectionsTo(port) > 0) ? 0 : 1);
