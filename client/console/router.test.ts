import { describe, expect, it } from '@jest/globals';
import { hrefOf, parseRoute } from './router';

describe('a route', () => {
  it('comes back from its own link', () => {
    expect(parseRoute(hrefOf('acme & co', 'blueprints', 'a/b'))).toEqual({ organization: 'acme & co', page: 'blueprints', rest: ['a/b'] });
  });

  it('is the list of blueprints when no page is named', () => {
    expect(parseRoute('')).toEqual({ organization: undefined, page: 'blueprints', rest: [] });
    expect(parseRoute('#/acme')).toEqual({ organization: 'acme', page: 'blueprints', rest: [] });
  });

  it('survives a stray percent sign', () => {
    expect(parseRoute('#/50%/import').organization).toBe('50%');
  });
});
