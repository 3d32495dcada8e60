import type { BlueprintContent } from '#domain/blueprint/content';
import type { CallContext } from '#platform/context-token';
import type { Peer } from '#platform/subgraph/peer';

export interface PeerBlueprint {
  id: string;
  organizationId: string;
  projectId: string;
  name: string;
  archivedAt: string | null;
}

export interface PeerRevision {
  id: string;
  number: number;
  organizationId: string;
  blueprintId: string;
  valid: boolean;
}

const BLUEPRINT = `query ($id: ID!) { blueprint(id: $id) { id organizationId projectId name archivedAt } }`;
const HEAD = `query ($id: ID!) { blueprint(id: $id) { head { ...revision } } } fragment revision on BlueprintRevision { id number organizationId blueprintId validation { valid } }`;
const NUMBER = `query ($id: ID!, $number: Int!) { blueprint(id: $id) { revision(number: $number) { ...revision } } } fragment revision on BlueprintRevision { id number organizationId blueprintId validation { valid } }`;
const CONTENTS = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on BlueprintRevision { id content } } }`;
const OWNERS = `query ($id: ID!) { project(id: $id) { organization { id } } }`;

type RevisionAnswer = Omit<PeerRevision, 'valid'> & { validation: { valid: boolean } };
const toRevision = ({ validation, ...revision }: RevisionAnswer): PeerRevision => ({ ...revision, valid: validation.valid });

/** What this subgraph asks the blueprint subgraph, on behalf of whoever asks. */
export const blueprintPeer = (peer: Peer) => ({
  /** @throws Denial NOT_FOUND */
  async blueprint(id: string, call: CallContext): Promise<PeerBlueprint> {
    return (await peer.ask<{ blueprint: PeerBlueprint }>(BLUEPRINT, { id }, call)).blueprint;
  },

  /** The head, or the revision with a number; null when there is no such number. */
  async revision(blueprintId: string, number: number | null, call: CallContext): Promise<PeerRevision | null> {
    if (number === null) {
      const { blueprint } = await peer.ask<{ blueprint: { head: RevisionAnswer } }>(HEAD, { id: blueprintId }, call);
      return toRevision(blueprint.head);
    }
    const { blueprint } = await peer.ask<{ blueprint: { revision: RevisionAnswer | null } }>(NUMBER, { id: blueprintId, number }, call);
    return blueprint.revision && toRevision(blueprint.revision);
  },

  /** Contents by revision id; a revision that the viewer may not see has none. */
  async contents(revisionIds: readonly string[], call: CallContext): Promise<Map<string, BlueprintContent>> {
    const found = await peer.entities<{ id: string; content: BlueprintContent }>(CONTENTS, 'BlueprintRevision', revisionIds, call);
    return new Map([...found].map(([id, { content }]) => [id, content]));
  },

  /** @throws Denial NOT_FOUND */
  async organizationOfProject(id: string, call: CallContext): Promise<string> {
    return (await peer.ask<{ project: { organization: { id: string } } }>(OWNERS, { id }, call)).project.organization.id;
  },
});

export type BlueprintPeer = ReturnType<typeof blueprintPeer>;
