import { isObject, type Json, type JsonObject } from '#domain/json';
import type { CallContext } from '#platform/context-token';
import type { Peer } from '#platform/subgraph/peer';

export interface PeerPlan {
  /** `show -json` of the plan, sensitive values masked; null: not made. */
  planJson: Json;
  /** Of the environment; sensitive ones are left out. */
  variables: JsonObject;
  /** Whether the environment's cloud is simulated. */
  simulated: boolean;
  /** The revision that the environment has now; null: none. */
  deployedRevisionId: string | null;
}

interface PlanAnswer {
  deployment: { planJson: Json; environment: { target: string; variables: Json; deployedRevision: { id: string } | null } };
}

const PLAN = `query ($id: ID!) { deployment(id: $id) { planJson environment { target variables deployedRevision { id } } } }`;

/** What this subgraph asks the iac subgraph. */
export const iacPeer = (peer: Peer) => ({
  /** @throws Denial NOT_FOUND */
  async plan(deploymentId: string, call: CallContext): Promise<PeerPlan> {
    const { planJson, environment } = (await peer.ask<PlanAnswer>(PLAN, { id: deploymentId }, call)).deployment;
    const given = isObject(environment.variables) ? (environment.variables as JsonObject) : {};
    return {
      planJson,
      variables: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
      simulated: environment.target === 'REHEARSAL',
      deployedRevisionId: environment.deployedRevision?.id ?? null,
    };
  },
});

export type IacPeer = ReturnType<typeof iacPeer>;
