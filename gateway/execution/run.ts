import type { GraphQLError } from 'graphql';
import type { Logger } from '#platform/database/logger';
import type { Call } from './call';
import type { Graph } from './graph';
import type { Variables } from './plan';
import type { JsonObject } from './subgraph-answer';
import type { SubgraphTransport } from './transport';

/** One execution of a plan: what it works with, and what it has found so far. */
export interface Run {
  readonly graph: Graph;
  readonly transport: SubgraphTransport;
  readonly log: Logger;
  readonly call: Call;
  /** As the caller gave them: defaults are part of the fetches' own operations. */
  readonly variables: Variables;
  readonly data: JsonObject;
  readonly errors: GraphQLError[];
}
