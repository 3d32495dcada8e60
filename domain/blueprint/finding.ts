import type { Severity } from '../diagnostic';

export type ValidationRule =
  | 'UNKNOWN_TYPE'
  | 'UNKNOWN_ATTRIBUTE'
  | 'MISSING_ATTRIBUTE'
  | 'WRONG_TYPE'
  | 'INVALID_VALUE'
  | 'INVALID_EXPRESSION'
  | 'UNKNOWN_REGION'
  | 'DANGLING_REFERENCE'
  | 'DEPENDENCY_CYCLE'
  | 'DUPLICATE_ADDRESS'
  | 'NAMING_CONVENTION'
  | 'COST_THRESHOLD';

/** One result of validating a blueprint, in the shape of the contract's ValidationFinding. */
export interface Finding {
  rule: ValidationRule;
  severity: Severity;
  /** Terraform address of the element, e.g. aws_instance.web, var.size; null: the blueprint as a whole. */
  address: string | null;
  /** Path inside the element, e.g. ["root_block_device", "0", "encrypted"]. */
  path: string[] | null;
  message: string;
  /** What would help, e.g. the nearest known name. */
  suggestion: string | null;
}

export const finding = (
  rule: ValidationRule,
  address: string | null,
  path: string[] | null,
  message: string,
  rest: { severity?: Severity; suggestion?: string | null } = {},
): Finding => ({ rule, severity: rest.severity ?? 'HIGH', address, path, message, suggestion: rest.suggestion ?? null });

/** Findings about the whole first, then by address, path, rule and message. */
export function sortFindings(findings: Finding[]): Finding[] {
  const keyed = findings.map((one) => ({ one, key: [one.address ?? '', (one.path ?? []).join('.'), one.rule, one.message] }));
  keyed.sort((a, b) => {
    for (let at = 0; at < a.key.length; at++) if (a.key[at] !== b.key[at]) return a.key[at]! < b.key[at]! ? -1 : 1;
    return 0;
  });
  return keyed.map(({ one }) => one);
}
