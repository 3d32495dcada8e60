import type { BlueprintContent } from '#domain/blueprint/content';
import type { CallContext } from '#platform/context-token';
import type { Peer } from '#platform/subgraph/peer';

export interface PeerRevision {
  id: string;
  organizationId: string;
  blueprintId: string;
  content: BlueprintContent;
}

export interface PeerBlueprint {
  id: string;
  organizationId: string;
}

const REVISIONS = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on BlueprintRevision { id organizationId blueprintId content } } }`;
const BLUEPRINTS = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Blueprint { id organizationId } } }`;

/** What this subgraph asks the blueprint subgraph, on behalf of whoever asks; what the viewer may not see is not in the answer. */
export const blueprintPeer = (peer: Peer) => ({
  revisions: (ids: readonly string[], call: CallContext): Promise<Map<string, PeerRevision>> =>
    peer.entities(REVISIONS, 'BlueprintRevision', ids, call),
  blueprints: (ids: readonly string[], call: CallContext): Promise<Map<string, PeerBlueprint>> =>
    peer.entities(BLUEPRINTS, 'Blueprint', ids, call),
});

export type BlueprintPeer = ReturnType<typeof blueprintPeer>;
