import type { CloudProvider, ResourceSpec } from '../blueprint/content';
import type { Json, JsonObject } from '../json';

/** The part of JSON Schema (draft 2020-12) that describes the properties of components. */
export interface PropertySchema {
  type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  title?: string;
  description: string;
  default?: Json;
  enum?: readonly Json[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  items?: PropertySchema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, PropertySchema>;
  required?: readonly string[];
  /** Values of an object whose keys are free, e.g. tags. */
  additionalProperties?: PropertySchema | false;
  /** Must be written out, not be an expression: it decides which resources there are. */
  literal?: true;
}

export type PropertiesSchema = PropertySchema & { type: 'object'; properties: Record<string, PropertySchema> };

/** What a lowering is given: a component with every default filled in. A property may be an expression ("${...}"). */
export interface LoweringInput {
  /** The component's name, a Terraform identifier: resources are named after it. */
  name: string;
  properties: JsonObject;
  region: string;
}

/** What a component becomes on one cloud. */
export interface Lowered {
  resources: ResourceSpec[];
  /** Several components may read the same one, e.g. the zones of a region: the first one's stays. */
  dataSources?: ResourceSpec[];
  /** Resources that all components of a design share, e.g. a resource group: the first one's stays. */
  shared?: ResourceSpec[];
  /** Attributes that the default configuration of the cloud's provider needs, where the design does not say them itself. */
  providerSettings?: JsonObject;
  /** Output name -> Terraform expression without ${}, e.g. aws_vpc.main.id: what ${component.<name>.<output>} stands for. */
  outputs: Record<string, string>;
}

export type Lowering = (input: LoweringInput) => Lowered;

/** A portable building block: one file says what it takes and what it becomes on each cloud, with secure defaults. */
export interface ComponentType {
  /** e.g. network */
  name: string;
  title: string;
  description: string;
  properties: PropertiesSchema;
  /** What other components and resources may refer to, on every cloud: name -> what it is. */
  outputs: Record<string, string>;
  lower: Record<CloudProvider, Lowering>;
  /** What the schema cannot say, e.g. that an engine has no such version. Is asked when every property fits by itself. */
  faults?: (properties: JsonObject) => PropertyFault[];
}

/** What is wrong with a property beside others. */
export interface PropertyFault {
  path: string[];
  message: string;
}

/** A resource with defaults for what is rarely given. */
export const resource = (
  type: string,
  name: string,
  attributes: JsonObject,
  rest: Partial<Pick<ResourceSpec, 'count' | 'forEach' | 'dependsOn' | 'lifecycle'>> = {},
): ResourceSpec => ({
  type,
  name,
  attributes: withoutAbsent(attributes),
  count: null,
  forEach: null,
  dependsOn: [],
  lifecycle: null,
  providerAlias: null,
  ...rest,
});

/** Leaves out members that are null: an attribute that is not set is not written. */
export const withoutAbsent = (attributes: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined));

/** "${...}" around an expression. */
export const ref = (expression: string): string => `\${${expression}}`;
