import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { databaseFault, isUnstorableText, type DatabaseFaultCode } from '../database/fault';
import { Denial, type DenialCode } from '../denial';
import { currentRequestId } from '../log';
import type { Logger } from '../database/logger';

const outside: Record<DatabaseFaultCode, DenialCode> = {
  QUERY_TIMEOUT: 'QUERY_TIMEOUT',
  SERVICE_OVERLOADED: 'SERVICE_OVERLOADED',
  DATABASE_UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  LOCK_TIMEOUT: 'SERVICE_OVERLOADED',
  CONFLICT: 'SERVICE_OVERLOADED',
  DATABASE_READ_ONLY: 'SERVICE_UNAVAILABLE',
};

const apolloCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** The deepest cause: what a resolver or the database threw. */
function causeOf(fault: unknown): unknown {
  return fault instanceof GraphQLError && fault.originalError ? causeOf(fault.originalError) : fault;
}

/** What a failure of the database looks like from outside. */
function failureOf(cause: unknown): Denial | undefined {
  const fault = databaseFault(cause);
  if (!fault) return undefined;
  const { retryAfterSeconds } = fault.details;
  return new Denial(outside[fault.code], undefined, retryAfterSeconds ? { retryAfter: retryAfterSeconds } : {});
}

/**
 * The one place where exceptions become answers: a denial keeps its words; anything else is logged in full and answered
 * with a code and the request id, without texts, hosts or stacks.
 */
export function maskError(formatted: GraphQLFormattedError, fault: unknown, log: Logger): GraphQLFormattedError {
  const place = { ...(formatted.path ? { path: formatted.path } : {}), ...(formatted.locations ? { locations: formatted.locations } : {}) };
  const cause = causeOf(fault);
  if (isUnstorableText(cause))
    return { message: 'A text holds a NUL character or half of a surrogate pair.', ...place, extensions: { code: 'BAD_USER_INPUT' } };
  if (cause instanceof Denial) return { message: cause.message, ...place, extensions: { code: cause.code, ...cause.details } };
  const code = formatted.extensions?.['code'];
  if (cause instanceof GraphQLError && typeof code === 'string' && apolloCodes.has(code))
    return { message: formatted.message, ...place, extensions: { code } };
  const failure = failureOf(cause);
  log.error({ err: cause, path: formatted.path }, failure ? 'a dependency failed' : 'a resolver failed');
  const requestId = currentRequestId();
  const known = failure ? { code: failure.code, ...failure.details } : { code: 'INTERNAL_SERVER_ERROR' };
  return { message: failure?.message ?? 'Internal server error', ...place, extensions: { ...known, ...(requestId ? { requestId } : {}) } };
}
