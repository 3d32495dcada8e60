import { version } from './version';

export type CheckStatus = 'healthy' | 'degraded' | 'unhealthy';

export interface HealthCheck {
  status: CheckStatus;
  latencyMs: number;
  [detail: string]: unknown;
}

/** The one health format of every process. */
export interface HealthReport {
  status: CheckStatus;
  service: string;
  version: string;
  /** Seconds since the process started. */
  uptime: number;
  timestamp: string;
  checks: Record<string, HealthCheck>;
}

export interface Health {
  report(): HealthReport;
  /** False while starting, draining, or while a check is unhealthy. */
  ready(): boolean;
  /** From now on `ready` is false: the process is about to stop. */
  drain(): void;
  /** Runs every check now; used at start and by the interval. */
  probe(): Promise<void>;
  stop(): void;
}

const worst = (statuses: CheckStatus[]): CheckStatus =>
  statuses.includes('unhealthy') ? 'unhealthy' : statuses.includes('degraded') ? 'degraded' : 'healthy';

/**
 * Keeps the outcome of checks fresh in the background, so that an answer never waits for a dependency.
 *
 * @param checks by name; each answers its status and details, or throws
 * @param everyMs pause between two rounds
 */
export function createHealth(
  service: string,
  checks: Record<string, () => Promise<Omit<HealthCheck, 'latencyMs'>>>,
  everyMs = 2_000,
): Health {
  const started = performance.now();
  const last = new Map<string, HealthCheck>();
  let draining = false;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function run(name: string): Promise<void> {
    const at = performance.now();
    const outcome: Omit<HealthCheck, 'latencyMs'> = await checks[name]!().catch(() => ({ status: 'unhealthy' as const }));
    last.set(name, { ...outcome, status: outcome.status as CheckStatus, latencyMs: Math.round((performance.now() - at) * 100) / 100 });
  }

  async function probe(): Promise<void> {
    await Promise.all(Object.keys(checks).map(run));
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void probe(), everyMs).unref();
  }

  const overall = (): CheckStatus =>
    last.size < Object.keys(checks).length ? 'unhealthy' : worst([...last.values()].map((check) => check.status));
  return {
    report: () => ({
      status: draining ? 'unhealthy' : overall(),
      service,
      version,
      uptime: Math.floor((performance.now() - started) / 1000),
      timestamp: new Date().toISOString(),
      checks: Object.fromEntries(last),
    }),
    ready: () => !draining && overall() !== 'unhealthy',
    drain: () => {
      draining = true;
    },
    probe,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
