import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRegoPool, type RegoPool } from './pool';
import { policySetId, type PolicySet } from './request';

const deny = ['http.send', 'opa.runtime', 'time.now_ns'];
const setOf = (modules: Record<string, string>, rest: Partial<PolicySet> = {}): PolicySet => ({
  id: policySetId({ modules, ...rest }),
  modules,
  ...rest,
});

const plain = setOf(
  { 'a.rego': 'package a\n\np if {\n\tprint("x is", input.x)\n\tinput.x > data.parameters.least\n}\n' },
  { data: { parameters: { least: 1 } } },
);
const slow = setOf({
  's.rego': [
    'package s',
    'loop := count([1 | some a in numbers.range(1, 9000); some b in numbers.range(1, 9000); a * b < 0])',
    'bomb := count([x | some i in numbers.range(1, 100000000); x := sprintf("%d", [i])])',
    'stubborn := count(regex.find_n("a*a*a*b", input.s, -1))',
  ].join('\n\n'),
});

describe('the pool of Rego engines', () => {
  let pool: RegoPool;

  beforeAll(async () => {
    pool = createRegoPool({ size: 1, memoryPages: 3_000 });
    await pool.ready();
    await pool.load(plain);
    await pool.load(slow);
  });
  afterAll(() => pool.close());

  const answers = async () => {
    const evaluated = await pool.evaluate({ id: plain.id, query: 'data.a.p = x', input: { x: 5 }, deadlineMs: 5_000 });
    return evaluated.ok && evaluated.bindings[0]?.['x'];
  };

  it('evaluates a query with its input and base document and reports what was printed', async () => {
    const evaluated = await pool.evaluate({ id: plain.id, query: 'data.a.p = x', input: { x: 5 }, deadlineMs: 5_000 });
    expect(evaluated).toEqual({ ok: true, bindings: [{ x: true }], prints: ['a.rego:4: x is 5'] });
  });

  it('answers no binding for an undefined result', async () => {
    const evaluated = await pool.evaluate({ id: plain.id, query: 'data.a.p = x', input: { x: 0 }, deadlineMs: 5_000 });
    expect(evaluated).toMatchObject({ ok: true, bindings: [] });
  });

  it('reports every syntax error of every module with file, row and column', async () => {
    const loaded = await pool.load(
      setOf({ 'a.rego': 'package a\n\nallow if {\n\tinput.x ==\n}\n', 'b.rego': 'package b\n\nq { true }\n' }),
    );
    expect(loaded.ok).toBe(false);
    const places = loaded.ok ? [] : loaded.errors.map(({ code, file, row }) => ({ code, file, row }));
    expect(places).toEqual([
      { code: 'rego_parse_error', file: 'a.rego', row: 5 },
      { code: 'rego_parse_error', file: 'b.rego', row: 3 },
    ]);
  });

  it('refuses a denied built-in at its place', async () => {
    const loaded = await pool.load(setOf({ 'a.rego': 'package a\n\np := http.send({"url": "http://x", "method": "get"})\n' }, { deny }));
    expect(loaded).toEqual({
      ok: false,
      errors: [{ code: 'rego_type_error', message: 'undefined function http.send', file: 'a.rego', row: 3, column: 6 }],
    });
  });

  it('forgets a set that failed to load', async () => {
    const broken = setOf({ 'a.rego': 'package a\n\np := q\n' });
    expect(await pool.load(broken)).toMatchObject({ ok: false, errors: [{ code: 'rego_unsafe_var_error' }] });
    const evaluated = await pool.evaluate({ id: broken.id, query: 'data.a.p = x', input: {}, deadlineMs: 1_000 });
    expect(evaluated).toMatchObject({ ok: false, errors: [{ code: 'no_policy' }] });
  });

  it('reads the METADATA of packages', async () => {
    const source = '# METADATA\n# title: A rule\n# description: Why\n# custom:\n#   severity: HIGH\npackage m\n\np := 1\n';
    expect(await pool.load(setOf({ 'm.rego': source }))).toEqual({
      ok: true,
      annotations: [{ file: 'm.rego', package: 'data.m', title: 'A rule', description: 'Why', custom: { severity: 'HIGH' } }],
    });
  });

  it('runs test rules and measures which lines they reached', async () => {
    const tested = setOf({
      'p.rego': 'package p\n\ndeny contains "a" if {\n\tinput.open\n}\n\ndeny contains "b" if {\n\tinput.never\n\tinput.ever\n}\n',
      'p_test.rego':
        'package p_test\n\nimport data.p\n\ntest_open if {\n\t"a" in p.deny with input as {"open": true}\n}\n\ntest_wrong if {\n\t"b" in p.deny\n}\n',
    });
    await pool.load(tested);
    const outcome = await pool.test({ id: tested.id, coverage: true, deadlineMs: 5_000 });
    expect(outcome.ok && outcome.tests.map(({ name, state }) => [name, state])).toEqual([
      ['data.p_test.test_open', 'pass'],
      ['data.p_test.test_wrong', 'fail'],
    ]);
    expect(outcome.ok && outcome.coverage['p.rego']?.notCovered).toEqual([7, 8, 9]);
  });

  it('ends an evaluation at its deadline and goes on in the same engine', async () => {
    const evaluated = await pool.evaluate({ id: slow.id, query: 'data.s.loop = x', input: {}, deadlineMs: 200 });
    expect(evaluated).toMatchObject({ ok: false, errors: [{ code: 'deadline' }] });
    expect(pool.stats().alive).toBe(1);
    expect(await answers()).toBe(true);
  });

  it('ends the worker when a built-in never looks at the clock, and answers the next request from a new one', async () => {
    const input = { s: 'a'.repeat(1_500_000) };
    const evaluated = await pool.evaluate({ id: slow.id, query: 'data.s.stubborn = x', input, deadlineMs: 200 });
    expect(evaluated).toMatchObject({ ok: false, errors: [{ code: 'deadline' }] });
    expect(pool.stats().alive).toBe(0);
    expect(await answers()).toBe(true);
  });

  it('survives a policy that exhausts the memory', async () => {
    const evaluated = await pool.evaluate({ id: slow.id, query: 'data.s.bomb = x', input: {}, deadlineMs: 60_000 });
    expect(evaluated).toMatchObject({ ok: false, errors: [{ code: 'out_of_memory' }] });
    expect(await answers()).toBe(true);
  }, 60_000);

  it('answers deep nesting with an error of its own', async () => {
    const loaded = await pool.load(setOf({ 'd.rego': `package d\n\np := ${'['.repeat(200_000)}${']'.repeat(200_000)}` }));
    expect(loaded.ok ? [] : loaded.errors[0]).toMatchObject({
      code: 'rego_parse_error',
      file: 'd.rego',
      message: 'max parsing recursion depth exceeded',
    });
    let nested: unknown = [];
    for (let depth = 0; depth < 100_000; depth++) nested = [nested];
    const evaluated = await pool.evaluate({ id: plain.id, query: 'data.a.p = x', input: { x: 5, nested }, deadlineMs: 5_000 });
    expect(evaluated).toMatchObject({ ok: false, errors: [{ code: 'stack_exhausted' }] });
    expect(await answers()).toBe(true);
  });

  it('caps what a policy prints', async () => {
    const chatty = setOf({ 'c.rego': 'package c\n\np := count([1 | some i in numbers.range(1, 5000); print(i)])\n' });
    await pool.load(chatty);
    const evaluated = await pool.evaluate({ id: chatty.id, query: 'data.c.p = x', input: {}, deadlineMs: 5_000 });
    expect(evaluated.ok && evaluated.prints.length).toBe(200);
  });
});

describe('a pool under pressure', () => {
  it('answers busy when the queue is full, and closed to what waits when it shuts down', async () => {
    const pool = createRegoPool({ size: 1, queueLimit: 1 });
    await pool.ready();
    await pool.load(slow);
    const ask = () => pool.evaluate({ id: slow.id, query: 'data.s.loop = x', input: {}, deadlineMs: 20_000 });
    const running = ask();
    const waiting = ask();
    expect(await ask()).toMatchObject({ ok: false, errors: [{ code: 'busy' }] });
    await pool.close();
    expect(await Promise.all([running, waiting, ask()])).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ errors: [expect.objectContaining({ code: 'closed' })] })),
    );
  });

  it('rejects when the engine file is missing', async () => {
    const pool = createRegoPool({ size: 1, wasmPath: '/nowhere/rego.wasm' });
    await expect(pool.ready()).rejects.toThrow('ENOENT');
    await expect(pool.load(plain)).rejects.toThrow('ENOENT');
    await pool.close();
  });
});
