import { type Finding, finding } from './finding';
import type { ResourceGraph } from './graph';
import type { ContentReferences } from './graph-references';

/** INVALID_EXPRESSION: strings with ${ or %{ that do not parse. */
export function findExpressionFaults({ faults }: ContentReferences): Finding[] {
  return faults.map(({ from, path, diagnostic }) => finding('INVALID_EXPRESSION', from.address, path, diagnostic.summary));
}

/** DEPENDENCY_CYCLE: one finding a cycle, at its first address, with the whole way round in the message. */
export function findCycles({ cycles }: ResourceGraph): Finding[] {
  return cycles.map((cycle) => {
    const first = cycle[0]!;
    const message = cycle.length === 1 ? `${first} refers to itself` : `These depend on each other: ${[...cycle, first].join(' -> ')}`;
    return finding('DEPENDENCY_CYCLE', first, null, message);
  });
}
