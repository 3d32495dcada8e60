/** How much a finding matters; HIGH and CRITICAL make a design invalid. */
export type Severity = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

/** A place in a source file; line and column count from 1. */
export interface SourcePosition {
  file: string;
  line: number;
  column: number;
}

/** One finding of validation, import, generation, policy or drift: every part of Lintel reports in this shape. */
export interface Diagnostic {
  severity: Severity;
  /** Member of a closed list, e.g. UNKNOWN_ATTRIBUTE. */
  code: string;
  summary: string;
  /** What would help, e.g. the nearest known name. */
  suggestion?: string;
  /** Terraform address of the resource it is about. */
  address?: string;
  /** Path into the resource's attributes, indices as decimal text, e.g. ["root_block_device", "0", "encrypted"]. */
  path?: string[];
  source?: SourcePosition;
}
