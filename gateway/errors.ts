import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** Codes that a subgraph may put before callers, with its own words. */
const subgraphCodes = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'RATE_LIMITED',
  'CURSOR_EXPIRED',
  'NOT_AVAILABLE_YET',
  'SERVICE_OVERLOADED',
  'SERVICE_UNAVAILABLE',
  'QUERY_TIMEOUT',
]);

/** Codes of the gateway's own answers. */
const gatewayCodes = new Set([
  ...subgraphCodes,
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'INTERNAL_SERVER_ERROR',
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'INTROSPECTION_DISABLED',
  'DEPTH_LIMIT_EXCEEDED',
  'ALIAS_LIMIT_EXCEEDED',
  'ROOT_FIELD_LIMIT_EXCEEDED',
  'DIRECTIVE_LIMIT_EXCEEDED',
  'SELECTION_LIMIT_EXCEEDED',
  'COST_LIMIT_EXCEEDED',
  'SUBSCRIPTION_LIMIT_EXCEEDED',
  'SUBSCRIPTION_ENDED',
  'ACCESS_CHANGED',
]);

const codeOf = (fault: { extensions?: Record<string, unknown> | null }): string => String(fault.extensions?.['code'] ?? '');

export const isSubgraphCode = (code: string): boolean => subgraphCodes.has(code);

/** An answer of the gateway itself; `status` is the HTTP status when nothing was executed. */
export function refusal(
  code: string,
  message: string,
  { status, headers, ...details }: { status?: number; headers?: Map<string, string>; [detail: string]: unknown } = {},
): GraphQLError {
  const http = status === undefined ? {} : { http: { status, headers: headers ?? new Map<string, string>() } };
  return new GraphQLError(message, { extensions: { code, ...details, ...http } });
}

export const internalError = (requestId: string | undefined, path?: readonly (string | number)[]): GraphQLError =>
  new GraphQLError('Internal server error', { path, extensions: { code: 'INTERNAL_SERVER_ERROR', ...(requestId ? { requestId } : {}) } });

/** The one answer to any credential that does not hold, whatever the reason. */
export const badCredential = (): GraphQLError =>
  refusal('UNAUTHENTICATED', 'The credential is invalid or has expired.', {
    status: 401,
    headers: new Map([['www-authenticate', 'Bearer error="invalid_token"']]),
  });

const suggestion = / ?Did you mean [^]*$/;

/** What a caller may see of an error: known codes keep their words, all else becomes an internal error. */
export function publicError(
  formatted: GraphQLFormattedError,
  { requestId, hideSuggestions }: { requestId: string | undefined; hideSuggestions: boolean },
): GraphQLFormattedError {
  if (!gatewayCodes.has(codeOf(formatted))) return internalError(requestId, formatted.path).toJSON();
  const { http: _http, stacktrace: _stacktrace, ...extensions } = formatted.extensions ?? {};
  return { ...formatted, message: hideSuggestions ? formatted.message.replace(suggestion, '') : formatted.message, extensions };
}

/** Whether an error is one that the log has to explain, since the answer does not. */
export const isUnexpected = (formatted: GraphQLFormattedError): boolean => !gatewayCodes.has(codeOf(formatted));
