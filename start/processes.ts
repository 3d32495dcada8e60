import type { Logger } from '#platform/database/logger';
import { stopAll, type Running } from '#platform/lifecycle';
import { portVariable, urlVariable, waves } from './subgraphs';
import { supervise } from './supervisor';

/** The gateway and each subgraph in a process of its own, supervised. */
export async function startProcesses(env: NodeJS.ProcessEnv, log: Logger): Promise<Running & { url: string }> {
  const parts: Running[] = [];
  const stop = stopAll(parts);
  const urls: NodeJS.ProcessEnv = {};
  try {
    for (const wave of waves) {
      await Promise.all(
        wave.map(async (name) => {
          const portName = portVariable(name);
          const part = await supervise(
            { args: ['subgraph', name], env: { ...env, ...urls, [portName]: env[portName] ?? '0' }, portName },
            log,
          );
          parts.push(part);
          urls[urlVariable(name)] = part.url;
        }),
      );
    }
    const gateway = await supervise({ args: ['gateway'], env: { ...env, ...urls }, portName: 'PORT' }, log);
    parts.push(gateway);
    return { url: gateway.url, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}
