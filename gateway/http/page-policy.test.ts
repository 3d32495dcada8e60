import { describe, expect, it } from '@jest/globals';
import { pagePolicy } from './page-policy';

describe('the content policy of a page', () => {
  it('allows inline styles to GraphiQL only, and inline scripts to nobody', () => {
    expect(pagePolicy('/graphiql', 'localhost:3000')).toContain("style-src 'self' 'unsafe-inline'");
    for (const path of ['/', '/assets/main-ABCDEFGH.js', '/graphiqlx']) expect(pagePolicy(path, 'localhost:3000')).not.toContain('unsafe');
    expect(pagePolicy('/graphiql', 'localhost:3000')).toContain("script-src 'self';");
  });

  it('allows sockets to the host that served the page, and to no other', () => {
    expect(pagePolicy('/', '[::1]:3000')).toContain("connect-src 'self' ws://[::1]:3000 wss://[::1]:3000;");
  });

  it.each(["a; script-src 'unsafe-inline'", 'a b', ''])('takes nothing from a host header that is no host: %s', (host) => {
    expect(pagePolicy('/', host)).toContain("connect-src 'self';");
  });
});
