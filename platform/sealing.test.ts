import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSealing } from './sealing';

describe('sealing', () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];

  it('gives back what was sealed, and shows nothing of it', () => {
    const sealed = createSealing([first]).seal('a secret value', 'row-1');
    expect(Buffer.from(sealed).includes('secret')).toBe(false);
    expect(createSealing([first]).open(sealed, 'row-1')).toBe('a secret value');
  });

  it('refuses bytes that were changed or belong to another row', () => {
    const sealing = createSealing([first]);
    const sealed = sealing.seal('state', 'row-1');
    expect(() => sealing.open(sealed, 'row-2')).toThrow(/cannot be opened/);
    sealed[sealed.length - 1]! ^= 1;
    expect(() => sealing.open(sealed, 'row-1')).toThrow(/cannot be opened/);
  });

  it('opens with a former key after a rotation and fails closed without it', () => {
    const sealed = createSealing([first]).seal('state', 'row');
    expect(createSealing([second, first]).open(sealed, 'row')).toBe('state');
    expect(() => createSealing([second]).open(sealed, 'row')).toThrow(/key/);
  });
});
