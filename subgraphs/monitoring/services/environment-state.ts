import { isTerminal } from '#domain/deployment/transitions';
import type { AlertCounts } from '../store/alert';
import type { MonitorRecord } from '../store/monitor';
import { hasFindings } from './run-progress';

export type DriftStatus = 'NEVER_SCANNED' | 'IN_SYNC' | 'DRIFTED' | 'SCANNING' | 'SCAN_FAILED';
export type HealthStatus = 'UP' | 'DEGRADED' | 'DOWN';

/** Where an environment stands with drift. A scan that has ended counts once its findings were read. */
export function driftStatus(monitor: MonitorRecord | undefined, counts: AlertCounts): DriftStatus {
  const scan = monitor?.scan;
  if (!monitor || !scan) return 'NEVER_SCANNED';
  if (!isTerminal(scan.status)) return 'SCANNING';
  if (scan.status === 'FAILED') return 'SCAN_FAILED';
  if (hasFindings({ kind: 'DRIFT_SCAN', status: scan.status }) && monitor.readNumber < scan.number) return 'SCANNING';
  if (monitor.readFailed) return 'SCAN_FAILED';
  if (!monitor.lastDriftScanAt) return 'NEVER_SCANNED';
  return unresolvedCount(counts) > 0 ? 'DRIFTED' : 'IN_SYNC';
}

/** DOWN: the last run that changes the environment failed. DEGRADED: drift that nobody has acknowledged, or scans fail. */
export function healthStatus(monitor: MonitorRecord | undefined, counts: AlertCounts): HealthStatus {
  if (monitor?.deployment?.status === 'FAILED') return 'DOWN';
  return openCount(counts) > 0 || driftStatus(monitor, counts) === 'SCAN_FAILED' ? 'DEGRADED' : 'UP';
}

export const openCount = (counts: AlertCounts): number => counts.OPEN ?? 0;

const unresolvedCount = ({ OPEN = 0, ACKNOWLEDGED = 0, MUTED = 0 }: AlertCounts): number => OPEN + ACKNOWLEDGED + MUTED;
