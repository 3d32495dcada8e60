import { z } from 'zod';
import { readConfig, url } from '#platform/config';
import { subgraphConfig, subgraphVariables, type SubgraphConfig } from '#platform/subgraph/config';

export const costVariables = z.object({
  ...subgraphVariables('cost'),
  BLUEPRINT_URL: url().default('http://127.0.0.1:4002'),
  IAC_URL: url().default('http://127.0.0.1:4003'),
});

export interface CostConfig extends SubgraphConfig {
  blueprintUrl: string;
  iacUrl: string;
}

/** @throws ConfigError with every fault */
export function readCostConfig(env: NodeJS.ProcessEnv): CostConfig {
  const values = readConfig(costVariables, env);
  return { ...subgraphConfig('cost', values), blueprintUrl: values.BLUEPRINT_URL, iacUrl: values.IAC_URL };
}
