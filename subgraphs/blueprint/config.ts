import { z } from 'zod';
import { readConfig } from '#platform/config';
import { subgraphConfig, subgraphVariables, type SubgraphConfig } from '#platform/subgraph/config';

export const blueprintVariables = z.object(subgraphVariables('blueprint'));

export type BlueprintConfig = SubgraphConfig;

/** @throws ConfigError with every fault */
export const readBlueprintConfig = (env: NodeJS.ProcessEnv): BlueprintConfig =>
  subgraphConfig('blueprint', readConfig(blueprintVariables, env));
