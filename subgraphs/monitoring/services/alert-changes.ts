import { createHash } from 'node:crypto';
import { driftFingerprint, type DriftFinding } from '#domain/drift/findings';
import type { AlertRecord } from '../store/alert';

/** What a scan makes of the alerts of its environment. */
export interface AlertChanges {
  opened: { fingerprint: string; finding: DriftFinding }[];
  seenAgain: { alert: AlertRecord; finding: DriftFinding }[];
  resolved: AlertRecord[];
}

/** The domain's fingerprint names every changed path; its hash has one length. */
function fingerprintOf(environmentId: string, { address, kind, attributes }: DriftFinding): string {
  const text = driftFingerprint({ environmentId, address, kind, paths: attributes.map((attribute) => attribute.path) });
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Compares what a scan found with the alerts that are not resolved: the same drift again is the same alert, in whatever
 * state it is; a new one opens; one that is gone is resolved.
 */
export function alertChanges(environmentId: string, unresolved: readonly AlertRecord[], findings: readonly DriftFinding[]): AlertChanges {
  const found = new Map(findings.map((finding) => [fingerprintOf(environmentId, finding), finding]));
  const known = new Set(unresolved.map((alert) => alert.fingerprint));
  return {
    opened: [...found].filter(([fingerprint]) => !known.has(fingerprint)).map(([fingerprint, finding]) => ({ fingerprint, finding })),
    seenAgain: unresolved.flatMap((alert) => {
      const finding = found.get(alert.fingerprint);
      return finding ? [{ alert, finding }] : [];
    }),
    resolved: unresolved.filter((alert) => !found.has(alert.fingerprint)),
  };
}
