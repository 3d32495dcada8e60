import { describe, expect, it } from '@jest/globals';
import { errorOfGraphQL, errorOfNetwork, errorOfStatus, LintelError } from './error';
import { readAnswer } from './transport';

const response = (status: number, headers: Record<string, string> = {}) => ({ status, ok: status < 400, headers: new Headers(headers) });
const faultOf = (run: () => unknown): LintelError => {
  try {
    run();
  } catch (fault) {
    if (fault instanceof LintelError) return fault;
    throw fault;
  }
  throw new Error('nothing was thrown');
};

describe('a failed call', () => {
  it('takes code and request id from the first GraphQL error that has them', () => {
    const error = errorOfGraphQL([
      { message: 'No such blueprint.', extensions: { code: 'NOT_FOUND' } },
      { message: 'x', extensions: { requestId: 'r-1' } },
    ]);
    expect(error).toMatchObject({ code: 'NOT_FOUND', message: 'No such blueprint.', requestId: 'r-1' });
    expect(error.errors).toHaveLength(2);
  });

  it('is transient only where waiting can help', () => {
    const transient = (code: string) => new LintelError({ code, message: '' }).transient;
    expect(['NETWORK_ERROR', 'SUBGRAPH_UNAVAILABLE', 'RATE_LIMITED', 'TIMEOUT'].map(transient)).toEqual([true, true, true, true]);
    expect(['FORBIDDEN', 'CURSOR_EXPIRED', 'BAD_USER_INPUT', 'CANCELED'].map(transient)).toEqual([false, false, false, false]);
  });

  it('tells a time-out and a cancellation from a broken network', () => {
    expect(errorOfNetwork(new DOMException('', 'TimeoutError')).code).toBe('TIMEOUT');
    expect(errorOfNetwork(new DOMException('', 'AbortError')).code).toBe('CANCELED');
    expect(errorOfNetwork(new TypeError('fetch failed')).code).toBe('NETWORK_ERROR');
  });

  it('has a code for an HTTP status without a GraphQL answer', () => {
    expect([401, 403, 413, 429, 502, 418].map((status) => errorOfStatus(status).code)).toEqual([
      'UNAUTHENTICATED',
      'FORBIDDEN',
      'PAYLOAD_TOO_LARGE',
      'RATE_LIMITED',
      'SERVICE_UNAVAILABLE',
      'INVALID_RESPONSE',
    ]);
  });
});

describe('an answer', () => {
  it('gives its data', () => {
    expect(readAnswer(response(200), '{"data":{"me":null}}')).toEqual({ me: null });
  });

  it('keeps what was resolved beside the errors', () => {
    const body = JSON.stringify({ data: { me: { id: 'u' } }, errors: [{ message: 'down', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] });
    const error = faultOf(() => readAnswer(response(200, { 'x-request-id': 'r-2' }), body));
    expect(error).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', requestId: 'r-2', data: { me: { id: 'u' } } });
  });

  it('that is a proxy page is judged by its status', () => {
    expect(faultOf(() => readAnswer(response(502), '<html>')).code).toBe('SERVICE_UNAVAILABLE');
    expect(faultOf(() => readAnswer(response(200), '<html>')).code).toBe('INVALID_RESPONSE');
  });

  it('says how long to wait after a rate limit', () => {
    const error = faultOf(() => readAnswer(response(429, { 'retry-after': '12' }), '{"error":{"message":"Too many attempts."}}'));
    expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 12, message: 'Too many attempts.' });
  });
});
