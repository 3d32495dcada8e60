import type { Catalog } from '../catalog/catalog';
import { lowerDesign } from '../component/lower';
import type { BlueprintContent } from './content';
import { buildGraph, type ResourceGraph } from './graph';
import { sortFindings } from './finding';
import { validate, type Finding } from './validate';

/** What a revision's content implies; kept beside it, since content never changes. */
export interface Analysis {
  findings: Finding[];
  graph: Pick<ResourceGraph, 'nodes' | 'edges'>;
}

/** Goes up when the same content may be analysed differently: older analyses are then made anew. */
export const analysisVersion = '2';

/** Lowers a design's components, validates it and draws its dependency graph. */
export function analyse(content: BlueprintContent, catalog: Catalog): Analysis {
  const { content: lowered, componentOf, findings } = lowerDesign(content);
  const { nodes, edges } = buildGraph(lowered, { componentOf });
  return { findings: sortFindings([...findings, ...validate(lowered, catalog)]), graph: { nodes, edges } };
}

/** No finding of HIGH or CRITICAL severity. */
export const isValid = (findings: readonly Pick<Finding, 'severity'>[]): boolean =>
  findings.every((finding) => finding.severity === 'LOW' || finding.severity === 'MEDIUM');
