import { ConfigError } from '#platform/config';
import { stopAll, untilSignalled, type Running } from '#platform/lifecycle';
import { createLogger } from '#platform/log';
import { subgraphNames, type SubgraphName } from '#platform/subgraph/config';
import { readStartConfig } from './config';
import type { ReadyMessage } from './processes';

const usage = `Usage:
  main.js                    everything in one process (npm start)
  main.js --processes        the gateway and each subgraph in a process of its own
  main.js subgraph <name>    one of ${subgraphNames.join(', ')}
  main.js gateway            the gateway; *_URL variables name the subgraphs
  main.js runner             a runner that takes deployment jobs`;

/** The whole of Lintel on this machine. */
async function startAll(env: NodeJS.ProcessEnv, apart: boolean): Promise<Running & { url: string }> {
  const [{ openServer }, { localSecrets }] = await Promise.all([import('./database'), import('./secrets')]);
  const config = readStartConfig(env);
  const log = createLogger('start', config.logLevel);
  const secrets = localSecrets(config.dataFolder);
  const server = await openServer(config, log);
  const whole = { ...secrets, ...withoutEmpty(env), DATABASE_URL: server.url, PORT: String(config.port) };
  try {
    const lintel = apart
      ? await (await import('./processes')).startProcesses(whole, log)
      : await (await import('./one-process')).startInOneProcess(whole, config, log);
    return { url: lintel.url, stop: stopAll([server, lintel]) };
  } catch (fault) {
    await server.stop();
    throw fault;
  }
}

const withoutEmpty = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));

async function startSubgraph(name: SubgraphName, env: NodeJS.ProcessEnv): Promise<Running & { url: string }> {
  const [{ starters }, { createDomainWork }] = await Promise.all([import('./subgraphs'), import('#workers/domain-work')]);
  const work = createDomainWork({ threads: readStartConfig(env).workerThreads });
  const subgraph = await starters[name](env, { work });
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
  const work = createDomainWork({ threads: readStartConfig(env).workerThreads });
  const runner = await startRunnerProcess(readIacConfig(env), { work });
  return { url: '', stop: stopAll([work, runner]) };
}

function start([command, name]: string[], env: NodeJS.ProcessEnv): Promise<Running & { url: string }> | undefined {
  if (command === undefined || command === '--processes') return startAll(env, command === '--processes');
  if (command === 'subgraph' && subgraphNames.includes(name as SubgraphName)) return startSubgraph(name as SubgraphName, env);
  if (command === 'gateway') return startGatewayAlone(env);
  if (command === 'runner') return startRunnerAlone(env);
  return undefined;
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  // One place hands the environment to what reads it; Apollo must not phone home, whoever starts Lintel.
  const env = process.env;
  env['APOLLO_TELEMETRY_DISABLED'] = '1';
  const log = createLogger('start', 'info');
  const starting = start(args, env);
  if (!starting) {
    console.error(usage);
    return 2;
  }
  try {
    const lintel = await starting;
    process.send?.({ ready: lintel.url } satisfies ReadyMessage);
    if (args.length === 0 || args[0] === '--processes')
      console.log(`Lintel is ready: ${lintel.url.replace(/\/\/(0\.0\.0\.0|127\.0\.0\.1)/, '//localhost')}`);
    return await untilSignalled(lintel.stop, log);
  } catch (err) {
    if (err instanceof ConfigError) console.error(err.message);
    else console.error(err instanceof Error ? `Lintel could not start: ${err.message}` : err);
    log.debug({ err }, 'start failed');
    return 1;
  }
}

process.exit(await main());
