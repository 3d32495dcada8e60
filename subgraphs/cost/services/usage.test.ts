import { describe, expect, it } from '@jest/globals';
import { readUsageArgument } from './usage';

const refused = (usage: Parameters<typeof readUsageArgument>[0]): unknown => {
  try {
    return readUsageArgument(usage);
  } catch (fault) {
    return (fault as { details?: { path?: unknown } }).details?.path;
  }
};

describe('readUsageArgument', () => {
  it('takes amounts of known keys at addresses with and without instance keys', () => {
    const usage = {
      'aws_lambda_function.f': { monthly_requests: 5 },
      'module.a["x.y"].aws_lambda_function.f[*]': { monthly_requests: '1.5' },
      'aws_unmodelled.x[0]': { anything: 1 },
    };
    expect(readUsageArgument(usage)).toBe(usage);
  });

  it('says where an amount or a key does not fit', () => {
    const at = (values: Record<string, string | number>) => refused({ 'aws_lambda_function.f': values });
    expect(at({ monthly_requests: -1 })).toEqual(['usage', 'aws_lambda_function.f', 'monthly_requests']);
    expect(at({ monthly_requests: 'NaN' })).toEqual(['usage', 'aws_lambda_function.f', 'monthly_requests']);
    expect(at({ monthly_request: 1 })).toEqual(['usage', 'aws_lambda_function.f', 'monthly_request']);
  });

  it('refuses what has another shape, and long addresses in no time', () => {
    expect(refused([])).toEqual(['usage']);
    expect(refused({ 'not an address': {} })).toEqual(['usage', 'not an address']);
    expect(refused({ 'aws_eip.x': 5 })).toEqual(['usage', 'aws_eip.x']);
    const started = performance.now();
    refused({ ['a' + '.b["c"]'.repeat(140) + '!']: {} });
    expect(performance.now() - started).toBeLessThan(200);
  });
});
