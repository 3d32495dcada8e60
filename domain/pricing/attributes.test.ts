import { describe, expect, it } from '@jest/globals';
import { blocksOf, choiceOf, flagOf, isUndecided, quantityOf, textOf } from './attributes';

describe('attributes', () => {
  it('takes the default only when the attribute is absent', () => {
    expect(quantityOf({}, 'size', 8)?.toFixed()).toBe('8');
    expect(quantityOf({ size: null }, 'size', 8)?.toFixed()).toBe('8');
    expect(quantityOf({ size: '${var.size}' }, 'size', 8)).toBeNull();
    expect(choiceOf({}, 'type', 'gp2')).toBe('gp2');
    expect(choiceOf({ type: '${var.type}' }, 'type', 'gp2')).toBe('unknown');
  });

  it.each([[-5], [Number.POSITIVE_INFINITY], ['-5'], ['1e999'], ['9'.repeat(100)], [true], [[8]]])(
    'does not know a quantity of %p',
    (size) => {
      expect(quantityOf({ size }, 'size', 8)).toBeNull();
    },
  );

  it('reads numbers and flags that are written as text', () => {
    expect(quantityOf({ size: '100' }, 'size', null)?.toFixed()).toBe('100');
    expect([flagOf({ on: 'true' }, 'on'), flagOf({ on: false }, 'on', true), flagOf({}, 'on', true)]).toEqual([true, false, true]);
    expect([isUndecided({ on: '${var.on}' }, 'on'), isUndecided({ on: true }, 'on'), isUndecided({}, 'on')]).toEqual([true, false, false]);
  });

  it('keeps an escaped template as plain text', () => {
    expect(textOf({ name: 'a$${b}' }, 'name')).toBe('a$${b}');
    expect(textOf({ name: 'a${b}' }, 'name')).toBeUndefined();
  });

  it('gives one block or many, and nothing for an expression', () => {
    expect(blocksOf({ disk: { size: 1 } }, 'disk')).toEqual([{ size: 1 }]);
    expect(blocksOf({ disk: [{ size: 1 }, 'x'] }, 'disk')).toEqual([{ size: 1 }]);
    expect(blocksOf({ disk: '${var.disks}' }, 'disk')).toEqual([]);
  });
});
