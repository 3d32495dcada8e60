import { describe, expect, it } from '@jest/globals';
import { freeSlug, isSlug, normalizeName, slugOf } from '../name';
import { normalizeEmail } from './email';
import { loginDelay } from './login-limit';
import { normalizePassword, passwordWeakness } from './password';

describe('accounts', () => {
  it('takes e-mail addresses in any spelling as one', () => {
    expect(normalizeEmail(' Ada@Example.COM ')).toBe('ada@example.com');
    for (const bad of [
      '',
      'ada',
      'ada@',
      '@example.com',
      'a b@example.com',
      'ada@example',
      'ada@-x.com',
      `${'a'.repeat(250)}@example.com`,
      'a\0b@example.com',
    ])
      expect(normalizeEmail(bad)).toBeNull();
  });

  it('refuses weak passwords with the reason', () => {
    expect(passwordWeakness('short', 'ada@example.com')).toMatch(/10 characters/);
    expect(passwordWeakness('aaaaaaaaaaaa', 'ada@example.com')).toMatch(/different/);
    expect(passwordWeakness('password123', 'ada@example.com')).toMatch(/most used/);
    expect(passwordWeakness('lovelace-1815', 'lovelace@example.com')).toMatch(/e-mail/);
    expect(passwordWeakness('correct-horse-battery', 'ada@example.com')).toBeNull();
  });

  it('compares passwords in one Unicode form and bounds their length', () => {
    expect(normalizePassword('ﬁnancial-planning')).toBe('financial-planning');
    expect(normalizePassword('x'.repeat(129))).toBeNull();
    expect(normalizePassword('a\0bcdefghijkl')).toBeNull();
    expect(normalizePassword('x'.repeat(1_000_000))).toBeNull();
  });

  it('makes free slugs from names', () => {
    expect(slugOf('Ünïted  Platform, Inc.')).toBe('united-platform-inc');
    expect(slugOf('日本')).toBe('unnamed');
    expect(freeSlug('shop', ['shop', 'shop-2'])).toBe('shop-3');
    expect(isSlug('shop-3')).toBe(true);
    expect(isSlug('-shop')).toBe(false);
  });

  it('refuses names with control characters, too long ones and lone surrogates', () => {
    expect(normalizeName('  Shop ')).toBe('Shop');
    for (const bad of ['', '   ', 'a\nb', 'a\0', 'x'.repeat(201), 'a\ud800']) expect(normalizeName(bad)).toBeNull();
    expect(normalizeName('👩‍🚀 crew')).toBe('👩‍🚀 crew');
  });

  it('opens again as the oldest failures leave the window', () => {
    const now = new Date('2026-01-01T00:15:00Z');
    const limits = { windowSeconds: 900, perAccount: 5, perAddress: 20 };
    const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minute));
    expect(loginDelay({ account: [at(1), at(2), at(3), at(4)], address: [] }, limits, now)).toBe(0);
    expect(loginDelay({ account: [at(1), at(2), at(3), at(4), at(5)], address: [] }, limits, now)).toBe(60);
    expect(loginDelay({ account: [], address: Array.from({ length: 20 }, () => at(10)) }, limits, now)).toBe(600);
  });
});
