import { z } from 'zod';
import { ConfigError, flag, logLevel, readConfig, secret, url, wholeNumber } from '#platform/config';
import { projectPath } from '#platform/project';

const megabyte = 1_048_576;

/** An origin as browsers send it: scheme, host and port, no path. `*` is refused, since credentials are allowed. */
const isOrigin = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;

const origins = () =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((one) => one.trim().replace(/\/$/, ''))
        .filter(Boolean),
    )
    .refine((list) => list.every(isOrigin), 'must be a comma-separated list of origins such as https://console.example.org');

/** Every variable that the gateway reads. Times are milliseconds, sizes bytes, unless the name says otherwise. */
export const gatewayEnvironment = z.object({
  NODE_ENV: z.string().default('production'),
  LOG_LEVEL: logLevel(),
  PORT: wholeNumber(3000, { max: 65_535 }),
  /** All interfaces: the gateway is the public door, and a container is reached from outside. Subgraphs listen on loopback. */
  HOST: z.string().default('0.0.0.0'),
  ALLOWED_ORIGINS: origins().default(['http://localhost:5173', 'http://localhost:3000', 'http://localhost:4173']),
  FRONTEND_URL: url().optional(),
  /** How many reverse proxies in front append to X-Forwarded-For; 0 ignores the header. */
  TRUSTED_PROXIES: wholeNumber(0, { max: 10 }),
  CONTEXT_TOKEN_SECRET: secret(),
  SUPERGRAPH_PATH: z.string().optional(),
  CONSOLE_DIR: z.string().optional(),
  AUTH_URL: url().default('http://127.0.0.1:4001'),
  BLUEPRINT_URL: url().default('http://127.0.0.1:4002'),
  IAC_URL: url().default('http://127.0.0.1:4003'),
  GUARDRAIL_URL: url().default('http://127.0.0.1:4004'),
  COST_URL: url().default('http://127.0.0.1:4005'),
  MONITORING_URL: url().default('http://127.0.0.1:4006'),
  /** Who may read the schema: everyone, signed-in callers, or nobody. By default everyone in development, else signed-in. */
  INTROSPECTION: z.enum(['everyone', 'signed-in', 'nobody'], { error: 'must be everyone, signed-in or nobody' }).optional(),
  SANDBOX_ENABLED: flag(true),
  LIMIT_BODY_BYTES: wholeNumber(megabyte, { min: 1 }),
  LIMIT_BODY_SIGNED_IN_BYTES: wholeNumber(8 * megabyte, { min: 1 }),
  LIMIT_TOKENS: wholeNumber(15_000, { min: 1 }),
  LIMIT_DEPTH: wholeNumber(15, { min: 1 }),
  LIMIT_ALIASES: wholeNumber(30),
  LIMIT_ROOT_FIELDS: wholeNumber(20, { min: 1 }),
  LIMIT_DIRECTIVES: wholeNumber(10),
  LIMIT_PAGE_SIZE: wholeNumber(100, { min: 1 }),
  LIMIT_VALIDATION_ERRORS: wholeNumber(5, { min: 1 }),
  LIMIT_QUERY_COST: wholeNumber(20_000, { min: 1 }),
  LIMIT_COST_BUCKET: wholeNumber(400_000, { min: 1 }),
  LIMIT_COST_RESTORED_PER_SECOND: wholeNumber(20_000, { min: 1 }),
  OPERATION_DEADLINE_MS: wholeNumber(30_000, { min: 1 }),
  SUBGRAPH_TIMEOUT_MS: wholeNumber(20_000, { min: 1 }),
  SUBGRAPH_CONNECT_TIMEOUT_MS: wholeNumber(2_000, { min: 1 }),
  SUBGRAPH_ANSWER_BYTES: wholeNumber(16 * megabyte, { min: 1 }),
  SUBGRAPH_BREAKER_FAILURES: wholeNumber(5, { min: 1 }),
  SUBGRAPH_BREAKER_COOLDOWN_MS: wholeNumber(500, { min: 1 }),
  VIEWER_CACHE_MS: wholeNumber(5_000, { max: 5_000 }),
  WS_INIT_TIMEOUT_MS: wholeNumber(3_000, { min: 1 }),
  WS_OPERATIONS: wholeNumber(50, { min: 1 }),
  WS_MESSAGE_BYTES: wholeNumber(262_144, { min: 1 }),
  WS_PING_MS: wholeNumber(12_000, { min: 1 }),
  WS_QUEUED_EVENTS: wholeNumber(256, { min: 1 }),
  WS_BUFFERED_BYTES: wholeNumber(megabyte, { min: 1 }),
  /** How long a client may leave its socket unread before it is closed with 4429. */
  WS_SLOW_CLIENT_MS: wholeNumber(10_000, { min: 1 }),
  WS_RECHECK_MS: wholeNumber(5_000, { min: 1, max: 5_000 }),
  HEADERS_TIMEOUT_MS: wholeNumber(10_000, { min: 1 }),
  REQUEST_TIMEOUT_MS: wholeNumber(30_000, { min: 1 }),
  HEALTH_PROBE_MS: wholeNumber(1_000, { min: 1 }),
  /** Time between turning unready and refusing connections, for balancers to notice. */
  DRAIN_DELAY_MS: wholeNumber(0),
  /** Less than the 9 s within which a process ends, so that what stands behind the gateway can stop in order. */
  SHUTDOWN_GRACE_MS: wholeNumber(6_000),
});

export type GatewayEnvironment = z.infer<typeof gatewayEnvironment>;

export interface GatewayConfig {
  development: boolean;
  logLevel: string;
  port: number;
  host: string;
  allowedOrigins: ReadonlySet<string>;
  trustedProxies: number;
  contextTokenSecret: string;
  supergraphPath: string;
  consoleDirectory: string;
  /** Base URL of each subgraph by its name in the supergraph. */
  subgraphs: Readonly<Record<string, string>>;
  introspection: 'everyone' | 'signed-in' | 'nobody';
  sandbox: boolean;
  body: { bytes: number; signedInBytes: number };
  limits: OperationLimits;
  throttle: { bucket: number; restoredPerSecond: number };
  operationDeadlineMs: number;
  subgraph: SubgraphLimits;
  viewerCacheMs: number;
  sockets: SocketLimits;
  headersTimeoutMs: number;
  requestTimeoutMs: number;
  healthProbeMs: number;
  drainDelayMs: number;
  shutdownGraceMs: number;
}

/** What one operation may contain. */
export interface OperationLimits {
  tokens: number;
  depth: number;
  aliases: number;
  rootFields: number;
  directives: number;
  /** Largest `first` or `last`. */
  pageSize: number;
  validationErrors: number;
  cost: number;
}

export interface SubgraphLimits {
  timeoutMs: number;
  connectTimeoutMs: number;
  answerBytes: number;
  breakerFailures: number;
  breakerCooldownMs: number;
}

export interface SocketLimits {
  initTimeoutMs: number;
  operations: number;
  messageBytes: number;
  pingMs: number;
  /** Events of one subscription that wait for the client before its owner is told to pause. */
  queuedEvents: number;
  bufferedBytes: number;
  slowClientMs: number;
  recheckMs: number;
}

/** @throws ConfigError with all faults at once */
export function readGatewayConfig(environment: Record<string, string | undefined> = process.env): GatewayConfig {
  const env = readConfig(gatewayEnvironment, environment);
  if (env.LIMIT_BODY_SIGNED_IN_BYTES < env.LIMIT_BODY_BYTES)
    throw new ConfigError([{ variable: 'LIMIT_BODY_SIGNED_IN_BYTES', message: 'must not be below LIMIT_BODY_BYTES' }]);
  const development = env.NODE_ENV === 'development';
  return {
    development,
    logLevel: env.LOG_LEVEL,
    port: env.PORT,
    host: env.HOST,
    allowedOrigins: new Set([...env.ALLOWED_ORIGINS, ...(env.FRONTEND_URL ? [new URL(env.FRONTEND_URL).origin] : [])]),
    trustedProxies: env.TRUSTED_PROXIES,
    contextTokenSecret: env.CONTEXT_TOKEN_SECRET,
    supergraphPath: env.SUPERGRAPH_PATH ?? projectPath('schema', 'supergraph.graphql'),
    consoleDirectory: env.CONSOLE_DIR ?? projectPath('dist', 'console'),
    subgraphs: {
      auth: env.AUTH_URL,
      blueprint: env.BLUEPRINT_URL,
      iac: env.IAC_URL,
      guardrail: env.GUARDRAIL_URL,
      cost: env.COST_URL,
      monitoring: env.MONITORING_URL,
    },
    introspection: env.INTROSPECTION ?? (development ? 'everyone' : 'signed-in'),
    sandbox: env.SANDBOX_ENABLED,
    body: { bytes: env.LIMIT_BODY_BYTES, signedInBytes: env.LIMIT_BODY_SIGNED_IN_BYTES },
    throttle: { bucket: Math.max(env.LIMIT_COST_BUCKET, env.LIMIT_QUERY_COST), restoredPerSecond: env.LIMIT_COST_RESTORED_PER_SECOND },
    operationDeadlineMs: env.OPERATION_DEADLINE_MS,
    viewerCacheMs: env.VIEWER_CACHE_MS,
    headersTimeoutMs: env.HEADERS_TIMEOUT_MS,
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
    healthProbeMs: env.HEALTH_PROBE_MS,
    drainDelayMs: env.DRAIN_DELAY_MS,
    shutdownGraceMs: env.SHUTDOWN_GRACE_MS,
    ...groupLimits(env),
  };
}

function groupLimits(env: GatewayEnvironment): Pick<GatewayConfig, 'limits' | 'subgraph' | 'sockets'> {
  return {
    limits: {
      tokens: env.LIMIT_TOKENS,
      depth: env.LIMIT_DEPTH,
      aliases: env.LIMIT_ALIASES,
      rootFields: env.LIMIT_ROOT_FIELDS,
      directives: env.LIMIT_DIRECTIVES,
      pageSize: env.LIMIT_PAGE_SIZE,
      validationErrors: env.LIMIT_VALIDATION_ERRORS,
      cost: env.LIMIT_QUERY_COST,
    },
    subgraph: {
      timeoutMs: env.SUBGRAPH_TIMEOUT_MS,
      connectTimeoutMs: env.SUBGRAPH_CONNECT_TIMEOUT_MS,
      answerBytes: env.SUBGRAPH_ANSWER_BYTES,
      breakerFailures: env.SUBGRAPH_BREAKER_FAILURES,
      breakerCooldownMs: env.SUBGRAPH_BREAKER_COOLDOWN_MS,
    },
    sockets: {
      initTimeoutMs: env.WS_INIT_TIMEOUT_MS,
      operations: env.WS_OPERATIONS,
      messageBytes: env.WS_MESSAGE_BYTES,
      pingMs: env.WS_PING_MS,
      queuedEvents: env.WS_QUEUED_EVENTS,
      bufferedBytes: env.WS_BUFFERED_BYTES,
      slowClientMs: env.WS_SLOW_CLIENT_MS,
      recheckMs: env.WS_RECHECK_MS,
    },
  };
}

/** @apollo/gateway sends telemetry unless this variable says otherwise, and reads it when a gateway is made. */
export function disableVendorTelemetry(): void {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
}
