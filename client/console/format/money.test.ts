import { describe, expect, it } from '@jest/globals';
import { formatMoney } from './money';

describe('money', () => {
  it('is rounded for display only, half away from zero', () => {
    expect(formatMoney('78.080000', 'USD', 'en-US')).toBe('$78.08');
    expect(formatMoney('0.005', 'USD', 'en-US')).toBe('$0.01');
    expect(formatMoney('-12.345', 'USD', 'en-US')).toBe('-$12.35');
  });

  it('keeps every digit that a binary float would lose', () => {
    expect(formatMoney('90071992547409931.10', 'USD', 'en-US')).toBe('$90,071,992,547,409,931.10');
    expect(formatMoney('1.005', 'USD', 'en-US')).toBe('$1.01');
  });

  it('follows the currency', () => {
    expect(formatMoney('1234.5', 'JPY', 'en-US')).toBe('¥1,235');
  });

  it('shows what it cannot format as it came', () => {
    expect(formatMoney('n/a', 'USD', 'en-US')).toBe('n/a');
    expect(formatMoney('1.5', 'credits', 'en-US')).toBe('1.5 credits');
  });
});
