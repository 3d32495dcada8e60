import { type ExecutionResult, GraphQLError } from 'graphql';
import { SubgraphFailure } from '../execution/transport';
import type { SubgraphAnswer } from '../execution/subgraph-answer';
import type { Upstream } from './upstream';

/** Ends a subscription with an `error` message instead of `complete`. */
export class StreamEnded extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors[0]?.message ?? 'The subscription has ended.');
  }
}

/**
 * The answers of one subscription, one at a time and in order: the owner's event, completed from the other subgraphs. It is
 * no generator function, since `return` must end a `next` that waits.
 */
export class EventStream implements AsyncGenerator<ExecutionResult, void, void> {
  private ending: StreamEnded | undefined;

  constructor(
    private readonly upstream: Upstream,
    private readonly complete: (event: SubgraphAnswer) => Promise<ExecutionResult>,
    private readonly onEnd: (stream: EventStream) => void,
  ) {}

  async next(): Promise<IteratorResult<ExecutionResult, void>> {
    const event = await this.nextEvent();
    if (this.ending) return this.fail(this.ending);
    if (!event) return this.return();
    const result = await this.complete(event);
    if (this.ending) return this.fail(this.ending);
    // Without data it is no event: the owner refused the subscription.
    if (event.data === undefined) return this.fail(new StreamEnded(result.errors ?? []));
    return { value: result, done: false };
  }

  private async nextEvent(): Promise<SubgraphAnswer | undefined> {
    try {
      return await this.upstream.next();
    } catch (fault) {
      if (!(fault instanceof SubgraphFailure)) throw fault;
      this.ending ??= new StreamEnded([new GraphQLError(fault.message, { extensions: { code: fault.code, service: fault.subgraph } })]);
      return undefined;
    }
  }

  private fail(ending: StreamEnded): never {
    this.end();
    throw ending;
  }

  /** Ends the stream from outside; the subscriber learns why. */
  endWith(error: GraphQLError): void {
    this.ending ??= new StreamEnded([error]);
    this.upstream.close();
  }

  private end(): void {
    this.upstream.close();
    this.onEnd(this);
  }

  async return(): Promise<IteratorResult<ExecutionResult, void>> {
    this.end();
    return { value: undefined, done: true };
  }

  async throw(fault: unknown): Promise<IteratorResult<ExecutionResult, void>> {
    this.end();
    throw fault;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }
}
