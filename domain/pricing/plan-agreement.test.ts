import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadCatalog } from '#workers/catalog-files';
import { loadPriceTable } from '#workers/price-files';
import type { BlueprintContent } from '../blueprint/content';
import { evaluateDesign } from '../blueprint/evaluate';
import { importHcl } from '../blueprint/import-hcl';
import { createMemoryCloud } from '../engine/cloud';
import { maskedPlan } from '../engine/masked-plan';
import { planDesign } from '../engine/plan-design';
import { estimate } from './estimate';
import { planDesigns } from './plan-design';

const corpus = new URL('../../../shared/data/cost/dev.json', import.meta.url);
const describeWithCorpus = existsSync(corpus) ? describe : describe.skip;

const catalog = loadCatalog();
const prices = loadPriceTable();

async function costOfPlan(content: BlueprintContent): Promise<{ planned: unknown; designed: unknown } | null> {
  const design = evaluateDesign(content, catalog).design;
  const order = {
    content,
    catalog,
    priorState: null,
    cloud: createMemoryCloud(),
    mode: 'apply',
    lineage: 'l',
    now: '2026-01-01T00:00:00.000Z',
  } as const;
  const plan = await planDesign(order);
  if (!plan.ok) return null;
  const { after } = planDesigns({ plan: maskedPlan(plan.value.json), planned: design, deployed: null, simulated: { catalog } });
  const amounts = ({ monthly, coverage }: ReturnType<typeof estimate>) => ({ monthly, coverage });
  return { planned: amounts(estimate(after, prices)), designed: amounts(estimate(design, prices)) };
}

describeWithCorpus('estimates of plans', () => {
  it('say of a first plan what the design says, for every tenth real configuration', async () => {
    const cases = JSON.parse(readFileSync(corpus, 'utf8')) as { tf: string }[];
    let compared = 0;
    for (const { tf } of cases.filter((_case, at) => at % 10 === 0)) {
      const cost = await costOfPlan(importHcl([{ path: 'main.tf', content: tf }], catalog).content);
      if (!cost) continue;
      expect(cost.planned).toEqual(cost.designed);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(100);
  });
});
