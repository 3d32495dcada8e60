import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadCatalog } from '#workers/catalog-files';
import { createRegoPool, type RegoPool } from '#platform/rego/pool';
import { policySetId } from '#platform/rego/request';
import { evaluateDesign } from '../blueprint/evaluate';
import { importHcl } from '../blueprint/import-hcl';
import type { JsonObject } from '../json';
import { refusedBuiltins } from './capabilities';
import { allFindingsQuery, readFindings, type Finding } from './entry';
import { designInput, type PolicyContext } from './input';
import { libraryModules, policyLibrary } from './library';

/** Labelled files of checkov's own test suite. */
const DATA = '../shared/data/guardrails/dev.json';
const describeWithData = existsSync(DATA) ? describe : describe.skip;

interface LabelledCase {
  case_id: string;
  check_id: string;
  source: 'checkov' | 'trivy';
  files: { path: string; text: string | null; json: JsonObject }[];
  pass: string[];
  fail: string[];
}
interface Outcome {
  label: string;
  wanted: string;
  got: string;
}

const context: PolicyContext = {
  organization: 'o',
  project: null,
  environment: null,
  region: null,
  cost: { monthly: null, delta: null },
  actor: null,
  time: '2026-01-01T00:00:00Z',
};

const rules = policyLibrary.map(({ rule }) => rule);
const library = { modules: libraryModules, deny: refusedBuiltins };
const set = { ...library, id: policySetId(library) };

/** Labels name a data source without "data.", and instances made by its own for_each with their keys. */
const isAbout = (findings: Finding[], address: string) =>
  findings.some((finding) => finding.address === address || finding.address === `data.${address}`);

describeWithData('the policy library against labelled files', () => {
  const catalog = loadCatalog();
  let pool: RegoPool;
  beforeAll(async () => {
    pool = createRegoPool({ size: 1 });
    await pool.load(set);
  });
  afterAll(() => pool.close());

  /** Compares one file with its labels; null when its HCL does not parse. */
  async function outcomesOf(
    { case_id: id, check_id: check, files, pass, fail }: LabelledCase,
    claims: Set<string>,
  ): Promise<Outcome[] | null> {
    const sources = files.map(({ path, text, json }) =>
      text === null ? { path: `${path}.json`, content: JSON.stringify(json) } : { path, content: text },
    );
    const { content, diagnostics } = importHcl(sources, catalog);
    if (diagnostics.some(({ code }) => code === 'HCL_SYNTAX')) return null;
    const input = designInput(evaluateDesign(content, catalog).design, context);
    const answer = await pool.evaluate({ id: set.id, query: allFindingsQuery, input, deadlineMs: 10_000 });
    if (!answer.ok) throw new Error(`${id}: ${JSON.stringify(answer.errors)}`);
    const claimed = readFindings(answer.bindings[0]?.['x'] ?? null, rules).found.filter(({ rule }) => claims.has(rule));
    const got = (address: string) => {
      if (claimed.some(({ denied }) => isAbout(denied, address))) return 'fail';
      return claimed.some(({ undecided }) => isAbout(undecided, address)) ? 'undecided' : 'pass';
    };
    const labelled = [...pass.map((address) => ({ address, wanted: 'pass' })), ...fail.map((address) => ({ address, wanted: 'fail' }))];
    return labelled.map(({ address, wanted }) => ({ label: `${id} ${check} ${address}`, wanted, got: got(address) }));
  }

  it('agrees with at least 97 % of the labels of the checks it claims', async () => {
    const { cases } = JSON.parse(readFileSync(DATA, 'utf8')) as { cases: LabelledCase[] };
    const outcomes: Outcome[] = [];
    for (const labelled of cases.filter(({ source }) => source === 'checkov')) {
      const claims = policyLibrary.filter(({ controls }) =>
        controls.some(({ framework, id }) => framework === 'checkov' && id === labelled.check_id),
      );
      if (claims.length === 0) continue;
      outcomes.push(...((await outcomesOf(labelled, new Set(claims.map(({ rule }) => rule)))) ?? []));
    }
    const wrong = outcomes.filter(({ wanted, got }) => wanted !== got).map(({ label, wanted, got }) => `${label}: ${wanted}, got ${got}`);
    expect(outcomes.length).toBeGreaterThan(80);
    expect(wrong.length > outcomes.length * 0.03 ? wrong : []).toEqual([]);
  }, 60_000);
});
