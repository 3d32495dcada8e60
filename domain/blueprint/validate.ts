import type { Catalog } from '../catalog/catalog';
import type { BlueprintContent } from './content';
import { type Finding, sortFindings } from './finding';
import { graphOf } from './graph';
import { collectReferences } from './graph-references';
import { findCycles, findExpressionFaults } from './validate-expressions';
import { findNameFaults } from './validate-names';
import { findDanglingReferences } from './validate-references';
import { findUnknownRegions } from './validate-regions';
import { findSchemaFaults } from './validate-schema';

export type { Finding } from './finding';

/**
 * Checks a design the way `terraform validate` checks its code: types, attributes and blocks against the providers' schemas,
 * expressions, references, cycles, names and addresses; regions on top. What depends on an expression's value is taken as
 * right. Never throws on any values inside the content; linear in its size.
 * @returns findings in a fixed order; HIGH ones are what terraform would refuse
 */
export function validate(content: BlueprintContent, catalog: Catalog): Finding[] {
  const references = collectReferences(content);
  return sortFindings([
    ...findNameFaults(content),
    ...findUnknownRegions(content),
    ...findSchemaFaults(content, catalog),
    ...findExpressionFaults(references),
    ...findDanglingReferences(content, catalog, references),
    ...findCycles(graphOf(content, references)),
  ]);
}
