import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { readCostDirectives } from './cost-directives';

/** What an operation asks for at most, before it runs. */
export interface OperationCost {
  cost: number;
  introspects: boolean;
  /** Each `first`, `last` or other slicing argument, with the field it was given to. */
  pageSizes: { field: string; argument: string; size: number }[];
}

export interface CostModel {
  /** @param document validated; its size is bounded by the limits that were checked before */
  measure(document: DocumentNode, operation: OperationDefinitionNode, variables: Record<string, unknown>): OperationCost;
}

const defaultListSize = 20;
const mutationWeight = 10;
const pagingArguments = ['first', 'last'];
const pagedFields = ['nodes', 'edges'];

interface Page {
  size: number;
  /** Children that are lists of this size; none when the field itself is the list. */
  fields: readonly string[];
}

const isList = (field: GraphQLField<unknown, unknown>): boolean => isListType(isNonNullType(field.type) ? field.type.ofType : field.type);

/**
 * The cost of an operation: one point for each object it can return, ten for a mutation, unless @cost says otherwise; a list
 * has as many elements as its `first` (or the arguments that @listSize names), else twenty.
 */
export function createCostModel(sdl: string, schema: GraphQLSchema): CostModel {
  const { weights, listSizes } = readCostDirectives(sdl);

  function weightOf(parent: GraphQLCompositeType, field: GraphQLField<unknown, unknown>): number {
    const type = getNamedType(field.type);
    const own = weights.get(`${parent.name}.${field.name}`) ?? weights.get(type.name);
    if (own !== undefined) return own;
    if (parent === schema.getMutationType()) return mutationWeight;
    return isCompositeType(type) ? 1 : 0;
  }

  class Walk {
    readonly result: OperationCost = { cost: 0, introspects: false, pageSizes: [] };
    private readonly fragments: Map<string, FragmentDefinitionNode>;
    private readonly defaults: Map<string, number>;

    constructor(
      document: DocumentNode,
      operation: OperationDefinitionNode,
      private readonly variables: Record<string, unknown>,
    ) {
      this.fragments = new Map(
        document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]),
      );
      this.defaults = new Map(
        (operation.variableDefinitions ?? []).flatMap((one) =>
          one.defaultValue?.kind === Kind.INT ? [[one.variable.name.value, Number(one.defaultValue.value)] as const] : [],
        ),
      );
    }

    selectionSet(selectionSet: SelectionSetNode, parent: GraphQLCompositeType, page: Page | undefined): number {
      let sum = 0;
      for (const selection of selectionSet.selections) {
        if (selection.kind === Kind.FIELD) {
          sum += this.field(selection, parent, page);
          continue;
        }
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
        const type = fragment?.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent;
        if (fragment && isCompositeType(type)) sum += this.selectionSet(fragment.selectionSet, type, page);
      }
      return sum;
    }

    private field(node: FieldNode, parent: GraphQLCompositeType, page: Page | undefined): number {
      const name = node.name.value;
      if (name === '__schema' || name === '__type') this.result.introspects = true;
      const field = 'getFields' in parent ? parent.getFields()[name] : undefined;
      if (!field) return 0;
      const own = this.pageOf(node, parent, field);
      const type = getNamedType(field.type);
      const inner =
        node.selectionSet && isCompositeType(type) ? this.selectionSet(node.selectionSet, type, own?.fields.length ? own : undefined) : 0;
      const count = isList(field)
        ? ((own?.fields.length ? undefined : own?.size) ?? (page?.fields.includes(name) ? page.size : defaultListSize))
        : 1;
      return count * (weightOf(parent, field) + inner);
    }

    private pageOf(node: FieldNode, parent: GraphQLCompositeType, field: GraphQLField<unknown, unknown>): Page | undefined {
      const declared = listSizes.get(`${parent.name}.${field.name}`);
      const names = declared?.slicingArguments.length ? declared.slicingArguments : pagingArguments;
      const fields = declared?.sizedFields.length ? declared.sizedFields : isList(field) ? [] : pagedFields;
      const sizes = field.args
        .filter((one) => names.includes(one.name))
        .flatMap((one) => this.sizeOf(node, one.name, one.defaultValue, `${parent.name}.${field.name}`));
      if (sizes.length) return { size: Math.max(...sizes), fields };
      if (declared?.assumedSize !== undefined) return { size: declared.assumedSize, fields };
      return field.args.some((one) => names.includes(one.name)) ? { size: defaultListSize, fields } : undefined;
    }

    private sizeOf(node: FieldNode, argument: string, fallback: unknown, field: string): number[] {
      const value = node.arguments?.find((one) => one.name.value === argument)?.value;
      const given =
        value?.kind === Kind.INT
          ? Number(value.value)
          : value?.kind === Kind.VARIABLE
            ? (this.variables[value.name.value] ?? this.defaults.get(value.name.value))
            : undefined;
      const size = given ?? fallback;
      if (typeof size !== 'number') return [];
      this.result.pageSizes.push({ field, argument, size });
      return [Math.max(0, size)];
    }
  }

  return {
    measure(document, operation, variables) {
      const walk = new Walk(document, operation, variables);
      const root = schema.getRootType(operation.operation);
      if (root) walk.result.cost = walk.selectionSet(operation.selectionSet, root, undefined);
      return walk.result;
    },
  };
}
