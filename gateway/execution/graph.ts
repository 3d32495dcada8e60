import { type Schema, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import { type CostModel, createCostModel } from '../cost';
import { PlanCache } from './plan';

/** One loaded supergraph with all that is derived from it. A reload makes a new one; operations under way keep theirs. */
export interface Graph {
  /** What callers see. */
  schema: GraphQLSchema;
  /** The same, in the planner's model. */
  apiSchema: Schema;
  planner: QueryPlanner;
  /** Names of the subgraphs. */
  subgraphs: readonly string[];
  plans: PlanCache;
  costs: CostModel;
  /** Whether an object of type `typename` satisfies the type condition; over all types, inaccessible ones included. */
  typeMatches(typename: string, condition: string): boolean;
}

/**
 * @param sdl the composed supergraph
 * @param schema its API schema, as ApolloGateway hands it over
 */
export function createGraph(sdl: string, schema: GraphQLSchema): Graph {
  // ApolloGateway has a planner of its own but does not export it: a second one costs 0.13 s and 4 MB at start.
  const supergraph = Supergraph.build(sdl);
  const planner = new QueryPlanner(supergraph, {});
  const apiSchema = supergraph.apiSchema();
  return {
    schema,
    apiSchema,
    planner,
    subgraphs: supergraph.subgraphsMetadata().map((one) => one.name),
    plans: new PlanCache(schema, apiSchema, planner),
    costs: createCostModel(sdl, schema),
    typeMatches: createTypeMatcher(supergraph.schema.toGraphQLJSSchema()),
  };
}

function createTypeMatcher(schema: GraphQLSchema): Graph['typeMatches'] {
  const known = new Map<string, Map<string, boolean>>();
  const decide = (typename: string, condition: string): boolean => {
    const type = schema.getType(typename);
    const conditional = schema.getType(condition);
    if (!type || !conditional || !isAbstractType(conditional)) return false;
    return (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(conditional, type);
  };
  return (typename, condition) => {
    if (typename === condition) return true;
    // Type names come out of subgraph answers: only those of the schema are remembered, so the cache is bounded.
    let row = known.get(condition);
    if (!row) known.set(condition, (row = new Map()));
    let matches = row.get(typename);
    if (matches === undefined) {
      matches = decide(typename, condition);
      if (schema.getType(typename)) row.set(typename, matches);
    }
    return matches;
  };
}
