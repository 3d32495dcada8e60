import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json';
import { validateUsageFile } from './estimate';
import { usageFor, usageValues } from './usage';

const findings = (values: JsonObject) => validateUsageFile({ resource_usage: { 'aws_lambda_function.f': values } });

describe('usage assumptions', () => {
  it('lets the narrower assumption win', () => {
    const usage = {
      resource_type_default_usage: { aws_nat_gateway: { monthly_data_processed_gb: 1, other: { a: 1, b: 1 } } },
      resource_usage: {
        'aws_nat_gateway.n[*]': { monthly_data_processed_gb: 2, other: { b: 2 } },
        'aws_nat_gateway.n[1]': { monthly_data_processed_gb: 3 },
      },
    };
    expect(usageFor(usage, 'aws_nat_gateway', 'aws_nat_gateway.n[0]')).toEqual({ monthly_data_processed_gb: 2, other: { a: 1, b: 2 } });
    expect(usageFor(usage, 'aws_nat_gateway', 'aws_nat_gateway.n[1]')).toMatchObject({ monthly_data_processed_gb: 3 });
    expect(usageFor(usage, 'aws_nat_gateway', 'aws_nat_gateway.m')).toMatchObject({ monthly_data_processed_gb: 1 });
  });

  it('reads nested amounts and never an inherited name', () => {
    const values = usageValues({ os_disk: { monthly_disk_operations: 20000 } });
    expect(values.amount('os_disk.monthly_disk_operations')?.toFixed()).toBe('20000');
    expect(values.amount('os_disk.constructor')).toBeNull();
  });

  it('accepts numbers and decimal text', () => {
    expect(findings({ monthly_requests: 100000, request_duration_ms: '350.5' })).toEqual([]);
  });

  it.each([[-1], [Number.NaN], [Number.POSITIVE_INFINITY], ['many'], ['-3'], [true], [[1]]])('refuses %p as an amount', (value) => {
    expect(findings({ monthly_requests: value as number })).toMatchObject([
      { severity: 'HIGH', code: 'INVALID_USAGE', address: 'aws_lambda_function.f', path: ['monthly_requests'] },
    ]);
  });

  it('suggests the nearest key for one that nothing reads', () => {
    expect(findings({ monthly_request: 1 })).toMatchObject([
      { code: 'UNKNOWN_USAGE_KEY', path: ['monthly_request'], suggestion: 'Did you mean monthly_requests?' },
    ]);
  });

  it('checks groups and addresses inside modules', () => {
    const usage = {
      resource_usage: { 'module.a.module.b[0].azurerm_linux_virtual_machine.vm["x"]': { os_disk: { monthly_disk_operations: -1 } } },
    };
    expect(validateUsageFile(usage)).toMatchObject([{ code: 'INVALID_USAGE', path: ['os_disk', 'monthly_disk_operations'] }]);
  });
});
