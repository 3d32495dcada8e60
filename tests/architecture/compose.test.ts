import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv, type AnySchemaObject } from 'ajv';
import { parse } from 'yaml';
import type { z } from 'zod';
import { gatewayEnvironment, readGatewayConfig } from '../../gateway/config';
import { readStartConfig, startVariables } from '../../start/config';
import { authVariables, readAuthConfig } from '../../subgraphs/auth/config';
import { blueprintVariables, readBlueprintConfig } from '../../subgraphs/blueprint/config';
import { costVariables, readCostConfig } from '../../subgraphs/cost/config';
import { guardrailVariables, readGuardrailConfig } from '../../subgraphs/guardrail/config';
import { iacVariables, readIacConfig } from '../../subgraphs/iac/config';
import { monitoringVariables, readMonitoringConfig } from '../../subgraphs/monitoring/config';
import { templateVariables } from './variables';

interface Service {
  image: string;
  command?: string[];
  environment?: Record<string, string | number>;
  ports?: string[];
  networks?: string[];
  volumes?: string[];
  tmpfs?: string[];
  cap_drop?: string[];
  security_opt?: string[];
  read_only?: boolean;
  privileged?: boolean;
  restart?: string;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  deploy?: { replicas?: number; resources?: { limits?: Record<string, unknown> } };
}

interface ComposeFile {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean } | null>;
}

const read = (file: string): ComposeFile => parse(readFileSync(file, 'utf8'), { merge: true }) as ComposeFile;
const compose = read('docker-compose.yml');
const override = read('docker-compose.override.yml');
const services = Object.entries(compose.services).map(([name, service]) => ({ name, service }));
const engines = ['postgres', 'rabbitmq'];
const ours = services.filter(({ name }) => !engines.includes(name));

/** What each of Lintel's services reads: its own schema and reader, and for whoever has worker threads those of start. */
const parts: Record<string, { schemas: z.ZodObject[]; readers: ((env: Record<string, string>) => unknown)[] }> = {
  gateway: { schemas: [gatewayEnvironment], readers: [readGatewayConfig] },
  auth: { schemas: [authVariables, startVariables], readers: [readAuthConfig, readStartConfig] },
  blueprint: { schemas: [blueprintVariables, startVariables], readers: [readBlueprintConfig, readStartConfig] },
  iac: { schemas: [iacVariables, startVariables], readers: [readIacConfig, readStartConfig] },
  guardrail: { schemas: [guardrailVariables, startVariables], readers: [readGuardrailConfig, readStartConfig] },
  cost: { schemas: [costVariables, startVariables], readers: [readCostConfig, readStartConfig] },
  monitoring: { schemas: [monitoringVariables, startVariables], readers: [readMonitoringConfig, readStartConfig] },
  runner: { schemas: [iacVariables, startVariables], readers: [readIacConfig, readStartConfig] },
};

const secrets: Record<string, string> = {
  CONTEXT_TOKEN_SECRET: randomBytes(48).toString('base64url'),
  ACCESS_TOKEN_PRIVATE_KEY: generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
    .replaceAll('\n', '\\n'),
  STATE_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  POSTGRES_PASSWORD: randomBytes(32).toString('base64url'),
  RABBITMQ_PASSWORD: randomBytes(32).toString('base64url'),
};

const reference = /\$\{(\w+)(?::(-|\?)([^}]*))?\}/g;

/** Fills in ${NAME}, ${NAME:-default} and ${NAME:?message} as Compose does. */
function interpolate(text: string, values: Record<string, string>): string {
  return text.replace(reference, (_match, name: string, operator?: string, argument = '') => {
    const value = values[name];
    if (value) return value;
    if (operator === '?') throw new Error(`${name} is required: ${argument}`);
    return operator === '-' ? argument : '';
  });
}

const environmentOf = (service: Service): Record<string, string> =>
  Object.fromEntries(Object.entries(service.environment ?? {}).map(([name, value]) => [name, interpolate(String(value), secrets)]));

const published = (port: string): string => interpolate(port, {});

describe.each(['docker-compose.yml', 'docker-compose.override.yml'])('%s', (file) => {
  const schemaFile = 'node_modules/dclint/schemas/compose.schema.json';

  it('is valid by the schema of the Compose specification', () => {
    const { $schema: _, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8')) as AnySchemaObject;
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
    validate(read(file));
    expect(validate.errors).toBeNull();
  });

  it('reads only variables that .env.template lists, or that have a default of its own', () => {
    const listed = new Set(templateVariables().map(({ name }) => name));
    const references = [...readFileSync(file, 'utf8').matchAll(reference)];
    expect(references.filter(([, name, operator]) => !listed.has(name!) && operator !== '-').map(([text]) => text)).toEqual([]);
  });
});

describe('every service', () => {
  it.each(services)('$name has a health check, limits and a restart policy', ({ service }) => {
    expect(service.healthcheck?.test[0]).toBe('CMD');
    expect(Object.keys(service.deploy?.resources?.limits ?? {}).sort()).toEqual(['cpus', 'memory', 'pids']);
    expect(service.restart).toBe('unless-stopped');
  });

  it.each(services)('$name has no privileges beyond what it needs', ({ service }) => {
    expect(service.privileged).toBeUndefined();
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    expect((service.volumes ?? []).filter((volume) => volume.startsWith('/') || volume.startsWith('.'))).toEqual([]);
  });

  it.each(services)('$name starts after what it needs is healthy', ({ service }) => {
    const conditions = Object.entries(service.depends_on ?? {});
    expect(conditions.filter(([name, { condition }]) => condition !== 'service_healthy' || !compose.services[name])).toEqual([]);
  });

  it('publishes only the port of the gateway, and only the gateway is outside of the internal network', () => {
    expect(services.filter(({ service }) => service.ports).map(({ name, service }) => [name, service.ports!.map(published)])).toEqual([
      ['gateway', ['3000:3000']],
    ]);
    expect(compose.networks['backend']).toEqual({ internal: true });
    expect(services.filter(({ service }) => service.networks?.join() !== 'backend').map(({ name }) => name)).toEqual(['gateway']);
  });

  it('is published by the override on loopback only', () => {
    const ports = Object.values(override.services).flatMap((service) => service.ports ?? []);
    expect(ports.map(published).filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(Object.keys(override.services).filter((name) => !compose.services[name])).toEqual([]);
  });

  it('cannot start without its secrets', () => {
    const text = readFileSync('docker-compose.yml', 'utf8');
    for (const name of Object.keys(secrets)) expect(text).toMatch(new RegExp(`\\$\\{${name}:\\?`));
  });
});

describe("each of Lintel's services", () => {
  it('is one of the eight processes', () => {
    expect(ours.map(({ name }) => name).sort()).toEqual(Object.keys(parts).sort());
    for (const { name, service } of ours)
      expect(service.command).toEqual(['node', 'dist/main.js', ...(name === 'gateway' || name === 'runner' ? [name] : ['subgraph', name])]);
  });

  it.each(ours)('$name gets only variables that it reads', ({ name, service }) => {
    const known = new Set(parts[name]!.schemas.flatMap((schema) => Object.keys(schema.shape)));
    expect(Object.keys(service.environment ?? {}).filter((variable) => !known.has(variable))).toEqual([]);
  });

  it.each(ours)('$name accepts the environment that it gets', ({ name, service }) => {
    const env = environmentOf(service);
    for (const reader of parts[name]!.readers) expect(() => reader(env)).not.toThrow();
  });

  it.each(ours)('$name reaches others by the name and port where they listen', ({ service }) => {
    const urls = Object.values(environmentOf(service)).filter((value) => /^(https?|amqp|postgresql):/.test(value));
    expect(urls.length).toBeGreaterThan(0);
    for (const text of urls) {
      const { hostname, port } = new URL(text);
      expect(portOf(hostname)).toBe(port);
    }
  });

  it.each(ours)('$name runs on a root file system that cannot be written', ({ service }) => {
    expect(service).toMatchObject({ image: 'lintel:0.1.0', read_only: true, tmpfs: ['/tmp'] });
  });

  it.each(ours.filter(({ name }) => name !== 'gateway' && name !== 'runner'))(
    '$name listens where other containers reach it',
    ({ name, service }) => {
      const env = environmentOf(service);
      expect(env['SUBGRAPH_HOST']).toBe('0.0.0.0');
      expect(service.healthcheck!.test.at(-1)).toBe(portOf(name));
    },
  );

  it('leaves deployments to the runners', () => {
    expect(readIacConfig(environmentOf(compose.services['iac']!)).runnerInProcess).toBe(false);
  });

  it('gets the signing key and the state key only where they are needed', () => {
    const holders = (variable: string) =>
      ours.filter(({ service }) => service.environment?.[variable] !== undefined).map(({ name }) => name);
    expect(holders('ACCESS_TOKEN_PRIVATE_KEY')).toEqual(['auth']);
    expect(holders('STATE_ENCRYPTION_KEY')).toEqual(['iac', 'runner']);
  });

  it('finds enough connections at PostgreSQL, with two runners', () => {
    const max = Number(compose.services['postgres']!.command!.join(' ').match(/max_connections=(\d+)/)![1]);
    const reserved = 10;
    const ofOne = ours
      .filter(({ name }) => name !== 'gateway')
      .map(({ name, service }) => (name === 'runner' ? 2 : 1) * (poolOf(service) + 1));
    expect(ofOne.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(max - reserved);
  });
});

/** A pool, beside which each process keeps one connection for notifications. */
const poolOf = (service: Service): number => readBlueprintConfig(environmentOf(service)).database.max!;

/** Where a service listens, from the defaults of its schema. */
function portOf(service: string): string | undefined {
  const engine = { postgres: '5432', rabbitmq: '5672' }[service];
  if (engine) return engine;
  const variable = service === 'gateway' ? 'PORT' : `${service.toUpperCase()}_PORT`;
  const field = parts[service]?.schemas[0]?.shape[variable] as z.ZodType | undefined;
  return field && String(field.parse(undefined));
}

describe('the image', () => {
  const dockerfile = readFileSync('deploy/Dockerfile', 'utf8');
  const copied = [...dockerfile.matchAll(/^COPY --from=build (.+) \S+$/gm)]
    .flatMap(([, sources]) => sources!.split(' '))
    .map((path) => path.replace('/lintel/', ''));

  it('runs as another account than root', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile.lastIndexOf('USER node')).toBeGreaterThan(dockerfile.lastIndexOf('COPY'));
  });

  it('contains what the processes read at run time', () => {
    expect(copied).toEqual(
      expect.arrayContaining([
        'node_modules',
        'dist',
        'schema',
        'prisma',
        'vendor',
        'package.json',
        'platform/rego/worker.mjs',
        'deploy/healthcheck.mjs',
      ]),
    );
    const built = new Set(['dist', 'node_modules']);
    expect(copied.filter((path) => !built.has(path) && !existsSync(path))).toEqual([]);
  });

  it('is made without secrets, generated code or packages of the machine that builds it', () => {
    const ignored = readFileSync('deploy/Dockerfile.dockerignore', 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.env', '.env.*', '.lintel', '**/node_modules', 'dist', '**/generated', '.git']));
  });
});
