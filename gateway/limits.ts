import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { OperationLimits } from './config';
import { refusal } from './errors';

/** What a selection amounts to with all its fragments spread out. Numbers may be huge: they are computed, never walked. */
interface Size {
  depth: number;
  aliases: number;
  directives: number;
  fields: number;
}

// Together they bound what validation and planning cost: comparing fields of one name is quadratic in their number.
const mostFields = 10_000;
const mostRepeatedFields = 500;

class Measure {
  private readonly fragments: Map<string, FragmentDefinitionNode>;
  private readonly sizes = new Map<string, Size>();
  repeated = 0;
  forbiddenAlias: string | undefined;

  constructor(document: DocumentNode) {
    this.fragments = new Map(
      document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]),
    );
    for (const fragment of this.fragments.values()) this.fragment(fragment.name.value);
  }

  selection(selectionSet: SelectionSetNode, keys = new Set<string>()): Size {
    const size: Size = { depth: 0, aliases: 0, directives: 0, fields: 0 };
    for (const selection of selectionSet.selections) {
      size.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FRAGMENT_SPREAD) add(size, this.fragment(selection.name.value));
      else if (selection.kind === Kind.INLINE_FRAGMENT) add(size, this.selection(selection.selectionSet, keys));
      else {
        const key = selection.alias?.value ?? selection.name.value;
        if (selection.alias) size.aliases += 1;
        if (selection.alias?.value === '__proto__') this.forbiddenAlias = selection.alias.value;
        if (keys.has(key)) this.repeated += 1;
        keys.add(key);
        size.fields += 1;
        const inner = selection.selectionSet ? this.selection(selection.selectionSet) : { depth: 0, aliases: 0, directives: 0, fields: 0 };
        // Introspection nests deeply by design; graphql-js has a rule of its own for it.
        const isIntrospection = selection.name.value === '__schema' || selection.name.value === '__type';
        add(size, { ...inner, depth: isIntrospection ? 1 : inner.depth + 1 });
      }
    }
    return size;
  }

  private fragment(name: string): Size {
    const known = this.sizes.get(name);
    if (known) return known;
    const empty: Size = { depth: 0, aliases: 0, directives: 0, fields: 0 };
    const definition = this.fragments.get(name);
    if (!definition) return empty;
    // A fragment within itself counts as nothing here; validation refuses it.
    this.sizes.set(name, empty);
    const size = this.selection(definition.selectionSet);
    this.sizes.set(name, size);
    return size;
  }
}

function add(into: Size, part: Size): void {
  into.depth = Math.max(into.depth, part.depth);
  into.aliases += part.aliases;
  into.directives += part.directives;
  into.fields += part.fields;
}

function rootFields(document: DocumentNode, operation: OperationDefinitionNode): number {
  const fragments = new Map(
    document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]),
  );
  const visited = new Set<string>();
  const count = (selectionSet: SelectionSetNode): number =>
    selectionSet.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + 1;
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + count(selection.selectionSet);
      if (visited.has(selection.name.value)) return sum;
      visited.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      return fragment ? sum + count(fragment.selectionSet) : sum;
    }, 0);
  return count(operation.selectionSet);
}

/**
 * Refuses documents that are too large in any direction, before validation looks at them.
 *
 * @returns undefined when the document is within all limits
 */
export function limitFault(document: DocumentNode, limits: OperationLimits): GraphQLError | undefined {
  const measure = new Measure(document);
  const refuse = (code: string, what: string, limit: number, found: number): GraphQLError =>
    refusal(code, `${what}: at most ${limit} are allowed, found ${found}.`, { status: 400 });
  for (const operation of document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = measure.selection(operation.selectionSet);
    const directives = size.directives + (operation.directives?.length ?? 0);
    const roots = rootFields(document, operation);
    if (size.depth > limits.depth) return refuse('DEPTH_LIMIT_EXCEEDED', 'Levels of nesting', limits.depth, size.depth);
    if (size.aliases > limits.aliases) return refuse('ALIAS_LIMIT_EXCEEDED', 'Aliases', limits.aliases, size.aliases);
    if (directives > limits.directives) return refuse('DIRECTIVE_LIMIT_EXCEEDED', 'Directives', limits.directives, directives);
    if (roots > limits.rootFields) return refuse('ROOT_FIELD_LIMIT_EXCEEDED', 'Fields at the top', limits.rootFields, roots);
    if (size.fields > mostFields)
      return refuse('SELECTION_LIMIT_EXCEEDED', 'Fields with all fragments spread out', mostFields, size.fields);
  }
  if (measure.repeated > mostRepeatedFields)
    return refuse('SELECTION_LIMIT_EXCEEDED', 'Repetitions of a field', mostRepeatedFields, measure.repeated);
  if (measure.forbiddenAlias) return refusal('BAD_USER_INPUT', `${measure.forbiddenAlias} cannot be an alias.`, { status: 400 });
  return undefined;
}
