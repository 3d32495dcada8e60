import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { ConfigError } from '#platform/config';
import { gatewayEnvironment, readGatewayConfig } from '../../gateway/config';
import { readStartConfig, startVariables } from '../../start/config';
import { authVariables, readAuthConfig } from '../../subgraphs/auth/config';
import { blueprintVariables, readBlueprintConfig } from '../../subgraphs/blueprint/config';
import { costVariables, readCostConfig } from '../../subgraphs/cost/config';
import { guardrailVariables, readGuardrailConfig } from '../../subgraphs/guardrail/config';
import { iacVariables, readIacConfig } from '../../subgraphs/iac/config';
import { monitoringVariables, readMonitoringConfig } from '../../subgraphs/monitoring/config';

type Environment = Record<string, string>;

interface Process {
  name: string;
  schema: z.ZodObject;
  read: (env: Environment) => unknown;
}

const processes: Process[] = [
  { name: 'start', schema: startVariables, read: readStartConfig },
  { name: 'gateway', schema: gatewayEnvironment, read: readGatewayConfig },
  { name: 'auth', schema: authVariables, read: readAuthConfig },
  { name: 'blueprint', schema: blueprintVariables, read: readBlueprintConfig },
  { name: 'iac', schema: iacVariables, read: readIacConfig },
  { name: 'guardrail', schema: guardrailVariables, read: readGuardrailConfig },
  { name: 'cost', schema: costVariables, read: readCostConfig },
  { name: 'monitoring', schema: monitoringVariables, read: readMonitoringConfig },
];
const byName = (name: string): Process => processes.find((one) => one.name === name)!;

const p256Key = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Everything that any process needs. */
const complete: Environment = {
  CONTEXT_TOKEN_SECRET: randomBytes(48).toString('base64url'),
  ACCESS_TOKEN_PRIVATE_KEY: p256Key(),
  STATE_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  DATABASE_URL: 'postgresql://lintel@localhost:5432/postgres',
  BLUEPRINT_URL: 'http://localhost:4002',
  IAC_URL: 'http://localhost:4003',
};

function refusalOf(read: (env: Environment) => unknown, env: Environment): ConfigError {
  try {
    read(env);
  } catch (fault) {
    if (fault instanceof ConfigError) return fault;
    throw fault;
  }
  throw new Error('The configuration was accepted.');
}

const faultyVariables = (refusal: ConfigError): string[] => [...new Set(refusal.faults.map(({ variable }) => variable))].sort();

/** No number, flag, URL, key or list of origins; as a secret too short. */
const malformed = 'pa55 phrase?';
const takesAnyText = new Set(['LINTEL_DATA', 'NODE_ENV', 'HOST', 'SUBGRAPH_HOST', 'SUPERGRAPH_PATH', 'CONSOLE_DIR']);
const checkable = ({ schema }: Process): string[] => Object.keys(schema.shape).filter((variable) => !takesAnyText.has(variable));
const each = processes.flatMap((one) => checkable(one).map((variable) => ({ ...one, variable })));

describe('the configuration of a process', () => {
  it.each(processes)('is accepted by $name when everything needed is there', ({ read }) => {
    expect(() => read(complete)).not.toThrow();
  });

  it.each(each)('is refused by $name when $variable is malformed, without its value', ({ read, variable }) => {
    const refusal = refusalOf(read, { ...complete, [variable]: malformed });
    expect(faultyVariables(refusal)).toEqual([variable]);
    expect(refusal.message).toContain(variable);
    expect(refusal.message).not.toContain(malformed);
  });

  it.each(processes)('is refused by $name with all faults at once', (one) => {
    const all = checkable(one);
    const refusal = refusalOf(one.read, Object.fromEntries(all.map((variable) => [variable, malformed])));
    expect(faultyVariables(refusal)).toEqual([...all].sort());
    expect(refusal.message).not.toContain(malformed);
  });

  it.each(processes.filter(({ name }) => name !== 'start'))(
    'is refused by $name with everything that is missing',
    ({ name, schema, read }) => {
      const required = Object.entries(schema.shape)
        .filter(([, field]) => !(field as z.ZodType).safeParse(undefined).success)
        .map(([variable]) => variable);
      expect(required).toContain('CONTEXT_TOKEN_SECRET');
      const refusal = refusalOf(read, {});
      expect(faultyVariables(refusal)).toEqual([...required, ...(name === 'gateway' ? [] : ['DATABASE_URL'])].sort());
      expect(refusalOf(read, Object.fromEntries(required.map((variable) => [variable, '']))).faults).toEqual(refusal.faults);
    },
  );

  it('needs no DATABASE_URL where the subgraph has a database of its own', () => {
    const { DATABASE_URL: _, ...without } = complete;
    expect(
      readAuthConfig({ ...without, AUTH_DATABASE_URL: 'postgresql://lintel@localhost:5432/lintel_auth' }).database.connectionString,
    ).toContain('lintel_auth');
  });
});

const weakSecrets = [
  ['too short', 'Zq8#vL2m'],
  [
    '31 bytes',
    randomBytes(31)
      .toString('latin1')
      .replace(/[^\x21-\x7e]/g, 'k'),
  ],
  ['one letter repeated', 'a'.repeat(48)],
  ['a short pattern repeated', 'abc123'.repeat(8)],
  ['a placeholder of a tutorial', 'your-256-bit-secret-goes-right-here'],
  ['a request to change it', 'change-me-change-me-change-me-change-me'],
  ['a well-known password', 'Password-Password-1234567890-Password'],
  ['a secret of an example', 'this-is-an-example-secret-for-development'],
] as const;

describe('a secret', () => {
  const sharers = processes.filter(({ name }) => name !== 'start');

  it.each(sharers.flatMap((one) => weakSecrets.map(([what, value]) => ({ ...one, what, value }))))(
    'is refused by $name when it is $what',
    ({ read, value }) => {
      const refusal = refusalOf(read, { ...complete, CONTEXT_TOKEN_SECRET: value });
      expect(faultyVariables(refusal)).toEqual(['CONTEXT_TOKEN_SECRET']);
      expect(refusal.message).not.toContain(value);
    },
  );

  it.each([
    ['other than 32 bytes', randomBytes(16).toString('base64')],
    ['all zero', Buffer.alloc(32).toString('base64')],
    ['no base64', '!'.repeat(44)],
  ])('is refused as state encryption key when it is %s', (_what, value) => {
    expect(faultyVariables(refusalOf(readIacConfig, { ...complete, STATE_ENCRYPTION_KEY: value }))).toEqual(['STATE_ENCRYPTION_KEY']);
  });

  it.each([
    ['of another curve', generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['of RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['public', generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  ])('is refused as signing key when it is %s', (_what, value) => {
    const refusal = refusalOf(readAuthConfig, { ...complete, ACCESS_TOKEN_PRIVATE_KEY: value });
    expect(faultyVariables(refusal)).toEqual(['ACCESS_TOKEN_PRIVATE_KEY']);
    expect(refusal.message).not.toContain(value.slice(60, 90));
  });

  it.each([
    ['gateway', 'CONTEXT_TOKEN_SECRET', 'POSTGRES_PASSWORD'],
    ['gateway', 'CONTEXT_TOKEN_SECRET', 'STATE_ENCRYPTION_KEY'],
    ['auth', 'ACCESS_TOKEN_PREVIOUS_PRIVATE_KEY', 'ACCESS_TOKEN_PRIVATE_KEY'],
    ['iac', 'CONTEXT_TOKEN_SECRET', 'STATE_ENCRYPTION_KEY'],
  ])('is refused by %s when %s repeats %s', (name, variable, twin) => {
    const value = complete[twin] ?? randomBytes(48).toString('base64url');
    const refusal = refusalOf(byName(name).read, { ...complete, [variable]: value, [twin]: value });
    expect(faultyVariables(refusal)).toContain(variable);
    expect(refusal.message).toContain(twin);
    expect(refusal.message).not.toContain(value);
  });
});

const program = 'dist/main.js';

describe('a process with a refused configuration', () => {
  const env = {
    PATH: '/usr/bin:/bin',
    CONTEXT_TOKEN_SECRET: malformed,
    STATE_ENCRYPTION_KEY: malformed,
    AUTH_URL: malformed,
    AMQP_URL: malformed,
  };

  it.each([
    { command: 'gateway', faulty: ['CONTEXT_TOKEN_SECRET', 'AUTH_URL'] },
    { command: 'subgraph auth', faulty: ['CONTEXT_TOKEN_SECRET', 'ACCESS_TOKEN_PRIVATE_KEY', 'AMQP_URL', 'DATABASE_URL'] },
    { command: 'runner', faulty: ['CONTEXT_TOKEN_SECRET', 'STATE_ENCRYPTION_KEY', 'AMQP_URL', 'DATABASE_URL'] },
  ])('ends with code 1 and lists every fault: $command', ({ command, faulty }) => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [program, ...command.split(' ')], {
      env,
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(status).toBe(1);
    for (const variable of faulty) expect(stderr).toContain(`${variable}: `);
    expect(`${stdout}${stderr}`).not.toContain(malformed);
  });
});
