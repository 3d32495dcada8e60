import type { DeploymentStatus } from '#domain/deployment-status';
import type { DriftFinding } from '#domain/drift/findings';
import type { UserFault } from '#domain/fault';
import { fail, ok, type Result } from '#domain/result';
import type { CallContext } from '#platform/context-token';
import type { Peer } from '#platform/subgraph/peer';

export interface PeerRun {
  id: string;
  number: number;
  status: DeploymentStatus;
  requestedAt: string;
  organizationId: string;
  projectId: string;
  blueprintId: string;
  environmentId: string;
}

const SCAN = `mutation ($input: RequestDeploymentInput!) {
  requestDeployment(input: $input) {
    deployment { id number status requestedAt organizationId projectId blueprintId environmentId }
    userErrors { code message path }
  }
}`;
const FINDINGS = `query ($id: ID!) { deployment(id: $id) { driftFindings } }`;
const OWNER = `query ($id: ID!) { environment(id: $id) { organizationId } }`;

/** What this subgraph asks the iac subgraph, on behalf of whoever asks. */
export const iacPeer = (peer: Peer) => ({
  /**
   * Queues a DRIFT_SCAN run; the same key gives the same run.
   *
   * @throws Denial NOT_FOUND, FORBIDDEN
   */
  async requestScan(environmentId: string, idempotencyKey: string, call: CallContext): Promise<Result<PeerRun, UserFault[]>> {
    const input = { environmentId, kind: 'DRIFT_SCAN', idempotencyKey };
    const { requestDeployment } = await peer.ask<{ requestDeployment: { deployment: PeerRun | null; userErrors: UserFault[] } }>(
      SCAN,
      { input },
      call,
    );
    return requestDeployment.deployment ? ok(requestDeployment.deployment) : fail(requestDeployment.userErrors);
  },

  /**
   * What a scan found; null while that is not known.
   *
   * @throws Denial NOT_FOUND
   */
  async findings(deploymentId: string, call: CallContext): Promise<DriftFinding[] | null> {
    return (await peer.ask<{ deployment: { driftFindings: DriftFinding[] | null } }>(FINDINGS, { id: deploymentId }, call)).deployment
      .driftFindings;
  },

  /** @throws Denial NOT_FOUND */
  async organizationOfEnvironment(id: string, call: CallContext): Promise<string> {
    return (await peer.ask<{ environment: { organizationId: string } }>(OWNER, { id }, call)).environment.organizationId;
  },
});

export type IacPeer = ReturnType<typeof iacPeer>;
