import type { BlueprintContent } from '#domain/blueprint/content';
import type { CallContext } from '#platform/context-token';
import { Denial } from '#platform/denial';
import type { Peer } from '#platform/subgraph/peer';

export interface PeerRevision {
  id: string;
  organizationId: string;
  projectId: string;
  content: BlueprintContent;
}

const REVISIONS = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on BlueprintRevision { id organizationId projectId content } } }`;
const PROJECT = `query ($id: ID!) { project(id: $id) { organization { id } } }`;

const isMissing = (fault: unknown): boolean => fault instanceof Denial && fault.code === 'NOT_FOUND';

/** What this subgraph asks the blueprint subgraph, on behalf of whoever asks. */
export function blueprintPeer(peer: Peer) {
  async function ask(ids: readonly string[], call: CallContext): Promise<PeerRevision[]> {
    const representations = ids.map((id) => ({ __typename: 'BlueprintRevision', id }));
    const { _entities } = await peer.ask<{ _entities: (PeerRevision | null)[] }>(REVISIONS, { representations }, call);
    return _entities.filter((entity) => entity !== null);
  }

  /** One missing revision fails the whole answer: then each is asked for alone. */
  async function askEach(ids: readonly string[], call: CallContext): Promise<PeerRevision[]> {
    try {
      return await ask(ids, call);
    } catch (fault) {
      if (!isMissing(fault)) throw fault;
      return ids.length === 1 ? [] : (await Promise.all(ids.map((id) => askEach([id], call)))).flat();
    }
  }

  return {
    /** Revisions with their contents in one call; those that the viewer may not see are left out. */
    revisions: askEach,

    /** @throws Denial NOT_FOUND */
    async project(id: string, call: CallContext): Promise<{ organizationId: string }> {
      const { project } = await peer.ask<{ project: { organization: { id: string } } }>(PROJECT, { id }, call);
      return { organizationId: project.organization.id };
    },
  };
}

export type BlueprintPeer = ReturnType<typeof blueprintPeer>;
