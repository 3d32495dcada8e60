import { describe, expect, it } from '@jest/globals';
import { sarifReport, type SarifViolation } from './sarif';

const rule = {
  rule: 'AWS.S3.X',
  title: 'Buckets are private',
  description: 'Why',
  remediation: 'Do this',
  severity: 'CRITICAL' as const,
  controls: [{ framework: 'cis-5.0', id: '2.1' }],
};
const violation = (rest: Partial<SarifViolation>): SarifViolation => ({
  policyId: 'p',
  rule: 'AWS.S3.X',
  severity: 'CRITICAL',
  enforcement: 'ADVISORY',
  exemptionId: null,
  address: 'aws_s3_bucket.a',
  path: ['grant', '0'],
  message: 'open',
  suppression: null,
  source: null,
  ...rest,
});

describe('the SARIF report', () => {
  it('is one run of version 2.1.0 with the rules and a result for each violation', () => {
    const report = sarifReport({ toolVersion: '1.0.0', rules: [rule], violations: [violation({})] });
    expect(report).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'Lintel', rules: [{ id: 'AWS.S3.X', properties: { tags: ['security', 'cis-5.0/2.1'] } }] } },
          results: [
            {
              ruleId: 'AWS.S3.X',
              ruleIndex: 0,
              level: 'error',
              message: { text: 'open' },
              locations: [{ logicalLocations: [{ fullyQualifiedName: 'aws_s3_bucket.a.grant.0', name: 'aws_s3_bucket.a' }] }],
              suppressions: [],
            },
          ],
        },
      ],
    });
    expect(JSON.stringify(report)).not.toContain('physicalLocation');
  });

  it('says where generated code stands and why an exempted violation is let through', () => {
    const report = sarifReport({
      toolVersion: '1.0.0',
      rules: [],
      violations: [violation({ suppression: 'a public site', source: { file: 'a b/main.tf', line: 3, column: 1 }, severity: 'LOW' })],
    });
    expect(report).toMatchObject({
      runs: [
        {
          results: [
            {
              level: 'note',
              locations: [{ physicalLocation: { artifactLocation: { uri: 'a%20b/main.tf' }, region: { startLine: 3, startColumn: 1 } } }],
              suppressions: [{ kind: 'external', status: 'accepted', justification: 'a public site' }],
            },
          ],
        },
      ],
    });
  });
});
