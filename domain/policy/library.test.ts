import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRegoPool, type RegoPool } from '#platform/rego/pool';
import { policySetId } from '#platform/rego/request';
import type { EvaluatedDesign } from '../blueprint/evaluated';
import { brokenResources } from './broken-resources.fixture';
import { refusedBuiltins } from './capabilities';
import { allFindingsQuery, entryFile, entryModule, readFindings, ruleFindingsQuery } from './entry';
import { designInput, type PolicyContext } from './input';
import { policyLibrary, sharedModules } from './library';

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
const modules = { ...ruleModules, ...sharedModules, [entryFile]: entryModule(policyLibrary) };
const set = { id: policySetId({ modules, deny: refusedBuiltins }), modules, deny: refusedBuiltins };

const root = join('domain', 'policy', 'library');
const testModules = Object.fromEntries([
  ...policyLibrary.map(({ file }) => file.replace('policy.rego', 'policy_test.rego')),
  ...readdirSync(join(root, 'lib')).map((name) => join(root, 'lib', name)),
].map((file) => [file, readFileSync(file, 'utf8')]));

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
    const thin = policyLibrary.filter((policy) => outcome.tests.filter(({ name }) => name.startsWith(`data.${policy.package}_test.`)).length < 3);
    expect(thin.map(({ rule }) => rule)).toEqual([]);
  });

  it('fires every rule on the sample that breaks them all', async () => {
    const evaluated = await pool.evaluate({ id: set.id, query: allFindingsQuery, input: designInput(designOf(brokenResources), context), deadlineMs: 10_000 });
    const { found, malformed } = readFindings(evaluated.ok ? (evaluated.bindings[0]?.['x'] ?? null) : null, rules);
    expect(malformed).toEqual([]);
    expect(found.filter(({ denied }) => denied.length === 0).map(({ rule }) => rule)).toEqual([]);
    expect(found.flatMap(({ undecided }) => undecided)).toEqual([]);
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
    expect(policyLibrary.filter(({ rule }) => /NO_PUBLIC_(SSH|RDP)$/.test(rule)).map(({ severity }) => severity)).toEqual(Array(6).fill('CRITICAL'));
  });
});
