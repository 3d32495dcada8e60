import { createHealth, type CheckStatus, type Health, type HealthReport } from '#platform/health';
import { parseJson } from './json-text';
import type { SubgraphTransport } from './execution/transport';

/** Health of the gateway: it serves what it can as long as one subgraph is there. */
export interface GatewayHealth {
  report(): HealthReport;
  /** True once every subgraph has answered; later while at least one does, until draining. */
  ready(): boolean;
  drain(): void;
  start(): Promise<void>;
  stop(): void;
}

const probeTimeoutMs = 1_000;

async function probe(transport: SubgraphTransport, subgraph: string): Promise<{ status: CheckStatus }> {
  const { status, text } = await transport.request(subgraph, {
    method: 'GET',
    path: '/health/ready',
    repeatable: true,
    timeoutMs: probeTimeoutMs,
  });
  const body = parseJson(text);
  const isDegraded = typeof body === 'object' && body !== null && 'status' in body && body.status === 'degraded';
  return { status: status !== 200 ? 'unhealthy' : isDegraded ? 'degraded' : 'healthy' };
}

export function createGatewayHealth(transport: SubgraphTransport, subgraphs: readonly string[], everyMs: number): GatewayHealth {
  const checks = Object.fromEntries(subgraphs.map((name) => [name, () => probe(transport, name)]));
  const health: Health = createHealth('gateway', checks, everyMs);
  const seen = new Set<string>();
  let draining = false;

  const statuses = (): CheckStatus[] => {
    const checked = Object.entries(health.report().checks);
    for (const [name, check] of checked) if (check.status !== 'unhealthy') seen.add(name);
    return checked.map(([, check]) => check.status);
  };
  const status = (): CheckStatus => {
    const all = statuses();
    if (draining || all.length < subgraphs.length || all.every((one) => one === 'unhealthy')) return 'unhealthy';
    return all.every((one) => one === 'healthy') ? 'healthy' : 'degraded';
  };
  return {
    report: () => ({ ...health.report(), status: status() }),
    ready: () => status() !== 'unhealthy' && seen.size === subgraphs.length,
    drain() {
      draining = true;
      health.drain();
    },
    start: () => health.probe(),
    stop: () => health.stop(),
  };
}
