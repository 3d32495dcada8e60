import { z } from 'zod';
import { readConfig, url, wholeNumber } from '#platform/config';
import { subgraphConfig, subgraphVariables, type SubgraphConfig } from '#platform/subgraph/config';

export const guardrailVariables = z.object({
  ...subgraphVariables('guardrail'),
  BLUEPRINT_URL: url().default('http://127.0.0.1:4002'),
  IAC_URL: url().default('http://127.0.0.1:4003'),
  GUARDRAIL_ENGINES: wholeNumber(1, { min: 1, max: 64 }),
});

export interface GuardrailConfig extends SubgraphConfig {
  blueprintUrl: string;
  iacUrl: string;
  /** Policy engines, each a thread of its own. */
  engines: number;
}

/** @throws ConfigError with every fault */
export function readGuardrailConfig(env: NodeJS.ProcessEnv): GuardrailConfig {
  const values = readConfig(guardrailVariables, env);
  return {
    ...subgraphConfig('guardrail', values),
    blueprintUrl: values.BLUEPRINT_URL,
    iacUrl: values.IAC_URL,
    engines: values.GUARDRAIL_ENGINES,
  };
}
