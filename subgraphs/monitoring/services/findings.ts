import { serviceViewer } from '#domain/access/can';
import { isTerminal } from '#domain/deployment/transitions';
import type { DriftFinding } from '#domain/drift/findings';
import { Denial } from '#platform/denial';
import { newId } from '#platform/identifier';
import { PermanentJobError, type Job } from '#platform/jobs/job';
import type { Services } from '../context';
import type { NewAlert } from '../store/alert';
import type { MonitorRecord } from '../store/monitor';
import type { StoreTransaction } from '../store/store';
import { resolveAlerts } from './alert';
import { alertChanges } from './alert-changes';
import { announceAlerts, type AlertMove } from './alert-log';

export const FINDINGS_QUEUE = 'drift-findings';
/** With growing pauses: about an hour. */
const attempts = 18;

/** A scan that has ended and whose findings are still to be read. */
export type EndedScan = { deploymentId: string; number: number; environmentId: string; organizationId: string };

export const enqueueFindings = (tx: Pick<StoreTransaction, 'enqueue'>, scan: EndedScan): Promise<string> =>
  tx.enqueue({ id: `${scan.deploymentId}/findings`, queue: FINDINGS_QUEUE, payload: scan, maxAttempts: attempts });

/** Reads what a scan found and makes alerts of it. A scan whose findings cannot be had in all attempts counts as failed. */
export async function readFindings(services: Pick<Services, 'store' | 'iac' | 'now'>, job: Job): Promise<void> {
  const scan = job.payload as EndedScan;
  try {
    const call = { viewer: serviceViewer(scan.organizationId), requestId: newId() };
    const findings = await services.iac.findings(scan.deploymentId, call);
    if (!findings) throw new Error(`Run ${scan.deploymentId} has ended without findings.`);
    await noteFindings(services, scan, findings);
  } catch (fault) {
    const gone = fault instanceof Denial && fault.code === 'NOT_FOUND';
    if (!gone && job.attempt < job.maxAttempts) throw fault;
    await noteUnreadable(services, scan);
    throw new PermanentJobError(fault instanceof Error ? fault.message : String(fault), { cause: fault });
  }
}

/** Opens, updates and resolves alerts after a scan, unless a later scan or the end of the environment has overtaken it. */
export function noteFindings(
  { store, now }: Pick<Services, 'store' | 'now'>,
  scan: EndedScan,
  findings: readonly DriftFinding[],
): Promise<void> {
  return store.transaction(async (tx) => {
    const monitor = await lockFor(tx, scan);
    if (!monitor) return;
    const at = now();
    // What was found before the environment was destroyed is gone by now.
    const current = monitor.destroyedNumber > scan.number ? [] : findings;
    const changes = alertChanges(scan.environmentId, await tx.alerts.lockUnresolved(scan.environmentId), current);
    const opened = changes.opened.map(({ fingerprint, finding }) => newAlert(monitor, fingerprint, finding, at));
    await tx.alerts.insert(opened);
    await tx.alerts.seeAgain(
      changes.seenAgain.map(({ alert, finding }) => ({ id: alert.id, attributes: finding.attributes, severity: finding.severity })),
      at,
    );
    const resolved = await resolveAlerts(tx, changes.resolved, at);
    const endedAt = monitor.scan?.number === scan.number && isTerminal(monitor.scan.status) ? monitor.scan.at : at;
    await tx.monitors.save([{ ...monitor, readNumber: scan.number, readFailed: false, lastDriftScanAt: endedAt }]);
    await announceAlerts(tx, [...opened.map((alert): AlertMove => ({ alert, from: null })), ...resolved], at);
  });
}

function noteUnreadable({ store }: Pick<Services, 'store'>, scan: EndedScan): Promise<void> {
  return store.transaction(async (tx) => {
    const monitor = await lockFor(tx, scan);
    if (monitor) await tx.monitors.save([{ ...monitor, readNumber: scan.number, readFailed: true }]);
  });
}

/** null: a later scan has been read, this one has nothing to say any more. */
async function lockFor(tx: StoreTransaction, { environmentId, number }: EndedScan): Promise<MonitorRecord | null> {
  const [monitor] = await tx.monitors.lock(await tx.monitors.byIds([environmentId]));
  return monitor && number > monitor.readNumber ? monitor : null;
}

const newAlert = (monitor: MonitorRecord, fingerprint: string, finding: DriftFinding, at: Date): NewAlert => ({
  id: newId(),
  organizationId: monitor.organizationId,
  projectId: monitor.projectId,
  environmentId: monitor.environmentId,
  fingerprint,
  address: finding.address,
  type: finding.type,
  kind: finding.kind,
  severity: finding.severity,
  state: 'OPEN',
  attributes: finding.attributes,
  detectedAt: at,
  lastSeenAt: at,
  resolvedAt: null,
  acknowledgedById: null,
  acknowledgedAt: null,
  note: null,
  mutedUntil: null,
});
