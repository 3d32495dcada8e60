import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRegoPool, type RegoPool } from '#platform/rego/pool';
import { policySetId } from '#platform/rego/request';
import type { EvaluatedDesign } from '../blueprint/evaluated';
import { brokenResources } from './broken-resources.fixture';
import { refusedBuiltin, refusedBuiltins } from './capabilities';
import { allFindingsQuery, readFindings, ruleFindingsQuery } from './entry';
import { designInput, type PolicyContext } from './input';
import { libraryModules, policyLibrary, sharedModules } from './library';

const context: PolicyContext = {
  organization: 'o',
  project: null,
  environment: null,
  region: null,
  cost: { monthly: null, delta: null },
  actor: null,
  time: '2026-01-01T00:00:00Z',
};
const designOf = (resources: typeof brokenResources): EvaluatedDesign => ({
  provider: 'AWS',
  region: 'eu-central-1',
  dataSources: [],
  providers: [],
  variables: {},
  outputs: {},
  resources: resources.map(({ type, values }, index) => ({
    address: `${type}.r${index}`,
    blockAddress: `${type}.r${index}`,
    type,
    name: `r${index}`,
    provider: 'AWS',
    region: 'eu-central-1',
    module: '',
    values,
    unknown: [],
    references: {},
    dependsOn: [],
    providerConfiguration: 'aws',
  })),
});

const rules = policyLibrary.map(({ rule }) => rule);
const ruleModules = Object.fromEntries(policyLibrary.map(({ file, rego }) => [file, rego]));
const library = { modules: libraryModules, deny: refusedBuiltins };
const set = { ...library, id: policySetId(library) };

const root = join('domain', 'policy', 'library');
const testModules = Object.fromEntries(
  [
    ...policyLibrary.map(({ file }) => file.replace('policy.rego', 'policy_test.rego')),
    ...readdirSync(join(root, 'lib')).map((name) => join(root, 'lib', name)),
  ].map((file) => [file, readFileSync(file, 'utf8')]),
);

describe('the policy library', () => {
  let pool: RegoPool;
  beforeAll(async () => {
    pool = createRegoPool({ size: 1 });
    expect(await pool.load(set)).toMatchObject({ ok: true });
  });
  afterAll(() => pool.close());

  it('passes its own tests, at least three for each rule', async () => {
    const tests = { ...ruleModules, ...testModules };
    const id = policySetId({ modules: tests });
    expect(await pool.load({ id, modules: tests })).toMatchObject({ ok: true });
    const outcome = await pool.test({ id, deadlineMs: 30_000 });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
    expect(outcome.tests.filter(({ state }) => state !== 'pass')).toEqual([]);
    const thin = policyLibrary.filter(
      (policy) => outcome.tests.filter(({ name }) => name.startsWith(`data.${policy.package}_test.`)).length < 3,
    );
    expect(thin.map(({ rule }) => rule)).toEqual([]);
  });

  it('fires every rule on the sample that breaks them all', async () => {
    const evaluated = await pool.evaluate({
      id: set.id,
      query: allFindingsQuery,
      input: designInput(designOf(brokenResources), context),
      deadlineMs: 10_000,
    });
    const { found, malformed } = readFindings(evaluated.ok ? (evaluated.bindings[0]?.['x'] ?? null) : null, rules);
    expect(malformed).toEqual([]);
    expect(found.filter(({ denied }) => denied.length === 0).map(({ rule }) => rule)).toEqual([]);
    expect(found.flatMap(({ undecided }) => undecided)).toEqual([]);
  });

  it.each([
    ['http.send', 'http.send({"method": "get", "url": "http://169.254.169.254"})'],
    ['net.lookup_ip_addr', 'net.lookup_ip_addr("example.com")'],
    ['opa.runtime', 'opa.runtime()'],
    ['rego.parse_module', 'rego.parse_module("a.rego", "package a")'],
    ['time.now_ns', 'time.now_ns()'],
    ['trace', 'trace("x")'],
    ['rand.intn', 'rand.intn("x", 10)'],
    ['uuid.rfc4122', 'uuid.rfc4122("x")'],
  ])('refuses a policy that calls %s, at its place', async (name, call) => {
    const refused = { modules: { 'own.rego': `package own\n\np := ${call}\n` }, deny: refusedBuiltins };
    const loaded = await pool.load({ ...refused, id: policySetId(refused) });
    expect(loaded).toMatchObject({ ok: false, errors: [{ code: 'rego_type_error', file: 'own.rego', row: 3, column: 6 }] });
    expect(loaded.ok ? null : loaded.errors.map(refusedBuiltin)).toEqual([name]);
  });

  it("lets a policy of one's own import the shared modules", async () => {
    const source =
      'package own\n\nimport data.lintel.lib.resource\n\ndeny contains resource.finding(r, ["a"], "m") if some r in resource.of(["aws_vpc"])\n';
    const own = { modules: { ...sharedModules, 'own.rego': source }, deny: refusedBuiltins };
    const id = policySetId(own);
    await pool.load({ ...own, id });
    const input = designInput(designOf([{ type: 'aws_vpc', values: {} }]), context);
    const evaluated = await pool.evaluate({ id, query: 'data.own.deny = x', input, deadlineMs: 5_000 });
    expect(evaluated).toMatchObject({ ok: true, bindings: [{ x: [{ address: 'aws_vpc.r0', path: ['a'], message: 'm' }] }] });
  });

  it('says nothing about an empty design, all at once or rule by rule', async () => {
    const input = designInput(designOf([]), context);
    for (const query of [allFindingsQuery, ruleFindingsQuery('AWS.EC2.NO_PUBLIC_SSH')]) {
      const evaluated = await pool.evaluate({ id: set.id, query, input, deadlineMs: 10_000 });
      const { found } = readFindings(evaluated.ok ? (evaluated.bindings[0]?.['x'] ?? null) : null, rules);
      expect(found).toHaveLength(rules.length);
      expect(found.flatMap(({ denied, undecided }) => [...denied, ...undecided])).toEqual([]);
    }
  });

  it('covers all three clouds and is most severe where the whole internet gets in', () => {
    expect(new Set(policyLibrary.map(({ provider }) => provider))).toEqual(new Set(['AWS', 'AZURE', 'GCP']));
    expect(policyLibrary.filter(({ rule }) => /NO_PUBLIC_(SSH|RDP)$/.test(rule)).map(({ severity }) => severity)).toEqual(
      Array(6).fill('CRITICAL'),
    );
  });
});
