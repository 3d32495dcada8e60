import { AsyncLocalStorage } from 'node:async_hooks';
import pino from 'pino';
import type { Logger } from './database/logger';

const secretNames = [
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'accessToken',
  'refreshToken',
  'secret',
  'authorization',
  'cookie',
  'apiToken',
  'credentials',
];

/** Paths that never reach a log line in clear, at the top and two levels down. */
export const redactedPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

const requests = new AsyncLocalStorage<{ requestId: string }>();

/** Runs `work` so that every log line written within it carries the request id. */
export const withRequestId = <T>(requestId: string, work: () => T): T => requests.run({ requestId }, work);

/** The id of the request that is being answered, if any. */
export const currentRequestId = (): string | undefined => requests.getStore()?.requestId;

/**
 * A JSON log on standard error, one line per event, with request ids and secrets redacted.
 *
 * @param service name written into every line, e.g. blueprint
 * @param level pino level name: silent, error, warn, info, debug
 */
export function createLogger(
  service: string,
  level: string,
  destination: pino.DestinationStream = pino.destination({ dest: 2, sync: false }),
): Logger {
  return pino(
    {
      level,
      base: { name: service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths, censor: '[redacted]' },
      mixin: () => requests.getStore() ?? {},
      serializers: { err: pino.stdSerializers.err },
    },
    destination,
  ) as Logger;
}
