import { dependencyOrder } from '../blueprint/evaluate-order';
import type { ResourceChange } from './plan-json';
import { objectName, type StateObject } from './state-objects';

export const changeName = (change: ResourceChange): string => objectName({ address: change.address, deposed: change.deposed });

/** Changes so that what depends on an object is destroyed before it, as the state records the dependencies. */
export function destroyOrder(changes: readonly ResourceChange[], objects: ReadonlyMap<string, StateObject>): ResourceChange[] {
  const byBlock = new Map<string, string[]>();
  for (const change of changes) {
    const block = objects.get(changeName(change))?.blockAddress;
    if (block === undefined) continue;
    const names = byBlock.get(block);
    if (names) names.push(changeName(change));
    else byBlock.set(block, [changeName(change)]);
  }
  const graph = new Map(
    changes.map((change) => [
      changeName(change),
      (objects.get(changeName(change))?.dependencies ?? []).flatMap((block) => byBlock.get(block) ?? []),
    ]),
  );
  const byName = new Map(changes.map((change) => [changeName(change), change]));
  return dependencyOrder(graph)
    .order.reverse()
    .map((name) => byName.get(name)!);
}
