import { fail, ok, type Result } from '../result';
import { isObject, type Json, type JsonObject } from '../json';

export interface StateOutput {
  value: Json;
  /** Type constraint in JSON form. */
  type: Json;
  sensitive?: boolean;
}

export interface StateInstance {
  index_key?: number | string;
  status?: string;
  schema_version: number;
  attributes: JsonObject;
  /** Paths in Terraform's form: [[{type: "get_attr", value: "password"}], ...]. */
  sensitive_attributes: Json[];
  dependencies?: string[];
  deposed?: string;
}

export interface StateResource {
  module?: string;
  mode: 'managed' | 'data';
  type: string;
  name: string;
  each?: 'list' | 'map';
  /** e.g. provider["registry.terraform.io/hashicorp/aws"] */
  provider: string;
  instances: StateInstance[];
}

/** A Terraform state file, format 4. */
export interface StateV4 {
  version: 4;
  terraform_version: string;
  serial: number;
  lineage: string;
  outputs: Record<string, StateOutput>;
  resources: StateResource[];
}

export interface StateFault {
  code: 'INVALID_STATE';
  message: string;
  path: string[];
}

const invalid = (message: string, ...path: string[]): { ok: false; fault: StateFault } => fail({ code: 'INVALID_STATE', message, path });

/**
 * Reads a state file leniently: what is missing and has an obvious value gets it, members that are not known are left out.
 * Only a text that is no JSON object of version 4 with a lineage is refused.
 */
export function parseState(text: string): Result<StateV4, StateFault> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return invalid('The state is not valid JSON.');
    throw error;
  }
  return readState(json);
}

export function readState(json: unknown): Result<StateV4, StateFault> {
  if (!isObject(json)) return invalid('The state must be a JSON object.');
  if (json.version !== 4) return invalid('Only states of version 4 are supported.', 'version');
  if (typeof json.lineage !== 'string') return invalid('The state has no lineage.', 'lineage');
  if (json.serial !== undefined && !(Number.isSafeInteger(json.serial) && (json.serial as number) >= 0))
    return invalid('The serial must be a whole number.', 'serial');
  if (json.resources !== undefined && json.resources !== null && !Array.isArray(json.resources))
    return invalid('The resources must be a list.', 'resources');
  return ok({
    version: 4,
    terraform_version: typeof json.terraform_version === 'string' ? json.terraform_version : '',
    serial: (json.serial as number | undefined) ?? 0,
    lineage: json.lineage,
    outputs: readOutputs(json.outputs),
    resources: ((json.resources ?? []) as unknown[]).flatMap(readResource),
  });
}

function readOutputs(json: unknown): Record<string, StateOutput> {
  if (!isObject(json)) return {};
  return Object.fromEntries(
    Object.entries(json).flatMap(([name, output]) =>
      isObject(output)
        ? [
            [
              name,
              {
                value: (output.value ?? null) as Json,
                type: (output.type ?? 'dynamic') as Json,
                ...(output.sensitive === true ? { sensitive: true } : {}),
              },
            ],
          ]
        : [],
    ),
  );
}

function readResource(json: unknown): StateResource[] {
  if (!isObject(json) || typeof json.type !== 'string' || typeof json.name !== 'string') return [];
  return [
    {
      ...(typeof json.module === 'string' ? { module: json.module } : {}),
      mode: json.mode === 'data' ? 'data' : 'managed',
      type: json.type,
      name: json.name,
      ...(json.each === 'list' || json.each === 'map' ? { each: json.each } : {}),
      provider: typeof json.provider === 'string' ? json.provider : '',
      instances: (Array.isArray(json.instances) ? json.instances : []).flatMap(readInstance),
    },
  ];
}

function readInstance(json: unknown): StateInstance[] {
  if (!isObject(json)) return [];
  const key = json.index_key;
  return [
    {
      ...(typeof key === 'string' || typeof key === 'number' ? { index_key: key } : {}),
      ...(typeof json.status === 'string' ? { status: json.status } : {}),
      schema_version: typeof json.schema_version === 'number' ? json.schema_version : 0,
      attributes: (isObject(json.attributes) ? json.attributes : {}) as JsonObject,
      sensitive_attributes: Array.isArray(json.sensitive_attributes) ? (json.sensitive_attributes as Json[]) : [],
      ...(Array.isArray(json.dependencies)
        ? { dependencies: json.dependencies.filter((item): item is string => typeof item === 'string') }
        : {}),
      ...(typeof json.deposed === 'string' ? { deposed: json.deposed } : {}),
    },
  ];
}

/** A state file's text, as Terraform lays it out. */
export const stateText = (state: StateV4): string => `${JSON.stringify(state, null, 2)}\n`;

/** Managed resource instances; data sources are no resources that anybody pays for. */
export const resourceCount = (state: StateV4): number =>
  state.resources.reduce((total, resource) => total + (resource.mode === 'managed' ? resource.instances.length : 0), 0);

/** Outputs as people may see them: sensitive ones are null. */
export const visibleOutputs = (state: StateV4): JsonObject =>
  Object.fromEntries(Object.entries(state.outputs).map(([name, output]) => [name, output.sensitive ? null : output.value]));
