import { describe, expect, it } from '@jest/globals';
import { fromReport } from './service-watch';

describe('the health of a service', () => {
  it("is its own report in the contract's words, with figures and no texts", () => {
    const checks = { database: { status: 'degraded', latencyMs: 1.5, total: 3, host: 'db.internal' } };
    const report = { status: 'degraded', service: 'iac', version: '1.0.0', uptime: 12.9, timestamp: 'now', checks };
    expect(fromReport('iac', report, 4)).toEqual({
      service: 'iac',
      status: 'DEGRADED',
      version: '1.0.0',
      uptimeSeconds: 12,
      latencyMs: 4,
      checks: { database: { status: 'DEGRADED', latencyMs: 1.5, total: 3 } },
    });
  });

  it('is DOWN when what answers is no report', () => {
    for (const nonsense of [null, 'ok', [], {}, { status: 'fine' }]) expect(fromReport('iac', nonsense, 1).status).toBe('DOWN');
  });
});
