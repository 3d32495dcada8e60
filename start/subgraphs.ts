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

/** Starts one subgraph from the environment. */
export const starters: Record<SubgraphName, (env: NodeJS.ProcessEnv, shared: Shared) => Promise<RunningSubgraph>> = {
  auth: async (env, shared) => startAuth(readAuthConfig(env), shared),
  blueprint: async (env, shared) => startBlueprint(readBlueprintConfig(env), shared),
  iac: async (env, shared) => startIac(readIacConfig(env), shared),
  guardrail: async (env, shared) => startGuardrail(readGuardrailConfig(env), shared),
  cost: async (env, shared) => startCost(readCostConfig(env), shared),
  monitoring: async (env, shared) => startMonitoring(readMonitoringConfig(env), shared),
};

/** Who reads whom at run time is a DAG: each wave only asks those before it. */
export const waves: SubgraphName[][] = [['auth', 'blueprint'], ['iac'], ['guardrail', 'cost'], ['monitoring']];

/** Variable that holds a subgraph's base URL, e.g. AUTH_URL. */
export const urlVariable = (name: SubgraphName): string => `${name.toUpperCase()}_URL`;
export const portVariable = (name: SubgraphName): string => `${name.toUpperCase()}_PORT`;
