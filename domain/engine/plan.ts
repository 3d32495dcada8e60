import type { BlueprintContent } from '../blueprint/content';
import type { Diagnostic } from '../diagnostic';
import type { Json } from '../json';
import type { AttributeChange } from './sensitive';
import type { PlanAction, PlanJson } from './plan-json';
import type { StateV4 } from './state';

/** apply: make the cloud what the design says; destroy: remove everything; refresh-only: only record what the cloud holds. */
export type PlanMode = 'apply' | 'destroy' | 'refresh-only';

export interface PlannedChange {
  address: string;
  type: string;
  actions: PlanAction[];
  /** Sensitive values are null on both sides. */
  attributes: AttributeChange[];
}

/** Counts as people read them: a replacement counts as one replace, not as add and destroy. */
export interface PlanSummary {
  add: number;
  change: number;
  destroy: number;
  replace: number;
  drifted: number;
  /** What changes, in the plan's order, without no-op. */
  changes: PlannedChange[];
}

/** A saved plan: JSON data that can be stored and applied later. It holds secrets in clear. */
export interface Plan {
  mode: PlanMode;
  /** `show -json`. */
  json: PlanJson;
  content: BlueprintContent;
  variables: Record<string, Json>;
  /** The state that was planned against, refreshed; its serial is the stored state's. */
  refreshed: StateV4;
  /** Addresses of blocks whose objects are replaced by creating first. */
  createBeforeDestroy: string[];
}

export interface PlanFault {
  code: 'UNSET_VARIABLE' | 'INVALID_DESIGN' | 'PREVENT_DESTROY';
  message: string;
  diagnostics: Diagnostic[];
}
