import type { Credential } from './credential';
import { errorOfGraphQL, errorOfNetwork, errorOfStatus, type GraphQLFault, LintelError } from './error';
import type { TypedDocumentString } from './generated/operations';

/** Options of a single call. */
export interface CallOptions {
  /** Aborts the call; it then rejects with code CANCELED. */
  signal?: AbortSignal;
}

/** Runs one typed operation and returns its data, or rejects with a LintelError. */
export type Execute = <Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  options?: CallOptions,
) => Promise<Data>;

/** What `createTransport` needs. */
export interface TransportOptions {
  /** Absolute URL of the GraphQL endpoint. */
  endpoint: string;
  credential: Credential;
  fetch: typeof fetch;
  /** Milliseconds until a call without an answer fails with code TIMEOUT. */
  timeoutMs: number;
}

interface Answer {
  data?: unknown;
  errors?: readonly GraphQLFault[];
  error?: unknown;
}

/** GraphQL over HTTP. A call refused as UNAUTHENTICATED is sent once more when the credential can be renewed: nothing ran, so nothing repeats. */
export function createTransport(options: TransportOptions): Execute {
  return async (document, variables, call = {}) => {
    const body = JSON.stringify({ query: document.toString(), variables });
    const token = await options.credential.current();
    try {
      return (await send(options, body, token, call.signal)) as never;
    } catch (fault) {
      if (!(fault instanceof LintelError) || fault.code !== 'UNAUTHENTICATED') throw fault;
      const renewed = await options.credential.renew(token);
      if (renewed === undefined) throw fault;
      return (await send(options, body, renewed, call.signal)) as never;
    }
  };
}

async function send(options: TransportOptions, body: string, token: string | undefined, signal?: AbortSignal): Promise<unknown> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
  };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  let response: Response;
  let text: string;
  try {
    response = await options.fetch(options.endpoint, {
      method: 'POST',
      headers,
      body,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    text = await response.text();
  } catch (fault) {
    throw errorOfNetwork(fault);
  }
  return readAnswer(response, text);
}

/** The data of an HTTP answer; `text` is its whole body. */
export function readAnswer(response: Pick<Response, 'status' | 'ok' | 'headers'>, text: string): unknown {
  const detail = {
    requestId: response.headers.get('x-request-id') ?? undefined,
    retryAfterSeconds: secondsOf(response.headers.get('retry-after')),
  };
  const answer = parseAnswer(text);
  if (answer?.errors?.length) throw errorOfGraphQL(answer.errors, { ...detail, data: answer.data });
  if (!response.ok) throw errorOfStatus(response.status, { ...detail, message: messageOf(answer?.error) });
  if (!answer?.data) throw new LintelError({ ...detail, code: 'INVALID_RESPONSE', message: 'The answer is no GraphQL answer.' });
  return answer.data;
}

function parseAnswer(text: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // a proxy's HTML or an empty body: the status then says what happened
  }
}

function messageOf(error: unknown): string | undefined {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined;
  return typeof error.message === 'string' ? error.message : undefined;
}

function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined;
}
