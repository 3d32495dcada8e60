import type { BlueprintContent } from '#domain/blueprint/content';
import type { CallContext } from '#platform/context-token';
import type { Peer } from '#platform/subgraph/peer';

export interface PeerRevision {
  id: string;
  organizationId: string;
  projectId: string;
  content: BlueprintContent;
}

const REVISIONS = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on BlueprintRevision { id organizationId projectId content } } }`;
const PROJECT = `query ($id: ID!) { project(id: $id) { organization { id } } }`;

/** What this subgraph asks the blueprint subgraph, on behalf of whoever asks. */
export const blueprintPeer = (peer: Peer) => ({
  /** Revisions with their contents in one call; those that the viewer may not see are left out. */
  async revisions(ids: readonly string[], call: CallContext): Promise<PeerRevision[]> {
    return [...(await peer.entities<PeerRevision>(REVISIONS, 'BlueprintRevision', ids, call)).values()];
  },

  /** @throws Denial NOT_FOUND */
  async project(id: string, call: CallContext): Promise<{ organizationId: string }> {
    const { project } = await peer.ask<{ project: { organization: { id: string } } }>(PROJECT, { id }, call);
    return { organizationId: project.organization.id };
  },
});

export type BlueprintPeer = ReturnType<typeof blueprintPeer>;
