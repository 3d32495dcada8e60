import { evaluateDesign } from '#domain/blueprint/evaluate';
import { importHcl } from '#domain/blueprint/import-hcl';
import { allFindingsQuery } from '#domain/policy/entry';
import { designInput } from '#domain/policy/input';
import { createRegoPool } from '#platform/rego/pool';
import { loadCatalog } from '#workers/catalog-files';
import { librarySet } from '../subgraphs/guardrail/library';
import { terraform } from './kit/designs';
import { median, quantile, report, reportLoad, timed } from './kit/measure';

/** All rules of the library over 500 resources on one warm engine; held against what one resource costs. */
const resources = 500;
const rounds = 20;
const catalog = loadCatalog();
const context = {
  organization: 'o',
  project: null,
  environment: null,
  region: 'us-east-1',
  cost: { monthly: null, delta: null },
  actor: null,
  time: '2026-01-01T00:00:00.000Z',
};

function inputOf(count: number) {
  const { content } = importHcl([{ path: 'main.tf', content: terraform(count) }], catalog);
  return designInput(evaluateDesign(content, catalog).design, context);
}

const pool = createRegoPool({ size: 1 });
await pool.ready();
const [loading] = await timed(1, () => pool.load(librarySet));
async function evaluate(input: ReturnType<typeof inputOf>): Promise<number[]> {
  const times = await timed(rounds + 3, async () => {
    const answer = await pool.evaluate({ id: librarySet.id, query: allFindingsQuery, input, deadlineMs: 30_000 });
    if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  });
  return times.slice(3);
}
const small = median(await evaluate(inputOf(4)));
const large = await evaluate(inputOf(resources));
await pool.close();
reportLoad();
report(`load the library (${Object.keys(librarySet.modules).length} modules) once`, loading!);
report(`library x ${resources} resources, p50`, median(large), { against: ['4 resources', small] });
report(`library x ${resources} resources, p95`, quantile(large, 0.95));
