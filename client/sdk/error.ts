/** One entry of `errors` in a GraphQL answer. */
export interface GraphQLFault {
  message: string;
  path?: readonly (string | number)[];
  extensions?: { code?: string; requestId?: string; [key: string]: unknown };
}

/**
 * Why a call failed. The first group is the contract's own (`extensions.code`), the second is found by the SDK itself;
 * a newer server may send others.
 */
export type LintelErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'RATE_LIMITED'
  | 'SUBGRAPH_UNAVAILABLE'
  | 'CURSOR_EXPIRED'
  | 'NOT_AVAILABLE_YET'
  | 'INTERNAL_SERVER_ERROR'
  | 'NETWORK_ERROR'
  | 'TIMEOUT'
  | 'CANCELED'
  | 'SERVICE_UNAVAILABLE'
  | 'INVALID_RESPONSE'
  | 'WEBSOCKET_UNAVAILABLE'
  | (string & {});

interface LintelErrorDetail {
  code: LintelErrorCode;
  message: string;
  requestId?: string;
  errors?: readonly GraphQLFault[];
  data?: unknown;
  retryAfterSeconds?: number;
  cause?: unknown;
}

const transientCodes: ReadonlySet<string> = new Set([
  'NETWORK_ERROR',
  'TIMEOUT',
  'SERVICE_UNAVAILABLE',
  'SUBGRAPH_UNAVAILABLE',
  'RATE_LIMITED',
]);

/** Every failure of a call or a stream, except the expected outcomes, which stay in the payload's `userErrors`. */
export class LintelError extends Error {
  override readonly name = 'LintelError';
  /** Code of the first GraphQL error, or what the SDK found. */
  readonly code: LintelErrorCode;
  /** What to quote to the operator of the server; undefined when no answer arrived. */
  readonly requestId: string | undefined;
  /** All GraphQL errors of the answer; empty when the failure is not the graph's. */
  readonly errors: readonly GraphQLFault[];
  /** What the graph could resolve in spite of the errors, in the operation's own shape. */
  readonly data: unknown;
  /** Seconds to wait before the next attempt, where the server said so (RATE_LIMITED). */
  readonly retryAfterSeconds: number | undefined;

  constructor(detail: LintelErrorDetail) {
    super(detail.message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = detail.code;
    this.requestId = detail.requestId;
    this.errors = detail.errors ?? [];
    this.data = detail.data;
    this.retryAfterSeconds = detail.retryAfterSeconds;
  }

  /** True when the same call may succeed later without any change. */
  get transient(): boolean {
    return transientCodes.has(this.code);
  }
}

/** The error of an answer that carries GraphQL errors. `errors` must not be empty. */
export function errorOfGraphQL(
  errors: readonly GraphQLFault[],
  detail: { requestId?: string; data?: unknown; retryAfterSeconds?: number } = {},
): LintelError {
  const [first] = errors;
  return new LintelError({
    ...detail,
    code: first?.extensions?.code ?? 'INTERNAL_SERVER_ERROR',
    message: first?.message ?? 'The server answered an error without words.',
    requestId: errors.find((fault) => fault.extensions?.requestId)?.extensions?.requestId ?? detail.requestId,
    errors,
  });
}

const codesByStatus: Record<number, LintelErrorCode> = {
  400: 'BAD_USER_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  408: 'TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  429: 'RATE_LIMITED',
  504: 'TIMEOUT',
};

/** The error of an HTTP answer that is no GraphQL answer, e.g. a proxy's 502. */
export function errorOfStatus(
  status: number,
  detail: { message?: string; requestId?: string; retryAfterSeconds?: number } = {},
): LintelError {
  const code = codesByStatus[status] ?? (status >= 500 ? 'SERVICE_UNAVAILABLE' : 'INVALID_RESPONSE');
  return new LintelError({ ...detail, code, message: detail.message ?? `The server answered with HTTP status ${status}.` });
}

/** The error of a call that got no answer: the network, a time-out, or the caller's own signal. */
export function errorOfNetwork(cause: unknown): LintelError {
  const name = typeof cause === 'object' && cause !== null && 'name' in cause ? cause.name : undefined;
  if (name === 'TimeoutError') return new LintelError({ code: 'TIMEOUT', message: 'The server did not answer in time.', cause });
  if (name === 'AbortError') return new LintelError({ code: 'CANCELED', message: 'The call was canceled.', cause });
  return new LintelError({ code: 'NETWORK_ERROR', message: 'The server could not be reached.', cause });
}
