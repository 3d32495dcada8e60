import { Agent, request } from 'undici';
import { signContextToken, type CallContext } from '../context-token';
import { Denial, denialCodes, type DenialCode } from '../denial';

/** Another subgraph, asked directly and typed by whoever asks. */
export interface Peer {
  /**
   * Runs one operation on behalf of a viewer.
   *
   * @throws Denial with the peer's code when the peer denies, SERVICE_UNAVAILABLE when it cannot be reached in time
   */
  ask<T>(query: string, variables: Record<string, unknown>, call: CallContext): Promise<T>;
  stop(): Promise<void>;
}

const timeoutMs = 15_000;
const answerLimit = 64_000_000;

interface Answer {
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/**
 * @param url where the peer listens, without /graphql
 * @param audience the peer's name
 * @param issuer the name of the subgraph that asks
 */
export function createPeer({ url, audience, issuer, secret }: { url: string; audience: string; issuer: string; secret: string }): Peer {
  const agent = new Agent({
    connections: 16,
    connect: { timeout: 2_000 },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: answerLimit,
  });

  async function post(query: string, variables: Record<string, unknown>, call: CallContext): Promise<Answer> {
    const token = signContextToken({ secret, issuer, audience, viewer: call.viewer, requestId: call.requestId });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    try {
      const { body } = await request(`${url}/graphql`, {
        method: 'POST',
        dispatcher: agent,
        headers,
        body: JSON.stringify({ query, variables }),
      });
      return (await body.json()) as Answer;
    } catch (cause) {
      throw Object.assign(new Denial('SERVICE_UNAVAILABLE'), { cause });
    }
  }

  return {
    async ask<T>(query: string, variables: Record<string, unknown>, call: CallContext): Promise<T> {
      const { data, errors } = await post(query, variables, call);
      const [fault] = errors ?? [];
      if (!fault) return data as T;
      const code = fault.extensions?.code;
      if (code && code in denialCodes) throw new Denial(code as DenialCode, fault.message);
      throw new Error(`${audience} failed to answer ${issuer}: ${code ?? 'no code'}`);
    },
    stop: () => agent.close(),
  };
}
