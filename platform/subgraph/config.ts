import { z } from 'zod';
import { ConfigError, flag, logLevel, secret, unless, wholeNumber } from '../config';
import type { DatabaseConfig } from '../database/settings';
import { databaseUrl } from '../database/databases';

export const subgraphNames = ['auth', 'blueprint', 'iac', 'guardrail', 'cost', 'monitoring'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

const defaultPorts: Record<SubgraphName, number> = {
  auth: 4001,
  blueprint: 4002,
  iac: 4003,
  guardrail: 4004,
  cost: 4005,
  monitoring: 4006,
};

const postgresUrl = () => z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' });

/** Variables that every subgraph reads, with the same meaning in each. */
export const commonVariables = {
  DATABASE_URL: postgresUrl().optional(),
  DATABASE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,30}$/, 'must be lower case letters, digits and underscores')
    .default('lintel'),
  DATABASE_SSL: flag(false),
  DATABASE_POOL_MAX: wholeNumber(20, { min: 1, max: 1_000 }),
  DATABASE_POOL_MIN: wholeNumber(2, { max: 1_000 }),
  DATABASE_POOL_IDLE_MS: wholeNumber(30_000),
  DATABASE_CONNECT_TIMEOUT_MS: wholeNumber(5_000, { min: 1 }),
  DATABASE_POOL_MAX_USES: wholeNumber(7_500),
  DATABASE_STATEMENT_TIMEOUT_MS: wholeNumber(30_000),
  DATABASE_QUERY_TIMEOUT_MS: wholeNumber(30_000),
  DATABASE_CONNECT_RETRIES: wholeNumber(5, { max: 100 }),
  AMQP_URL: z.url({ protocol: /^amqps?$/, error: 'must be an amqp:// URL' }).optional(),
  AMQP_QUEUE_TYPE: z.enum(['classic', 'quorum'], { error: 'must be classic or quorum' }).default('classic'),
  CONTEXT_TOKEN_SECRET: secret(),
  SUBGRAPH_HOST: z.string().min(1).default('127.0.0.1'),
  LOG_LEVEL: logLevel(),
};

/** The variables of one subgraph: the common ones plus its own port and, where it has one of its own, its database. */
export function subgraphVariables<N extends SubgraphName>(name: N) {
  const prefix = name.toUpperCase();
  return {
    ...commonVariables,
    [`${prefix}_PORT`]: wholeNumber(defaultPorts[name], { max: 65_535 }),
    [`${prefix}_DATABASE_URL`]: unless(postgresUrl().optional(), 'DATABASE_URL'),
  };
}

export interface SubgraphConfig {
  name: SubgraphName;
  host: string;
  port: number;
  database: DatabaseConfig;
  /** Where the event log of the default bus lives; unused with AMQP. */
  busDatabaseUrl: string;
  amqpUrl: string | undefined;
  /** quorum: replicated over a RabbitMQ cluster; see docs/decisions/0003-events-on-rabbitmq.md. */
  amqpQueueType: 'classic' | 'quorum';
  contextSecret: string;
  logLevel: string;
}

type CommonValues = z.infer<z.ZodObject<typeof commonVariables>>;

/**
 * The part of a subgraph's configuration that all have, from variables that were read by `readConfig`.
 *
 * @throws ConfigError when neither DATABASE_URL nor the subgraph's own URL is there
 */
export function subgraphConfig(name: SubgraphName, values: CommonValues & Record<string, unknown>): SubgraphConfig {
  const prefix = name.toUpperCase();
  const own = values[`${prefix}_DATABASE_URL`] as string | undefined;
  const server = own ?? values.DATABASE_URL;
  if (!server) throw new ConfigError([{ variable: 'DATABASE_URL', message: `is required, or ${prefix}_DATABASE_URL` }]);
  return {
    name,
    host: values.SUBGRAPH_HOST,
    port: values[`${prefix}_PORT`] as number,
    database: {
      service: `lintel-${name}`,
      connectionString: own ?? databaseUrl(server, `${values.DATABASE_PREFIX}_${name}`),
      max: values.DATABASE_POOL_MAX,
      min: Math.min(values.DATABASE_POOL_MIN, values.DATABASE_POOL_MAX),
      idleTimeoutMs: values.DATABASE_POOL_IDLE_MS,
      connectTimeoutMs: values.DATABASE_CONNECT_TIMEOUT_MS,
      maxUses: values.DATABASE_POOL_MAX_USES,
      statementTimeoutMs: values.DATABASE_STATEMENT_TIMEOUT_MS,
      queryTimeoutMs: values.DATABASE_QUERY_TIMEOUT_MS,
      retries: values.DATABASE_CONNECT_RETRIES,
      ssl: values.DATABASE_SSL,
    },
    busDatabaseUrl: databaseUrl(values.DATABASE_URL ?? server, `${values.DATABASE_PREFIX}_bus`),
    amqpUrl: values.AMQP_URL,
    amqpQueueType: values.AMQP_QUEUE_TYPE,
    contextSecret: values.CONTEXT_TOKEN_SECRET,
    logLevel: values.LOG_LEVEL,
  };
}
