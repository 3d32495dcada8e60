import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets that a machine without any .env makes for itself, as environment variables. */
export type LocalSecrets = Record<'CONTEXT_TOKEN_SECRET' | 'ACCESS_TOKEN_PRIVATE_KEY' | 'STATE_ENCRYPTION_KEY', string>;

/** Secrets that nobody has seen before. */
export const generateSecrets = (): LocalSecrets => ({
  CONTEXT_TOKEN_SECRET: randomBytes(48).toString('base64url'),
  ACCESS_TOKEN_PRIVATE_KEY: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string,
  STATE_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
});

/**
 * Reads the secrets of the data folder, or makes them on the first start. The file is only for its owner (mode 600), and
 * whoever calls has the folder's lock. A secret that a later version adds is made when it is first missing.
 */
export function localSecrets(dataFolder: string): LocalSecrets {
  const file = join(dataFolder, 'secrets.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<LocalSecrets>) : {};
  const secrets = { ...generateSecrets(), ...known };
  if (Object.keys(secrets).some((name) => !(name in known))) {
    writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return secrets;
}
