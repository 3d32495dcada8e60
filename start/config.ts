import { z } from 'zod';
import { flag, logLevel, readConfig, wholeNumber } from '#platform/config';
import { commonVariables } from '#platform/subgraph/config';

/** What `npm start` itself reads; each part reads the rest of the environment. */
export const startVariables = z.object({
  LINTEL_DATA: z.string().min(1).default('.lintel'),
  PORT: wholeNumber(3000, { max: 65_535 }),
  DATABASE_URL: commonVariables.DATABASE_URL,
  DATABASE_POOL_MAX: commonVariables.DATABASE_POOL_MAX,
  DATABASE_DURABLE: flag(true),
  EMBEDDED_DATABASE_PORT: wholeNumber(0, { max: 65_535 }),
  WORKER_THREADS: wholeNumber(2, { min: 1, max: 64 }),
  LOG_LEVEL: logLevel(),
});

export interface StartConfig {
  dataFolder: string;
  port: number;
  databaseUrl: string | undefined;
  poolMax: number;
  durable: boolean;
  embeddedPort: number;
  workerThreads: number;
  logLevel: string;
}

/** @throws ConfigError with every fault */
export function readStartConfig(env: NodeJS.ProcessEnv): StartConfig {
  const values = readConfig(startVariables, env);
  return {
    dataFolder: values.LINTEL_DATA,
    port: values.PORT,
    databaseUrl: values.DATABASE_URL,
    poolMax: values.DATABASE_POOL_MAX,
    durable: values.DATABASE_DURABLE,
    embeddedPort: values.EMBEDDED_DATABASE_PORT,
    workerThreads: values.WORKER_THREADS,
    logLevel: values.LOG_LEVEL,
  };
}
