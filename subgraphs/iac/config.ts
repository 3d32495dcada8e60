import { z } from 'zod';
import { flag, readConfig, url, wholeNumber } from '#platform/config';
import { subgraphConfig, subgraphVariables, type SubgraphConfig } from '#platform/subgraph/config';

/** 32 random bytes in base64. */
const encryptionKey = () =>
  z
    .string({ error: 'is required' })
    .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64')
    .refine((text) => new Set(Buffer.from(text, 'base64')).size >= 8, 'is a placeholder: generate one with scripts/generate-secrets.sh');

export const iacVariables = z.object({
  ...subgraphVariables('iac'),
  BLUEPRINT_URL: url().default('http://127.0.0.1:4002'),
  STATE_ENCRYPTION_KEY: encryptionKey(),
  STATE_ENCRYPTION_PREVIOUS_KEY: encryptionKey().optional(),
  RUNNER_IN_PROCESS: flag(true),
  RUNNER_CONCURRENCY: wholeNumber(4, { min: 1, max: 100 }),
});

export interface IacConfig extends SubgraphConfig {
  blueprintUrl: string;
  /** The first seals, all open. */
  encryptionKeys: Buffer[];
  /** false: runners are processes of their own. */
  runnerInProcess: boolean;
  runnerConcurrency: number;
}

/** @throws ConfigError with every fault */
export function readIacConfig(env: NodeJS.ProcessEnv): IacConfig {
  const values = readConfig(iacVariables, env);
  const keys = [values.STATE_ENCRYPTION_KEY, values.STATE_ENCRYPTION_PREVIOUS_KEY].filter((key) => key !== undefined);
  return {
    ...subgraphConfig('iac', values),
    blueprintUrl: values.BLUEPRINT_URL,
    encryptionKeys: keys.map((key) => Buffer.from(key, 'base64')),
    runnerInProcess: values.RUNNER_IN_PROCESS,
    runnerConcurrency: values.RUNNER_CONCURRENCY,
  };
}
