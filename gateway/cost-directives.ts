import { type ConstDirectiveNode, type ConstValueNode, type DefinitionNode, Kind, parse, valueFromASTUntyped } from 'graphql';

/** What @listSize says of a field (Apollo's demand control specification). */
export interface ListSize {
  assumedSize?: number;
  slicingArguments: readonly string[];
  sizedFields: readonly string[];
}

/** @cost and @listSize of a supergraph, by coordinate: `Type` or `Type.field`. */
export interface CostDirectives {
  weights: ReadonlyMap<string, number>;
  listSizes: ReadonlyMap<string, ListSize>;
}

/** The directive may be renamed by its import, as federation does when a schema has one of that name. */
const find = (directives: readonly ConstDirectiveNode[] | undefined, name: string): ConstDirectiveNode | undefined =>
  directives?.find((one) => one.name.value === name || one.name.value === `cost__${name}` || one.name.value === `federation__${name}`);

const argument = (directive: ConstDirectiveNode | undefined, name: string): unknown => {
  const value: ConstValueNode | undefined = directive?.arguments?.find((one) => one.name.value === name)?.value;
  return value && valueFromASTUntyped(value);
};

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

export function readCostDirectives(sdl: string): CostDirectives {
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  const note = (coordinate: string, directives: readonly ConstDirectiveNode[] | undefined): void => {
    const weight = argument(find(directives, 'cost'), 'weight');
    if (typeof weight === 'number') weights.set(coordinate, weight);
    const listSize = find(directives, 'listSize');
    if (!listSize) return;
    const assumedSize = argument(listSize, 'assumedSize');
    listSizes.set(coordinate, {
      ...(typeof assumedSize === 'number' ? { assumedSize } : {}),
      slicingArguments: strings(argument(listSize, 'slicingArguments')),
      sizedFields: strings(argument(listSize, 'sizedFields')),
    });
  };
  const visit = (definition: DefinitionNode): void => {
    if (!('name' in definition) || !definition.name || !('directives' in definition)) return;
    const type = definition.name.value;
    note(type, definition.directives as readonly ConstDirectiveNode[] | undefined);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return;
    for (const field of definition.fields ?? []) note(`${type}.${field.name.value}`, field.directives);
  };
  parse(sdl, { noLocation: true }).definitions.forEach(visit);
  return { weights, listSizes };
}
