import { createClient, type Client as WsClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface GraphqlError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; requestId?: string; [key: string]: unknown };
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  data?: T | null;
  errors?: GraphqlError[];
  extensions?: Record<string, unknown>;
}

/** A payload of a mutation with its expected outcomes. */
export type Payload<T> = T & { userErrors: { code: string; message: string; path: string[] | null }[] };

/** Speaks to a running Lintel as one credential, over HTTP and WebSocket. */
export class TestClient {
  constructor(
    readonly url: string,
    readonly token: string | null = null,
  ) {}

  /** The same credential at another gateway. */
  at(url: string): TestClient {
    return new TestClient(url, this.token);
  }

  as(token: string | null): TestClient {
    return new TestClient(this.url, token);
  }

  /** The whole answer, whatever it is. */
  async raw<T = Record<string, unknown>>(query: string, variables: object = {}): Promise<Answer<T>> {
    const response = await this.rest('POST', '/graphql', { query, variables });
    return { status: response.status, headers: response.headers, ...((await response.json()) as object) };
  }

  /** The data; an answer with errors throws them. */
  async ask<T = Record<string, never>>(query: string, variables: object = {}): Promise<T> {
    const { status, data, errors } = await this.raw<T>(query, variables);
    if (errors?.length || !data) throw new Error(`${status}: ${JSON.stringify(errors)}`);
    return data;
  }

  /** The payload of the only mutation in the document. */
  async payload<T>(query: string, variables: object): Promise<Payload<T>> {
    return Object.values(await this.ask<Record<string, Payload<T>>>(query, variables))[0]!;
  }

  /** The payload, which has no user errors. */
  async change<T>(query: string, input: object): Promise<T> {
    const payload = await this.payload<T>(query, { input });
    if (payload.userErrors.length) throw new Error(JSON.stringify(payload.userErrors));
    return payload;
  }

  /** The first error's code of an answer that is expected to fail. */
  async code(query: string, variables: object = {}): Promise<string | undefined> {
    return (await this.raw(query, variables)).errors?.[0]?.extensions?.code;
  }

  rest(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(this.token ? { authorization: `Bearer ${this.token}` } : {}), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
    });
  }

  /** A subscription on a socket of its own. */
  subscribe<T>(query: string, variables: Record<string, unknown> = {}): Stream<T> {
    let raw: WebSocket | undefined;
    const socket = createClient({
      url: `${this.url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: this.token ? { authorization: `Bearer ${this.token}` } : {},
      on: { opened: (opened) => (raw = opened as WebSocket) },
    });
    return new Stream<T>(socket, query, variables, () => raw?.terminate());
  }
}

/** Events of one subscription as they come; waiting is for an event, never for a time. */
export class Stream<T> {
  readonly events: T[] = [];
  /** What ended it, if it did not end by itself. */
  fault: unknown;
  ended = false;
  private readonly waiting = new Set<() => void>();
  private readonly unsubscribe: () => void;

  constructor(
    private readonly socket: WsClient,
    query: string,
    variables: Record<string, unknown>,
    /** Breaks the connection off without a word. */
    readonly drop: () => void,
  ) {
    this.unsubscribe = socket.subscribe<Record<string, T>>(
      { query, variables },
      {
        next: ({ data, errors }) => {
          if (errors?.length) this.fault ??= errors;
          if (data) this.events.push(Object.values(data)[0]!);
          this.wake();
        },
        error: (fault) => {
          this.fault = fault;
          this.wake();
        },
        complete: () => {
          this.ended = true;
          this.wake();
        },
      },
    );
  }

  private wake(): void {
    for (const check of this.waiting) check();
  }

  /** The first event, past or to come, that fits. */
  next(fits: (event: T) => boolean = () => true, ms = 30_000): Promise<T> {
    return this.until(() => this.events.find(fits), `an event that fits among ${JSON.stringify(this.events).slice(0, 500)}`, ms);
  }

  /** The first so many events, as soon as they are there. */
  take(count: number, ms = 30_000): Promise<T[]> {
    return this.until(
      () => (this.events.length >= count ? this.events.slice(0, count) : undefined),
      `${count} events (${this.events.length} so far)`,
      ms,
    );
  }

  /** The error that ends the subscription. */
  failure(ms = 10_000): Promise<unknown> {
    return this.until(() => this.fault, 'an error', ms, true);
  }

  over(ms = 30_000): Promise<true> {
    return this.until(() => (this.ended ? (true as const) : undefined), 'the end', ms);
  }

  close(): void {
    this.unsubscribe();
    void this.socket.dispose();
  }

  private until<R>(test: () => R | undefined, what: string, ms: number, faultIsFine = false): Promise<R> {
    return new Promise((resolve, reject) => {
      const settle = (work: () => void): void => {
        clearTimeout(timer);
        this.waiting.delete(check);
        work();
      };
      const check = (): void => {
        const found = test();
        if (found !== undefined) settle(() => resolve(found));
        else if (this.fault && !faultIsFine) settle(() => reject(new Error(`the subscription failed: ${JSON.stringify(this.fault)}`)));
      };
      const timer = setTimeout(() => settle(() => reject(new Error(`no ${what} within ${ms} ms`))), ms);
      this.waiting.add(check);
      check();
    });
  }
}
