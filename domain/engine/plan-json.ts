import type { Json, JsonObject } from '../json';

export type PlanAction = 'no-op' | 'create' | 'read' | 'update' | 'delete' | 'forget';

/** A change in the plan format 1.x of `terraform show -json`. Values are cleartext; the masks say what is sensitive. */
export interface Change {
  actions: PlanAction[];
  before: Json;
  after: Json;
  after_unknown: Json;
  before_sensitive: Json;
  after_sensitive: Json;
  /** Attributes that force a replacement. */
  replace_paths?: Json[];
}

export interface ResourceChange {
  address: string;
  mode: 'managed' | 'data';
  type: string;
  name: string;
  index?: number | string;
  provider_name: string;
  /** Key of a replaced object that still has to be destroyed. */
  deposed?: string;
  action_reason?: string;
  change: Change;
}

export interface ResourceValues {
  address: string;
  mode: 'managed' | 'data';
  type: string;
  name: string;
  index?: number | string;
  provider_name: string;
  schema_version: number;
  values: Json;
  sensitive_values: Json;
  depends_on?: string[];
}

export interface StateValues {
  outputs?: Record<string, { sensitive: boolean; value?: Json }>;
  root_module: { resources?: ResourceValues[] };
}

/** `show -json` of a plan. */
export interface PlanJson {
  format_version: '1.2';
  terraform_version: string;
  variables: Record<string, { value?: Json }>;
  planned_values: StateValues;
  resource_drift: ResourceChange[];
  resource_changes: ResourceChange[];
  output_changes: Record<string, Change>;
  prior_state: { format_version: '1.0'; terraform_version: string; values: StateValues } | null;
  configuration: JsonObject;
  relevant_attributes: Json[];
  checks: Json[];
  timestamp: string;
  errored: boolean;
}
