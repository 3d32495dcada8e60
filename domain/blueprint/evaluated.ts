import type { Json, JsonObject } from '../json';
import type { CloudProvider } from './content';

/**
 * One resource instance of a design or a plan with every expression resolved as far as it can be known: what guardrails,
 * pricing and the built-in engine work on.
 */
export interface EvaluatedResource {
  /** Terraform address with instance key, e.g. aws_subnet.a[0] or aws_subnet.a["x"]. */
  address: string;
  /** The address of the block it comes from, without instance key. */
  blockAddress: string;
  type: string;
  name: string;
  /** null when the type belongs to none of the three clouds. */
  provider: CloudProvider | null;
  /** Region from the resource's own provider configuration, else the blueprint's. */
  region: string;
  /** Module path, e.g. module.net; empty at the root. */
  module: string;
  /** Resolved attributes; what could not be resolved stays its "${...}" text and its path is in `unknown`. */
  values: JsonObject;
  /** Dotted paths of values that are known only after apply, e.g. root_block_device.0.kms_key_id. */
  unknown: string[];
  /** Attribute path -> addresses (without instance key) that its expression refers to. */
  references: Record<string, string[]>;
  dependsOn: string[];
  /** The provider configuration it uses, e.g. aws or aws.west. */
  providerConfiguration: string;
}

export interface EvaluatedDesign {
  provider: CloudProvider;
  region: string;
  resources: EvaluatedResource[];
  dataSources: EvaluatedResource[];
  providers: { name: string; alias: string | null; values: JsonObject }[];
  variables: Record<string, Json>;
  outputs: Record<string, Json>;
}
