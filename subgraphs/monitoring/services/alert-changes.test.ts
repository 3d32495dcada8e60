import { describe, expect, it } from '@jest/globals';
import type { DriftFinding } from '#domain/drift/findings';
import type { AlertRecord } from '../store/alert';
import { alertChanges } from './alert-changes';

const finding = (address: string, path: string, after: string): DriftFinding => ({
  address,
  type: 'aws_instance',
  kind: 'CHANGED',
  severity: 'MEDIUM',
  attributes: [{ path, before: 'a', after, sensitive: false }],
});

function alertOf(environmentId: string, found: DriftFinding, state: AlertRecord['state'] = 'OPEN'): AlertRecord {
  const { fingerprint } = alertChanges(environmentId, [], [found]).opened[0]!;
  const at = new Date(0);
  return {
    ...found,
    id: found.address,
    organizationId: 'organization',
    projectId: 'project',
    environmentId,
    fingerprint,
    state,
    detectedAt: at,
    lastSeenAt: at,
    resolvedAt: null,
    acknowledgedById: null,
    acknowledgedAt: null,
    note: null,
    mutedUntil: null,
  };
}

describe('what a scan makes of the alerts', () => {
  const web = finding('aws_instance.web', 'instance_type', 'm5.large');

  it('opens an alert for a new drift', () => {
    expect(alertChanges('e', [], [web])).toMatchObject({ opened: [{ finding: web }], seenAgain: [], resolved: [] });
  });

  it('takes the same drift with another value for the alert that is there, acknowledged or not', () => {
    const known = alertOf('e', web, 'ACKNOWLEDGED');
    const again = finding('aws_instance.web', 'instance_type', 'm5.4xlarge');
    expect(alertChanges('e', [known], [again])).toEqual({ opened: [], seenAgain: [{ alert: known, finding: again }], resolved: [] });
  });

  it('resolves what is no longer found and opens what differs in another attribute', () => {
    const known = alertOf('e', web);
    const other = finding('aws_instance.web', 'ami', 'x');
    expect(alertChanges('e', [known], [other])).toMatchObject({ opened: [{ finding: other }], seenAgain: [], resolved: [known] });
  });

  it('tells the same drift of two environments apart', () => {
    expect(alertOf('e1', web).fingerprint).not.toBe(alertOf('e2', web).fingerprint);
  });
});
