import { z } from 'zod';

/** Every fault of a configuration at once; values are never part of the message. */
export class ConfigError extends Error {
  constructor(readonly faults: { variable: string; message: string }[]) {
    super(`The configuration is refused:\n${faults.map((fault) => `  ${fault.variable}: ${fault.message}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads an environment against a schema whose keys are variable names. Empty text counts as absent.
 *
 * @throws ConfigError with all faults
 */
export function readConfig<S extends z.ZodObject>(schema: S, env: Record<string, string | undefined>): z.infer<S> {
  const present = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, env[name] === '' ? undefined : env[name]]));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map((issue) => {
      const variable = String(issue.path[0]);
      return { variable, message: present[variable] === undefined ? 'is required' : issue.message };
    }),
  );
}

/** A whole number from text, with limits. */
export const wholeNumber = (fallback: number, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}) =>
  z.coerce.number({ error: 'must be a whole number' }).int('must be a whole number').min(min, `must be at least ${min}`).max(max, `must be at most ${max}`).default(fallback);

export const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
    .transform((text) => text === 'true' || text === '1')
    .default(fallback);

const placeholders = /^(change-?me|secret|password|default|example|test|your[-_ ].*|x+|a+|0+|1234567.*)$/i;

/** A signing or encryption secret: at least 32 bytes and not a well-known placeholder. */
export const secret = () =>
  z
    .string({ error: 'is required' })
    .refine((text) => Buffer.byteLength(text) >= 32, 'must have at least 32 bytes')
    .refine((text) => !placeholders.test(text) && new Set(text).size >= 8, 'is a placeholder: generate one with scripts/generate-secrets.sh');

export const url = () => z.url({ error: 'must be a URL' });

export const logLevel = () => z.enum(['silent', 'error', 'warn', 'info', 'debug'], { error: 'must be silent, error, warn, info or debug' }).default('info');
