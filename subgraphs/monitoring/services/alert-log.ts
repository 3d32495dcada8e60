import type { DriftAlertState } from '#domain/events';
import type { AlertRecord } from '../store/alert';
import type { NewLogEvent } from '../store/log';
import type { StoreTransaction } from '../store/store';

export interface AlertMove {
  alert: AlertRecord;
  /** null: the alert is new. */
  from: DriftAlertState | null;
}

/** Logs and announces that alerts are in another state now. The last thing that a transaction does: see the log's lock. */
export async function announceAlerts(tx: Pick<StoreTransaction, 'announce' | 'log'>, moves: readonly AlertMove[], at: Date): Promise<void> {
  const events = moves.map(({ alert, from }) => logEvent(alert, from, at));
  await tx.announce(
    ...events.map(({ type, organizationId, payload }) => ({ type, organizationId, subject: payload.alertId, data: payload })),
  );
  await tx.log.append(...events);
}

function logEvent(alert: AlertRecord, from: DriftAlertState | null, at: Date): Extract<NewLogEvent, { type: 'drift.alert-changed' }> {
  const { id: alertId, organizationId, projectId, environmentId, address, severity, state } = alert;
  return {
    type: 'drift.alert-changed',
    organizationId,
    projectId,
    environmentId,
    deploymentId: null,
    severity,
    occurredAt: at,
    payload: { alertId, environmentId, address, severity, previousState: from, state },
  };
}
