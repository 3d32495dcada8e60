import { authorize, requireViewer } from '#platform/authorize';
import { notFound } from '#platform/denial';
import { isId } from '#platform/identifier';
import type { Context } from '../context';
import type { MonitorRecord } from '../store/monitor';
import { driftStatus, healthStatus, openCount, type DriftStatus, type HealthStatus } from './environment-state';

export interface EnvironmentHealth {
  status: HealthStatus;
  openAlerts: number;
  lastDeploymentId: string | null;
  lastDriftScanAt: Date | null;
}

/**
 * What is known of an environment; undefined before its first run, when nothing is known of it that could be anybody's.
 *
 * @throws Denial NOT_FOUND for an environment of another organisation
 */
export async function monitorOf(ctx: Pick<Context, 'viewer' | 'loaders'>, environmentId: string): Promise<MonitorRecord | undefined> {
  requireViewer(ctx.viewer);
  if (!isId(environmentId)) throw notFound();
  const monitor = await ctx.loaders.monitors.load(environmentId);
  return monitor && authorize(ctx.viewer, 'monitoring:read', monitor);
}

export async function driftOf(ctx: Pick<Context, 'viewer' | 'loaders'>, environmentId: string): Promise<DriftStatus> {
  const [monitor, counts] = await Promise.all([monitorOf(ctx, environmentId), ctx.loaders.alertCounts.load(environmentId)]);
  return driftStatus(monitor, counts);
}

export async function healthOf(ctx: Pick<Context, 'viewer' | 'loaders'>, environmentId: string): Promise<EnvironmentHealth> {
  const [monitor, counts] = await Promise.all([monitorOf(ctx, environmentId), ctx.loaders.alertCounts.load(environmentId)]);
  return {
    status: healthStatus(monitor, counts),
    openAlerts: openCount(counts),
    lastDeploymentId: monitor?.deployment?.id ?? null,
    lastDriftScanAt: monitor?.lastDriftScanAt ?? null,
  };
}
