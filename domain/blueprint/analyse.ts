import type { Catalog } from '../catalog/catalog';
import type { BlueprintContent } from './content';
import { buildGraph, type ResourceGraph } from './graph';
import { validate, type Finding } from './validate';

/** What a revision's content implies; kept beside it, since content never changes. */
export interface Analysis {
  findings: Finding[];
  graph: Pick<ResourceGraph, 'nodes' | 'edges'>;
}

/** Goes up when the same content may be analysed differently: older analyses are then made anew. */
export const analysisVersion = '1';

/** Validates a design and draws its dependency graph. */
export function analyse(content: BlueprintContent, catalog: Catalog): Analysis {
  const { nodes, edges } = buildGraph(content);
  return { findings: validate(content, catalog), graph: { nodes, edges } };
}

/** No finding of HIGH or CRITICAL severity. */
export const isValid = (findings: readonly Pick<Finding, 'severity'>[]): boolean =>
  findings.every((finding) => finding.severity === 'LOW' || finding.severity === 'MEDIUM');
