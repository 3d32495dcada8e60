import { afterAll, describe, expect, it } from '@jest/globals';
import { createEngine } from './engine';
import { createPolicyTester } from './policy-tester';

const policy = [
  'package a',
  '',
  'import data.lintel.lib.resource',
  '',
  'deny contains 1 if {',
  '\tinput.open',
  '}',
  '',
  'deny contains 2 if {',
  '\tinput.never',
  '}',
  '',
].join('\n');
const tests = [
  'package a_test',
  '',
  'import data.a',
  '',
  'test_open if 1 in a.deny with input as {"open": true}',
  '',
  'test_wrong if 2 in a.deny',
  '',
].join('\n');

describe('testing unsaved policies', () => {
  const engine = createEngine(1);
  const tester = createPolicyTester(engine);
  afterAll(() => engine.stop());

  it('reports each test, and the share of rule lines that the tests reached', async () => {
    const { results, diagnostics, coverage } = await tester.test([
      { path: 'a.rego', content: policy },
      { path: 'a_test.rego', content: tests },
    ]);
    expect(results).toEqual([
      { name: 'data.a_test.test_open', passed: true, durationMs: expect.any(Number), message: null },
      { name: 'data.a_test.test_wrong', passed: false, durationMs: expect.any(Number), message: 'The test is not true.' },
    ]);
    expect(diagnostics).toEqual([]);
    expect(coverage).toBeGreaterThan(0.4);
    expect(coverage).toBeLessThan(1);
  }, 30_000);

  it('names the place of what does not compile', async () => {
    const { results, diagnostics } = await tester.test([{ path: 'a.rego', content: 'package a\n\np := q\n' }]);
    expect(results).toEqual([]);
    expect(diagnostics).toMatchObject([{ path: 'a.rego', row: 3, column: 6, code: 'rego_unsafe_var_error' }]);
  });

  it('refuses built-ins that are not pure', async () => {
    const { diagnostics } = await tester.test([
      { path: 'a.rego', content: 'package a\n\np := http.send({"method": "get", "url": "x"})\n' },
    ]);
    expect(diagnostics).toMatchObject([{ path: 'a.rego', row: 3, code: 'BUILTIN_REFUSED', message: expect.stringContaining('http.send') }]);
  });
});
