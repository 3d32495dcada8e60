import type { Logger } from '#platform/database/logger';
import { stopAll, type Running } from '#platform/lifecycle';
import { openBus } from '#platform/subgraph/bus';
import { commonVariables, subgraphConfig } from '#platform/subgraph/config';
import { readConfig } from '#platform/config';
import { createDomainWork } from '#workers/domain-work';
import { z } from 'zod';
import { readGatewayConfig } from '../gateway/config';
import { startGateway } from '../gateway/main';
import type { StartConfig } from './config';
import { portVariable, prepare, urlVariable, waves } from './subgraphs';

/** Everything but PostgreSQL in this process: one pool of worker threads, one connection to the bus, loopback ports. */
export async function startInOneProcess(env: NodeJS.ProcessEnv, config: StartConfig, log: Logger): Promise<Running & { url: string }> {
  const parts: Running[] = [];
  const stop = stopAll(parts);
  try {
    const work = createDomainWork({ threads: config.workerThreads });
    parts.push(work);
    const bus = await openBus(subgraphConfig('auth', { ...readConfig(z.object(commonVariables), env), AUTH_PORT: 0 }), log);
    parts.push(bus);
    const urls: NodeJS.ProcessEnv = {};
    for (const wave of waves) {
      const started = await Promise.all(
        wave.map(async (name) => {
          const subgraph = await prepare[name]({ ...env, ...urls, [portVariable(name)]: env[portVariable(name)] ?? '0' })({ work, bus });
          parts.push(subgraph);
          return [urlVariable(name), subgraph.url] as const;
        }),
      );
      Object.assign(urls, Object.fromEntries(started));
    }
    const gateway = await startGateway(readGatewayConfig({ ...env, ...urls }));
    parts.push(gateway);
    return { url: gateway.url, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}
