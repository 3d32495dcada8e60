/** What went wrong with the database, in words that a caller can act on. The list is closed. */
export type DatabaseFaultCode =
  /** A statement ran longer than its limit; it was cancelled and had no effect. */
  | 'QUERY_TIMEOUT'
  /** No connection became free in time: this process asks for more than its pool holds. */
  | 'SERVICE_OVERLOADED'
  /** The server cannot be reached or is shutting down. */
  | 'DATABASE_UNAVAILABLE'
  /** A lock was not granted in time. */
  | 'LOCK_TIMEOUT'
  /** Concurrent transactions conflicted (serialization failure or deadlock), also after the retries. */
  | 'CONFLICT'
  /** The server refuses writes: read-only, or its disk is full. */
  | 'DATABASE_READ_ONLY';

/**
 * A failure of the database itself, as opposed to a refusal of the statement (a violated constraint, bad SQL), which
 * passes through as it came. `retryable`: the same call may succeed later. `outcomeUnknown`: the connection was lost
 * while a commit or a non-idempotent statement was under way, so it may have taken effect.
 */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault';

  constructor(
    readonly code: DatabaseFaultCode,
    message: string,
    readonly details: { retryable: boolean; retryAfterSeconds?: number; outcomeUnknown?: boolean; cause?: unknown },
  ) {
    super(message, { cause: details.cause });
  }
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);
/** Server stops or starts (57P01-57P03), database dropped (57P04 is final), too many connections, idle transaction or session ended. */
const UNAVAILABLE = new Set([
  ...['57P01', '57P02', '57P03', '57P05', '53300', '25P03', 'P1001', 'P1002', 'P1008', 'P1017', 'P2037'],
  ...['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'],
]);
const CONFLICTS = new Set(['40001', '40P01', 'P2034', 'TransactionWriteConflict']);
const READ_ONLY = new Set(['25006', '53100']);
const DEAD_CONNECTION =
  /Connection terminated|connection error and is not queryable|Client was closed|Connection ended unexpectedly|server closed the connection|is not currently accepting connections/i;
/** Of pg-pool; of Prisma, which waits less long for a transaction's connection (maxWait) than the pool does (P2028). */
const POOL_EXHAUSTED = /timeout exceeded when trying to connect|Unable to start a transaction in the given time/i;
/** Of pg; of Prisma, whose interactive transaction ran longer than its `timeout` and was rolled back (P2028). */
const CLIENT_TIMEOUT = /Query read timeout|expired transaction/i;

interface Symptoms {
  codes: string[];
  messages: string[];
}

/** Prisma wraps the driver's error (`cause`, `meta.driverAdapterError`, `originalCode`, or only its own `kind`), Node wraps several (`errors`): look through all of them. */
function symptomsOf(error: unknown): Symptoms {
  const found: Symptoms = { codes: [], messages: [] };
  const queue: unknown[] = [error];
  for (let seen = 0; queue.length > 0 && seen < 20; seen += 1) {
    const item = queue.shift();
    if (item === null || typeof item !== 'object') continue;
    const fields = item as Record<string, unknown>;
    for (const code of [fields.code, fields.originalCode, fields.kind]) if (typeof code === 'string') found.codes.push(code);
    for (const message of [fields.message, fields.originalMessage]) if (typeof message === 'string') found.messages.push(message);
    queue.push(fields.cause, fields.meta, fields.driverAdapterError, ...(Array.isArray(fields.errors) ? fields.errors : []));
  }
  return found;
}

/** Whether the transaction was rolled back for a conflict with another one and may simply run again (SQLSTATE 40001, 40P01). */
export const isConflict = (error: unknown): boolean => symptomsOf(error).codes.some((code) => CONFLICTS.has(code));

/** Whether the server could not be reached or dropped the connection (SQLSTATE 08xxx, 57P01-3, 53300, ECONNREFUSED and kin). */
export function isUnavailable(error: unknown): boolean {
  const { codes, messages } = symptomsOf(error);
  return (
    codes.some((code) => UNREACHABLE.has(code) || UNAVAILABLE.has(code) || /^08\w{3}$/.test(code)) ||
    messages.some((text) => DEAD_CONNECTION.test(text))
  );
}

/** Whether a text of the statement cannot be stored at all: it holds NUL (SQLSTATE 22021, in jsonb 22P05) or half of a surrogate pair. */
export function isUnstorableText(error: unknown): boolean {
  const { codes, messages } = symptomsOf(error);
  const isNoJson = codes.includes('22P02') && messages.some((text) => text.includes('invalid input syntax for type json'));
  return isNoJson || codes.includes('22021') || codes.includes('22P05');
}

/** Whether every connection of this process's own pool stayed busy for the whole connect timeout. */
export const isPoolExhausted = (error: unknown): boolean => symptomsOf(error).messages.some((text) => POOL_EXHAUSTED.test(text));

/**
 * Names a failure of the database, whichever layer reports it (pg, pg-pool, Prisma's adapter, Prisma's client), or
 * answers undefined when the error is none, e.g. a unique violation. Messages name no host, user or statement.
 */
export function databaseFault(error: unknown, outcomeUnknown = false): DatabaseFault | undefined {
  if (error instanceof DatabaseFault) return error;
  const { codes, messages } = symptomsOf(error);
  const has = (set: Set<string>) => codes.some((code) => set.has(code));
  if (isPoolExhausted(error)) {
    return new DatabaseFault('SERVICE_OVERLOADED', 'All database connections are busy; try again shortly.', {
      retryable: true,
      retryAfterSeconds: 1,
      cause: error,
    });
  }
  if (codes.includes('57014') || messages.some((text) => CLIENT_TIMEOUT.test(text))) {
    return new DatabaseFault('QUERY_TIMEOUT', 'The database query took too long and was cancelled.', { retryable: false, cause: error });
  }
  if (codes.includes('55P03')) {
    return new DatabaseFault('LOCK_TIMEOUT', 'The record is locked by another operation; try again shortly.', {
      retryable: true,
      retryAfterSeconds: 1,
      cause: error,
    });
  }
  if (has(CONFLICTS)) {
    return new DatabaseFault('CONFLICT', 'The operation conflicted with concurrent ones; try again.', {
      retryable: true,
      retryAfterSeconds: 1,
      cause: error,
    });
  }
  if (has(READ_ONLY)) {
    return new DatabaseFault('DATABASE_READ_ONLY', 'The database accepts no writes at the moment.', {
      retryable: true,
      retryAfterSeconds: 30,
      cause: error,
    });
  }
  if (isUnavailable(error)) {
    return new DatabaseFault('DATABASE_UNAVAILABLE', 'The database cannot be reached at the moment.', {
      retryable: true,
      retryAfterSeconds: 2,
      outcomeUnknown,
      cause: error,
    });
  }
  return undefined;
}

/** The error to throw to a caller: the fault it amounts to, else the error itself. */
export const asDatabaseFault = (error: unknown, outcomeUnknown = false): unknown => databaseFault(error, outcomeUnknown) ?? error;
