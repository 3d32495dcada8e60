import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadPriceTable } from '#workers/price-files';
import { pricingModel } from '../model-registry';
import { agreementOf } from './agreement';
import type { CostCase } from './cost-case';

const file = new URL('../../../../shared/data/cost/dev.json', import.meta.url);

/** Cases that the clouds' own price sheets decide otherwise; the reason beside each. */
const knownDifferences: Record<string, string> = {
  'aws/instance_test#aws_instance.instance_withLaunchTemplateById': 'no list of dedicated-tenancy prices: unpriced',
  'aws/lb_test#aws_lb.nlb1_usage': 'capacity units follow the largest dimension, here new connections',
};

/** Tiered capacity of more than 50 TB: the second tier ends at 500 TB, so it holds 450 TB. Hot file reads have no exact price. */
const knownTypes = ['azurerm_storage_account'];

const suite = existsSync(file) ? describe : describe.skip;

suite('agreement with the cost cases of ../shared/data/cost/dev.json', () => {
  const cases = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as CostCase[]) : [];
  const prices = loadPriceTable();
  const scored = cases.filter((one) => pricingModel(one.resourceType)).map((one) => agreementOf(one, prices));

  it('bills every case of the modelled types to the cent', () => {
    const wrong = scored.filter((one) => !one.amounts && !knownTypes.includes(one.type) && knownDifferences[one.id] === undefined);
    expect(wrong.map(({ id, differences }) => ({ id, differences }))).toEqual([]);
  });

  it('bills at least 97 of 100 cases to the cent, the known differences included', () => {
    expect(scored.length).toBeGreaterThanOrEqual(380);
    expect(scored.filter((one) => one.amounts).length / scored.length).toBeGreaterThanOrEqual(0.97);
  });
});
