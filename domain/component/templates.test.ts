import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadCatalog } from '#workers/catalog-files';
import { loadPriceTable } from '#workers/price-files';
import type { CloudProvider } from '../blueprint/content';
import { evaluateDesign } from '../blueprint/evaluate';
import { validate } from '../blueprint/validate';
import { estimate } from '../pricing/estimate';
import { appliedTwice, openGuardrails, type Guardrails } from './design-trial.fixture';
import { lowerDesign } from './lower';
import { isPortable } from './template';
import { designTemplate, designTemplates } from './template-registry';

const catalog = loadCatalog();
const clouds: CloudProvider[] = ['AWS', 'AZURE', 'GCP'];

/** Every template as it is, and every portable one on the other clouds. */
const cases = designTemplates.flatMap((template) =>
  clouds
    .filter((provider) => provider === template.provider || isPortable(template))
    .map((provider) => [template.slug, provider, { ...template.content, provider }] as const),
);

describe('the templates', () => {
  let guardrails: Guardrails;
  beforeAll(async () => {
    guardrails = await openGuardrails();
  });
  afterAll(() => guardrails.close());

  it('are at least twelve complete designs with distinct slugs, on all three clouds', () => {
    expect(designTemplates.length).toBeGreaterThanOrEqual(12);
    expect(new Set(designTemplates.map(({ slug }) => slug)).size).toBe(designTemplates.length);
    expect(new Set(designTemplates.map(({ provider }) => provider))).toEqual(new Set(clouds));
    for (const template of designTemplates) {
      expect(template.slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(designTemplate(template.slug)).toBe(template);
      expect(template.content.provider).toBe(template.provider);
      expect(template.content.outputs.length).toBeGreaterThan(0);
    }
    expect(designTemplate('no-such-template')).toBeUndefined();
  });

  describe.each(cases)('%s on %s', (_slug, _provider, content) => {
    const lowered = lowerDesign(content);

    it('is valid and evaluates', () => {
      expect(lowered.findings).toEqual([]);
      expect(validate(lowered.content, catalog)).toEqual([]);
      expect(evaluateDesign(lowered.content, catalog).diagnostics).toEqual([]);
    });

    it('is applied once and then plans nothing', async () => {
      const { failures, changesAfterwards, added } = await appliedTwice(lowered.content, catalog);
      expect({ failures, changesAfterwards }).toEqual({ failures: [], changesAfterwards: [] });
      expect(added).toBeGreaterThanOrEqual(lowered.content.resources.length);
    });

    it('has no grave violation of the guardrails', async () => {
      const denials = await guardrails.denials(lowered.content, catalog);
      expect(denials.filter(({ severity }) => severity === 'CRITICAL' || severity === 'HIGH')).toEqual([]);
    });
  });

  it('are priced for the most part', () => {
    const prices = loadPriceTable();
    const counted = cases.map(([slug, provider, content]) => {
      const { coverage, monthly } = estimate(evaluateDesign(lowerDesign(content).content, catalog).design, prices);
      return { design: `${slug} on ${provider}`, known: coverage.priced + coverage.free + coverage.usageBased, ...coverage, monthly };
    });
    const known = counted.reduce((sum, one) => sum + one.known, 0);
    const unpriced = counted.reduce((sum, one) => sum + one.unpriced, 0);
    const share = known / (known + unpriced);
    const types = [...new Set(counted.flatMap(({ unpricedTypes }) => unpricedTypes))].sort();
    process.stdout.write(
      `${counted.map(({ design, known: priced, unpriced: open, monthly }) => `${design}: ${priced} of ${priced + open} resources, USD ${monthly} a month`).join('\n')}\n` +
        `priced share of ${counted.length} designs: ${(share * 100).toFixed(1)} %; without a price: ${types.join(', ')}\n`,
    );
    expect(share).toBeGreaterThan(0.6);
  });
});
