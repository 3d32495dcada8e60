import { type Operation, operationFromDocument, type Schema } from '@apollo/federation-internals';
import type { PlanNode, QueryPlanner, SubscriptionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { compileShape, type Shape } from './shape';

export type Variables = Record<string, unknown>;

/** An operation, planned and ready to run any number of times. */
export interface PreparedOperation {
  document: DocumentNode;
  definition: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  operation: Operation;
  node: PlanNode | SubscriptionNode | undefined;
  /** Default values of variables that the caller left out. */
  defaults: Variables;
  /** The compiled form of the answer under these variables. */
  shapeFor(variables: Variables): Shape;
}

/** Plans by document and operation name; documents are held weakly, so the cache lives as long as the documents' own cache. */
export class PlanCache {
  private readonly plans = new WeakMap<DocumentNode, Map<string, PreparedOperation>>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly apiSchema: Schema,
    private readonly planner: QueryPlanner,
  ) {}

  /** @param document validated, and with an operation of that name */
  prepare(document: DocumentNode, operationName: string | undefined): PreparedOperation {
    let byName = this.plans.get(document);
    if (!byName) this.plans.set(document, (byName = new Map<string, PreparedOperation>()));
    const name = operationName ?? '';
    const known = byName.get(name);
    if (known) return known;
    const prepared = this.plan(document, operationName);
    byName.set(name, prepared);
    return prepared;
  }

  private plan(document: DocumentNode, operationName: string | undefined): PreparedOperation {
    const definition = getOperationAST(document, operationName);
    if (!definition) throw new Error('the document was not checked for its operation');
    const fragments = new Map(
      document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]),
    );
    // Other operations of the document may use variables and types that this one does not.
    const own: DocumentNode = { kind: Kind.DOCUMENT, definitions: [definition, ...fragments.values()] };
    const operation = operationFromDocument(this.apiSchema, own, { validate: false });
    const { node } = this.planner.buildQueryPlan(operation);
    const base = { document, definition, fragments, operation, node, defaults: operation.collectDefaultedVariableValues() };
    return { ...base, shapeFor: this.shapes(base) };
  }

  /** One shape for each combination of the variables that @skip and @include look at. */
  private shapes({
    definition,
    fragments,
    document,
  }: Pick<PreparedOperation, 'definition' | 'fragments' | 'document'>): PreparedOperation['shapeFor'] {
    const conditions = conditionVariables(document);
    const compiled = new Map<string, Shape>();
    return (variables) => {
      const key = conditions.map((name) => (variables[name] ? '1' : '0')).join('');
      let shape = compiled.get(key);
      if (!shape) compiled.set(key, (shape = compileShape({ schema: this.schema, definition, fragments, variables })));
      return shape;
    };
  }
}

function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      if (directive.name.value !== 'skip' && directive.name.value !== 'include') return;
      for (const argument of directive.arguments ?? []) if (argument.value.kind === Kind.VARIABLE) names.add(argument.value.name.value);
    },
  });
  return [...names];
}
