import { z } from 'zod';

interface ConfigFault {
  variable: string;
  message: string;
}

/** Every fault of a configuration at once; values are never part of the message. */
export class ConfigError extends Error {
  constructor(readonly faults: ConfigFault[]) {
    super(`The configuration is refused:\n${faults.map((fault) => `  ${fault.variable}: ${fault.message}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads an environment against a schema whose keys are variable names. Empty text counts as absent. Secrets must differ
 * from each other, and from those that the environment holds for other processes.
 *
 * @throws ConfigError with all faults
 */
export function readConfig<S extends z.ZodObject>(schema: S, env: Record<string, string | undefined>): z.infer<S> {
  const present = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, env[name] === '' ? undefined : env[name]]));
  const parsed = schema.safeParse(present);
  const malformed = (parsed.error?.issues ?? []).map((issue): ConfigFault => {
    const variable = String(issue.path[0]);
    return { variable, message: present[variable] === undefined ? 'is required' : issue.message };
  });
  const faults = [...malformed, ...missingAlternatives(schema, present), ...repeatedSecrets(present, env)];
  if (parsed.success && faults.length === 0) return parsed.data;
  throw new ConfigError(faults);
}

/** Marks a variable that may be absent only if another is there. */
export const unless = <S extends z.ZodType>(schema: S, alternative: string): S => schema.meta({ unless: alternative });

function missingAlternatives(schema: z.ZodObject, present: Record<string, string | undefined>): ConfigFault[] {
  return Object.entries(schema.shape).flatMap(([variable, field]) => {
    const alternative = (field as z.ZodType).meta()?.['unless'];
    if (typeof alternative !== 'string' || present[variable] !== undefined || present[alternative] !== undefined) return [];
    return [{ variable: alternative, message: `is required, or ${variable}` }];
  });
}

const namesSecret = /_(SECRET|KEY|PASSWORD)$/;

function repeatedSecrets(present: Record<string, string | undefined>, env: Record<string, string | undefined>): ConfigFault[] {
  return Object.entries(present)
    .filter(([variable, value]) => value !== undefined && namesSecret.test(variable))
    .flatMap(([variable, value]) => {
      const twin = Object.keys(env).find((other) => other !== variable && namesSecret.test(other) && env[other] === value);
      return twin === undefined ? [] : [{ variable, message: `must not be the same as ${twin}` }];
    });
}

/** A whole number from text, with limits. */
export const wholeNumber = (fallback: number, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}) =>
  z.coerce
    .number({ error: 'must be a whole number' })
    .int('must be a whole number')
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)
    .default(fallback);

export const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
    .transform((text) => text === 'true' || text === '1')
    .default(fallback);

/** Words of tutorials and templates. Random text contains one of them in less than one of a million cases. */
const placeholders =
  /(change|replace)[-_ ]?(me|this|it)|placeholder|example|insecure|password|^1234567|do[-_ ]?not[-_ ]?use|(your|my|default|test|dev)[-_ ].*(secret|key)/i;

/** A signing or encryption secret: at least 32 bytes and not a well-known placeholder. */
export const secret = () =>
  z
    .string({ error: 'is required' })
    .refine((text) => Buffer.byteLength(text) >= 32, 'must have at least 32 bytes')
    .refine(
      (text) => !placeholders.test(text) && new Set(text).size >= 8,
      'is a placeholder: generate one with scripts/generate-secrets.sh',
    );

export const url = () => z.url({ error: 'must be a URL' });

export const logLevel = () =>
  z.enum(['silent', 'error', 'warn', 'info', 'debug'], { error: 'must be silent, error, warn, info or debug' }).default('info');

/**
 * Reads several configurations and refuses them together.
 *
 * @throws ConfigError with the faults of all, each variable once
 */
export function readTogether<T extends readonly unknown[]>(...readers: { [K in keyof T]: () => T[K] }): T {
  const faults = new Map<string, { variable: string; message: string }>();
  const values = readers.map((read) => {
    try {
      return read();
    } catch (fault) {
      if (!(fault instanceof ConfigError)) throw fault;
      for (const one of fault.faults) faults.set(one.variable, one);
      return undefined;
    }
  });
  if (faults.size) throw new ConfigError([...faults.values()]);
  return values as unknown as T;
}
