import { stopAll, type Running } from '#platform/lifecycle';
import { createLogger } from '#platform/log';
import { checkPort } from '#platform/port';
import { readGatewayConfig } from '../gateway/config';
import { readStartConfig } from './config';
import { checkConfiguration } from './configuration';
import { openDataFolder } from './data-folder';
import { openServer } from './database';
import { generateSecrets, localSecrets } from './secrets';

/**
 * The whole of Lintel on this machine. What can be refused is refused before anything that takes time is started.
 *
 * @param apart whether the gateway and each subgraph get a process of their own
 */
export async function startWhole(env: NodeJS.ProcessEnv, { apart }: { apart: boolean }): Promise<Running & { url: string }> {
  checkConfiguration(env);
  const config = readStartConfig(env);
  const log = createLogger('start', config.logLevel);
  const { host } = readGatewayConfig({ ...generateSecrets(), ...env });
  await checkPort(config.port, host);
  const parts: Running[] = [await openDataFolder(config.dataFolder)];
  const stop = stopAll(parts);
  try {
    const server = await openServer(config, { apart, log });
    parts.push(server);
    const whole = {
      ...localSecrets(config.dataFolder),
      ...gatewayUrl(config.port, host),
      ...env,
      DATABASE_URL: server.url,
      PORT: String(config.port),
    };
    const lintel = apart
      ? await (await import('./processes')).startProcesses(whole, log)
      : await (await import('./one-process')).startInOneProcess(whole, config, log);
    parts.push(lintel);
    return { url: lintel.url, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

/** Where those who watch the gateway's health find it; nobody knows a port of chance before it is there. */
const gatewayUrl = (port: number, host: string): NodeJS.ProcessEnv =>
  port === 0 ? {} : { GATEWAY_URL: `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}` };
