import type { Diagnostic } from '../diagnostic';
import type { BlueprintContent } from './content';

/** Something of the source that the blueprint does not hold; nothing is dropped without one. */
export interface ImportSkip {
  path: string;
  /** null when the whole file is meant. */
  line: number | null;
  address: string | null;
  reason: string;
}

export interface ImportResult {
  content: BlueprintContent;
  importedResources: number;
  skipped: ImportSkip[];
  /** HCL_SYNTAX: nothing was imported. DUPLICATE_ADDRESS: the first block of the address was kept. */
  diagnostics: Diagnostic[];
}
