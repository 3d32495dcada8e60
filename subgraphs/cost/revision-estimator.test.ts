import { describe, expect, it } from '@jest/globals';
import { emptyContent } from '#domain/blueprint/content';
import type { CostEstimate, ResourceCost } from '#domain/pricing/estimate';
import { createRevisionEstimator } from './revision-estimator';

const content = () => Promise.resolve(emptyContent('AWS', 'us-east-1'));
const resource: ResourceCost = { address: 'a.b', type: 'a', priced: true, free: false, monthly: '1', hourly: null, components: [] };
const made: CostEstimate = {
  currency: 'USD',
  monthly: '1',
  hourly: '0',
  coverage: { priced: 1, free: 0, usageBased: 0, unpriced: 0, unpricedTypes: [] },
  resources: [resource],
  pricesAsOf: '2026-01-01',
};

function counting(outcomes: (CostEstimate | Error)[] = []) {
  let calls = 0;
  const estimateDesign = (): Promise<CostEstimate> => {
    const outcome = outcomes[calls] ?? made;
    calls += 1;
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
  };
  return { estimateDesign, calls: () => calls };
}

const order = (revisionId: string, usageHash = 'none') => ({ revisionId, usage: {}, usageHash, content });

describe('createRevisionEstimator', () => {
  it('estimates a revision once for everybody who asks at the same time and afterwards', async () => {
    const work = counting();
    const estimator = createRevisionEstimator(work);
    await Promise.all([estimator.estimate(order('r')), estimator.estimate(order('r'))]);
    await estimator.estimate(order('r'));
    expect(work.calls()).toBe(1);
  });

  it('estimates anew with other usage assumptions', async () => {
    const work = counting();
    const estimator = createRevisionEstimator(work);
    await estimator.estimate(order('r'));
    await estimator.estimate(order('r', 'busy'));
    expect(work.calls()).toBe(2);
  });

  it('lets go of what was asked for longest ago once there is too much', async () => {
    const work = counting();
    const estimator = createRevisionEstimator(work, 4);
    for (const id of ['a', 'b', 'a', 'c', 'a']) await estimator.estimate(order(id));
    expect(work.calls()).toBe(3);
    await estimator.estimate(order('b'));
    expect(work.calls()).toBe(4);
  });

  it('does not keep a failure', async () => {
    const estimator = createRevisionEstimator(counting([new Error('worker died')]));
    await expect(estimator.estimate(order('r'))).rejects.toThrow('worker died');
    await expect(estimator.estimate(order('r'))).resolves.toBe(made);
  });
});
