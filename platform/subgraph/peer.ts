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
  /**
   * Looks entities up by id in one call; one that does not exist for the viewer is left out and spoils no other. Fails as
   * `ask` does for anything else.
   *
   * @param query selects `id` and what else is wanted from `_entities(representations: $representations)`
   */
  entities<T extends { id: string }>(query: string, typename: string, ids: readonly string[], call: CallContext): Promise<Map<string, T>>;
  stop(): Promise<void>;
}

const timeoutMs = 15_000;
const answerLimit = 64_000_000;

interface Fault {
  message: string;
  extensions?: { code?: string };
}

interface Answer {
  data?: unknown;
  errors?: Fault[];
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

  function failureOf({ message, extensions }: Fault): Error {
    const code = extensions?.code;
    if (code && code in denialCodes) return new Denial(code as DenialCode, message);
    return new Error(`${audience} failed to answer ${issuer}: ${code ?? 'no code'}`);
  }

  return {
    async ask<T>(query: string, variables: Record<string, unknown>, call: CallContext): Promise<T> {
      const { data, errors } = await post(query, variables, call);
      const [fault] = errors ?? [];
      if (fault) throw failureOf(fault);
      return data as T;
    },
    async entities<T extends { id: string }>(
      query: string,
      typename: string,
      ids: readonly string[],
      call: CallContext,
    ): Promise<Map<string, T>> {
      const { data, errors } = await post(query, { representations: ids.map((id) => ({ __typename: typename, id })) }, call);
      const fault = errors?.find((one) => one.extensions?.code !== 'NOT_FOUND');
      if (fault) throw failureOf(fault);
      const found = (data as { _entities?: (T | null)[] } | null)?._entities ?? [];
      return new Map(found.flatMap((entity) => (entity ? [[entity.id, entity] as const] : [])));
    },
    stop: () => agent.close(),
  };
}
