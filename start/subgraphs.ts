import type { EventBus } from '#platform/events/bus';
import type { Running } from '#platform/lifecycle';
import type { SubgraphName } from '#platform/subgraph/config';
import type { DomainWork } from '#workers/domain-work';
import { readAuthConfig } from '../subgraphs/auth/config';
import { startAuth } from '../subgraphs/auth/main';
import { readBlueprintConfig } from '../subgraphs/blueprint/config';
import { startBlueprint } from '../subgraphs/blueprint/main';
import { readCostConfig } from '../subgraphs/cost/config';
import { startCost } from '../subgraphs/cost/main';
import { readGuardrailConfig } from '../subgraphs/guardrail/config';
import { startGuardrail } from '../subgraphs/guardrail/main';
import { readIacConfig } from '../subgraphs/iac/config';
import { startIac } from '../subgraphs/iac/main';
import { readMonitoringConfig } from '../subgraphs/monitoring/config';
import { startMonitoring } from '../subgraphs/monitoring/main';

/** What the subgraphs of one process share; a subgraph in a process of its own makes its own. */
export interface Shared {
  work: DomainWork;
  bus?: EventBus;
}

export type RunningSubgraph = Running & { url: string };

type Starter = (shared: Shared) => Promise<RunningSubgraph>;

/** Reads one subgraph's configuration, or throws a ConfigError, and gives what starts it. */
export const prepare: Record<SubgraphName, (env: NodeJS.ProcessEnv) => Starter> = {
  auth: (env) => {
    const config = readAuthConfig(env);
    return (shared) => startAuth(config, shared);
  },
  blueprint: (env) => {
    const config = readBlueprintConfig(env);
    return (shared) => startBlueprint(config, shared);
  },
  iac: (env) => {
    const config = readIacConfig(env);
    return (shared) => startIac(config, shared);
  },
  guardrail: (env) => {
    const config = readGuardrailConfig(env);
    return (shared) => startGuardrail(config, shared);
  },
  cost: (env) => {
    const config = readCostConfig(env);
    return (shared) => startCost(config, shared);
  },
  monitoring: (env) => {
    const config = readMonitoringConfig(env);
    return (shared) => startMonitoring(config, shared);
  },
};

/** Who reads whom at run time is a DAG: each wave only asks those before it. */
export const waves: SubgraphName[][] = [['auth', 'blueprint'], ['iac'], ['guardrail', 'cost'], ['monitoring']];

/** Variable that holds a subgraph's base URL, e.g. AUTH_URL. */
export const urlVariable = (name: SubgraphName): string => `${name.toUpperCase()}_URL`;
export const portVariable = (name: SubgraphName): string => `${name.toUpperCase()}_PORT`;
