import { Agent, request } from 'undici';
import { isObject, type JsonObject } from '#domain/json';
import type { CheckStatus, Health } from '#platform/health';
import type { Running } from '#platform/lifecycle';
import type { ServerFacts } from './store/server';

const timeoutMs = 1_000;
const keptMs = 2_000;
const answerLimit = 256_000;

export interface ServiceHealth {
  service: string;
  status: 'UP' | 'DEGRADED' | 'DOWN';
  version: string;
  uptimeSeconds: number;
  latencyMs: number | null;
  checks: JsonObject;
}

/** The health of everything that Lintel runs on. */
export interface ServiceWatch extends Running {
  health(): Promise<ServiceHealth[]>;
}

export interface ServiceWatchOptions {
  /** Base URLs by name; they are never part of an answer. */
  watched: Readonly<Record<string, string>>;
  /** Of this subgraph; it also tells how the database and the event bus are doing. */
  own: Pick<Health, 'report'>;
  database: () => Promise<ServerFacts>;
  /** What carries events, e.g. postgresql. */
  broker: 'postgresql' | 'rabbitmq';
}

const words: Record<CheckStatus, ServiceHealth['status']> = { healthy: 'UP', degraded: 'DEGRADED', unhealthy: 'DOWN' };
const statusOf = (text: unknown): ServiceHealth['status'] =>
  typeof text === 'string' && text in words ? words[text as CheckStatus] : 'DOWN';

/** Asks all services at once, each for a second at most; one answer serves everybody for two seconds. */
export function createServiceWatch({ watched, own, database, broker }: ServiceWatchOptions): ServiceWatch {
  const agent = new Agent({
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: answerLimit,
  });
  let answer: Promise<ServiceHealth[]> | undefined;
  let askedAt = 0;

  async function ask(service: string, url: string): Promise<ServiceHealth> {
    const started = performance.now();
    try {
      const { body } = await request(`${url}/health`, { dispatcher: agent, signal: AbortSignal.timeout(timeoutMs) });
      return fromReport(service, await body.json(), elapsed(started));
    } catch {
      return down(service); // Whatever keeps it from answering in time, for its callers it is down; its own log says why.
    }
  }

  /** The database and the event bus, as this subgraph sees them. */
  async function dependencies(): Promise<ServiceHealth[]> {
    const { checks } = own.report();
    const started = performance.now();
    const facts = await database().catch(() => null); // Down: its check, which is part of the answer, tells the same.
    const latencyMs = elapsed(started);
    const events = checks['events'];
    const seen = facts ? { ...facts, latencyMs } : { version: 'unknown', uptimeSeconds: 0, latencyMs: null };
    const onPostgres = broker === 'postgresql' ? seen : { version: 'unknown', uptimeSeconds: 0, latencyMs: events?.latencyMs ?? null };
    return [
      {
        service: 'database',
        status: facts ? statusOf(checks['database']?.status) : 'DOWN',
        ...seen,
        checks: translated({ database: checks['database'] }),
      },
      { service: 'broker', status: statusOf(events?.status), ...onPostgres, checks: translated({ events }) },
    ];
  }

  async function askAll(): Promise<ServiceHealth[]> {
    const itself = fromReport('monitoring', own.report(), 0);
    const [others, beneath] = await Promise.all([
      Promise.all(Object.entries(watched).map(([service, url]) => ask(service, url))),
      dependencies(),
    ]);
    return [...others, itself, ...beneath];
  }

  return {
    health() {
      if (!answer || performance.now() - askedAt > keptMs) {
        askedAt = performance.now();
        answer = askAll();
      }
      return answer;
    },
    stop: () => agent.close(),
  };
}

const elapsed = (started: number): number => Math.round((performance.now() - started) * 100) / 100;

const down = (service: string): ServiceHealth => ({
  service,
  status: 'DOWN',
  version: 'unknown',
  uptimeSeconds: 0,
  latencyMs: null,
  checks: {},
});

/** A service's own report in the contract's words; a text that is none is no sign of life. */
export function fromReport(service: string, report: unknown, latencyMs: number): ServiceHealth {
  if (!isObject(report)) return down(service);
  const { status, version, uptime, checks } = report;
  return {
    service,
    status: statusOf(status),
    version: typeof version === 'string' ? version : 'unknown',
    uptimeSeconds: typeof uptime === 'number' ? Math.floor(uptime) : 0,
    latencyMs,
    checks: isObject(checks) ? translated(checks) : {},
  };
}

/** Status and figures of each check; texts are left out, since they may name hosts. */
function translated(checks: Record<string, unknown>): JsonObject {
  const known = Object.entries(checks).filter((entry): entry is [string, Record<string, unknown>] => isObject(entry[1]));
  return Object.fromEntries(
    known.map(([name, check]) => {
      const figures = Object.entries(check).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
      return [name, { status: statusOf(check['status']), ...Object.fromEntries(figures) }];
    }),
  );
}
