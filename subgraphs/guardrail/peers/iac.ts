import type { DeploymentStatus } from '#domain/deployment-status';
import type { Json } from '#domain/json';
import type { CallContext } from '#platform/context-token';
import type { Peer } from '#platform/subgraph/peer';

export interface PeerDeployment {
  id: string;
  organizationId: string;
  status: DeploymentStatus;
}

export interface PeerPlan {
  organizationId: string;
  projectId: string;
  environmentId: string;
  requestedBy: { id: string } | null;
  /** In the format of `show -json`, masked; null before it is made. */
  planJson: Json;
}

const DEPLOYMENT = `query ($id: ID!) { deployment(id: $id) { id organizationId status } }`;
const PLAN = `query ($id: ID!) { deployment(id: $id) { organizationId projectId environmentId requestedBy { id } planJson } }`;
const ENVIRONMENT = `query ($id: ID!) { environment(id: $id) { organizationId } }`;

/** What this subgraph asks the iac subgraph, on behalf of whoever asks. All throw Denial NOT_FOUND. */
export const iacPeer = (peer: Peer) => ({
  deployment: async (id: string, call: CallContext): Promise<PeerDeployment> =>
    (await peer.ask<{ deployment: PeerDeployment }>(DEPLOYMENT, { id }, call)).deployment,

  plan: async (deploymentId: string, call: CallContext): Promise<PeerPlan> =>
    (await peer.ask<{ deployment: PeerPlan }>(PLAN, { id: deploymentId }, call)).deployment,

  environment: async (id: string, call: CallContext): Promise<{ organizationId: string }> =>
    (await peer.ask<{ environment: { organizationId: string } }>(ENVIRONMENT, { id }, call)).environment,
});

export type IacPeer = ReturnType<typeof iacPeer>;
