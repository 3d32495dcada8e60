import type { CloudProvider } from '../blueprint/content';
import type { EvaluatedDesign, EvaluatedResource } from '../blueprint/evaluated';
import type { Json, JsonObject } from '../json';
import { maskByName } from './mask';

/** One resource or data source as a rule sees it. */
export interface PolicyResource {
  /** With instance key, e.g. module.net.aws_subnet.a[0]. */
  address: string;
  /** Without instance key: what `references` of others name. */
  block_address: string;
  type: string;
  name: string;
  provider: CloudProvider | null;
  /** Module path, e.g. module.net; empty at the root. */
  module: string;
  /** Nested blocks are arrays of objects; sensitive values are masked. */
  values: JsonObject;
  /** Dotted paths of values that are known only after apply. */
  unknown: string[];
  /**
   * Dotted paths that nothing is configured for and that the provider fills in during apply: as good as left out. In a plan only, and there a dynamic block whose
   * number is not known yet looks the same.
   */
  computed: string[];
  /** Dotted attribute path -> block addresses that its expression refers to. */
  references: Record<string, string[]>;
  change?: PolicyChange;
}

/** In a plan only. */
export interface PolicyChange {
  /** As in the plan, e.g. ["delete", "create"]. */
  actions: string[];
  before: JsonObject | null;
  after: JsonObject | null;
}

export interface PolicyContext {
  organization: string;
  project: string | null;
  environment: string | null;
  region: string | null;
  cost: { monthly: string | null; delta: string | null };
  actor: string | null;
  /** RFC 3339: the only clock a policy has. */
  time: string;
}

/** What a rule is given, the same for a design and for a plan (SEMANTICS 10). */
export interface PolicyInput {
  mode: 'design' | 'plan';
  resources: PolicyResource[];
  by_type: Record<string, PolicyResource[]>;
  by_address: Record<string, PolicyResource>;
  data_sources: PolicyResource[];
  /** Resources that the plan deletes: there is nothing left of them to check, but a rule may forbid the deletion. */
  removed_resources: PolicyResource[];
  providers: { name: string; alias: string | null; values: Json }[];
  context: PolicyContext;
}

/** Builds the input of a rule for a design that has not become a plan. */
export function designInput(design: EvaluatedDesign, context: PolicyContext): PolicyInput {
  return indexed({
    mode: 'design',
    resources: design.resources.map(designResource),
    data_sources: design.dataSources.map(designResource),
    removed_resources: [],
    providers: design.providers.map(({ name, alias, values }) => ({ name, alias, values: maskByName(values) })),
    context,
  });
}

/** Adds the look-ups, so that a rule reads only the resources it is about. */
export function indexed(input: Omit<PolicyInput, 'by_type' | 'by_address'>): PolicyInput {
  const byType = new Map<string, PolicyResource[]>();
  for (const resource of input.resources) {
    const same = byType.get(resource.type);
    if (same === undefined) byType.set(resource.type, [resource]);
    else same.push(resource);
  }
  return {
    ...input,
    by_type: Object.fromEntries(byType),
    by_address: Object.fromEntries(input.resources.map((resource) => [resource.address, resource])),
  };
}

function designResource({
  address,
  blockAddress,
  type,
  name,
  provider,
  module,
  values,
  unknown,
  references,
}: EvaluatedResource): PolicyResource {
  return {
    address,
    block_address: blockAddress,
    type,
    name,
    provider,
    module,
    values: maskByName(values),
    unknown,
    computed: [],
    references,
  };
}
