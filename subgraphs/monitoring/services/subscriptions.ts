import type { Severity } from '#domain/diagnostic';
import { authorize } from '#platform/authorize';
import type { Context } from '../context';
import type { AlertRecord } from '../store/alert';
import type { LoggedEvent } from '../store/log';
import { followLog } from './follow-log';

type Subscriber = Pick<Context, 'viewer' | 'store' | 'feed'>;

export interface DeploymentEvents {
  organizationId: string;
  projectId?: string | null;
  environmentId?: string | null;
  deploymentId?: string | null;
  after?: string | null;
}

/** Status transitions of an organisation's runs. Its filters need no permission of their own: they only narrow it down. */
export async function followDeployments(
  ctx: Subscriber,
  { after, ...filter }: DeploymentEvents,
): Promise<AsyncIterableIterator<LoggedEvent<'deployment.status-changed'>>> {
  authorize(ctx.viewer, 'deployment:read', filter);
  return followLog(ctx, { type: 'deployment.status-changed', ...filter }, after ?? null, (events) => events);
}

export interface AlertEvents {
  organizationId: string;
  environmentId?: string | null;
  minimumSeverity?: Severity | null;
  after?: string | null;
}

export interface AlertEvent {
  event: LoggedEvent<'drift.alert-changed'>;
  alert: AlertRecord;
}

const ascending: Severity[] = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

/** Changes of an organisation's drift alerts; each comes with its alert as it is by then. */
export async function followAlerts(
  ctx: Subscriber,
  { organizationId, environmentId, minimumSeverity, after }: AlertEvents,
): Promise<AsyncIterableIterator<AlertEvent>> {
  authorize(ctx.viewer, 'monitoring:read', { organizationId });
  const severities = minimumSeverity ? ascending.slice(ascending.indexOf(minimumSeverity)) : null;
  return followLog(ctx, { type: 'drift.alert-changed', organizationId, environmentId, severities }, after ?? null, async (events) => {
    if (events.length === 0) return [];
    const alerts = await ctx.store.alerts.byIds([...new Set(events.map((event) => event.payload.alertId))]);
    const byId = new Map(alerts.map((alert) => [alert.id, alert]));
    return events.map((event) => ({ event, alert: byId.get(event.payload.alertId)! }));
  });
}
