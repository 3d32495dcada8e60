import { ConfigError, readTogether } from '#platform/config';
import { stopAll, untilSignalled, type Running } from '#platform/lifecycle';
import { createLogger } from '#platform/log';
import { subgraphNames, type SubgraphName } from '#platform/subgraph/config';
import { readStartConfig } from './config';
import { supervisedFlag, type ReadyMessage } from './supervisor';

const usage = `Usage:
  main.js                    everything in one process (npm start)
  main.js --processes        the gateway and each subgraph in a process of its own
  main.js subgraph <name>    one of ${subgraphNames.join(', ')}
  main.js gateway            the gateway; *_URL variables name the subgraphs
  main.js runner             a runner that takes deployment jobs`;

const withoutEmpty = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));

async function startSubgraph(name: SubgraphName, env: NodeJS.ProcessEnv): Promise<Running & { url: string }> {
  const [{ prepare }, { createDomainWork }] = await Promise.all([import('./subgraphs'), import('#workers/domain-work')]);
  const [{ workerThreads }, begin] = readTogether(
    () => readStartConfig(env),
    () => prepare[name](env),
  );
  const work = createDomainWork({ threads: workerThreads });
  const subgraph = await begin({ work });
  return { url: subgraph.url, stop: stopAll([work, subgraph]) };
}

async function startGatewayAlone(env: NodeJS.ProcessEnv): Promise<Running & { url: string }> {
  const [{ startGateway }, { readGatewayConfig }] = await Promise.all([import('../gateway/main'), import('../gateway/config')]);
  return startGateway(readGatewayConfig(env));
}

async function startRunnerAlone(env: NodeJS.ProcessEnv): Promise<Running & { url: string }> {
  const [{ startRunnerProcess }, { readIacConfig }, { createDomainWork }] = await Promise.all([
    import('../subgraphs/iac/runner/main'),
    import('../subgraphs/iac/config'),
    import('#workers/domain-work'),
  ]);
  const [{ workerThreads }, config] = readTogether(
    () => readStartConfig(env),
    () => readIacConfig(env),
  );
  const work = createDomainWork({ threads: workerThreads });
  const runner = await startRunnerProcess(config, { work });
  return { url: '', stop: stopAll([work, runner]) };
}

/** What the arguments ask for, or undefined when they make no sense. */
function startOf(args: string[]): ((env: NodeJS.ProcessEnv) => Promise<Running & { url: string }>) | undefined {
  const subgraph = subgraphNames.find((name) => args.join(' ') === `subgraph ${name}`);
  if (subgraph) return (env) => startSubgraph(subgraph, env);
  switch (args.join(' ')) {
    case '':
      return async (env) => (await import('./whole')).startWhole(withoutEmpty(env), { apart: false });
    case '--processes':
      return async (env) => (await import('./whole')).startWhole(withoutEmpty(env), { apart: true });
    case 'gateway':
      return startGatewayAlone;
    case 'runner':
      return startRunnerAlone;
    default:
      return undefined;
  }
}

/** A part that a supervisor has started ends with it, however the supervisor ends. */
function endWithSupervisor(): void {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}

/** A signal during the start ends it at once; what has been started goes along (see the 'exit' listeners of the parts). */
const quit = (): never => process.exit(130);

async function main(): Promise<number> {
  const supervised = process.argv.at(-1) === supervisedFlag;
  const args = process.argv.slice(2, supervised ? -1 : undefined);
  // One place hands the environment to what reads it; Apollo must not phone home, whoever starts Lintel.
  const env = process.env;
  env['APOLLO_TELEMETRY_DISABLED'] = '1';
  const log = createLogger('start', 'info');
  const start = startOf(args);
  if (!start) {
    console.error(usage);
    return 2;
  }
  if (supervised) endWithSupervisor();
  try {
    process.on('SIGTERM', quit).on('SIGINT', quit);
    const lintel = await start(env);
    const ended = untilSignalled(lintel.stop, log);
    process.off('SIGTERM', quit).off('SIGINT', quit);
    process.send?.({ ready: lintel.url } satisfies ReadyMessage);
    if (args.length === 0 || args[0] === '--processes')
      console.log(`Lintel is ready: ${lintel.url.replace(/\/\/(0\.0\.0\.0|127\.0\.0\.1)/, '//localhost')}`);
    return await ended;
  } catch (err) {
    if (err instanceof ConfigError) console.error(err.message);
    else console.error(err instanceof Error ? `Lintel could not start: ${err.message}` : err);
    log.debug({ err }, 'start failed');
    return 1;
  }
}

process.exit(await main());
