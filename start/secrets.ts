import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets that a machine without any .env makes for itself, as environment variables. */
export type LocalSecrets = Record<'CONTEXT_TOKEN_SECRET' | 'ACCESS_TOKEN_PRIVATE_KEY' | 'STATE_ENCRYPTION_KEY', string>;

const generate = (): LocalSecrets => ({
  CONTEXT_TOKEN_SECRET: randomBytes(48).toString('base64url'),
  ACCESS_TOKEN_PRIVATE_KEY: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string,
  STATE_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
});

/**
 * Reads the secrets of the data folder, or makes them on the first start. The folder is only for its owner (mode 700),
 * the file too (600). A secret that a later version adds is made when it is first missing.
 */
export function localSecrets(dataFolder: string): LocalSecrets {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  chmodSync(dataFolder, 0o700);
  const file = join(dataFolder, 'secrets.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<LocalSecrets>) : {};
  const secrets = { ...generate(), ...known };
  if (Object.keys(secrets).some((name) => !(name in known))) {
    writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return secrets;
}
