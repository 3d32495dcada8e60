import type { CallContext } from '#platform/context-token';
import { Denial } from '#platform/denial';
import type { Peer } from '#platform/subgraph/peer';

/**
 * Entities of a peer by id, in one call. A peer refuses a whole batch over one id that the viewer may not see: then the
 * batch is halved until only such ids are left out.
 */
export async function visibleEntities<T extends { id: string }>(
  peer: Peer,
  query: string,
  typename: string,
  ids: readonly string[],
  call: CallContext,
): Promise<Map<string, T>> {
  const representations = ids.map((id) => ({ __typename: typename, id }));
  try {
    const { _entities } = await peer.ask<{ _entities: (T | null)[] }>(query, { representations }, call);
    return new Map(_entities.flatMap((entity) => (entity ? [[entity.id, entity] as const] : [])));
  } catch (fault) {
    if (!(fault instanceof Denial) || fault.code !== 'NOT_FOUND') throw fault;
    if (ids.length === 1) return new Map();
    const half = Math.ceil(ids.length / 2);
    const parts = await Promise.all(
      [ids.slice(0, half), ids.slice(half)].map((part) => visibleEntities<T>(peer, query, typename, part, call)),
    );
    return new Map(parts.flatMap((part) => [...part]));
  }
}
