import Big from 'big.js';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import { firstBlock, quantityOf } from '../attributes';
import { usageLine } from '../billing/list-model';
import { splitTiers, type Tier } from '../billing/tiers';
import type { PricedComponent } from '../component';
import type { ModelContext, PricingModel } from '../model';

/** GB-seconds of a month are priced in bands that differ by processor. */
const tiers: Record<'x86_64' | 'arm64', Tier[]> = {
  x86_64: [
    { name: 'Duration (first 6B)', size: 6e9 },
    { name: 'Duration (next 9B)', size: 9e9 },
    { name: 'Duration (over 15B)', size: null },
  ],
  arm64: [
    { name: 'Duration (first 7.5B)', size: 7.5e9 },
    { name: 'Duration (next 11.25B)', size: 11.25e9 },
    { name: 'Duration (over 18.75B)', size: null },
  ],
};

/** Ephemeral storage up to 512 MB is included. */
const freeStorageMb = 512;

function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const { values } = resource;
  const architecture = Array.isArray(values.architectures) && values.architectures[0] === 'arm64' ? 'arm64' : 'x86_64';
  const requests = context.usage.amount('monthly_requests');
  const milliseconds = context.usage.amount('request_duration_ms');
  const seconds = requests && milliseconds && requests.times(milliseconds).div(1000);
  const memory = quantityOf(values, 'memory_size', 128);
  const gbSeconds = seconds && memory && seconds.times(memory).div(1024);
  const storage = quantityOf(firstBlock(values, 'ephemeral_storage'), 'size', freeStorageMb);
  const extra = storage && (storage.gt(freeStorageMb) ? storage.minus(freeStorageMb) : new Big(0));
  const showStorage = seconds === null || extra === null || extra.gt(0);
  const facts = { architectures: architecture };
  return [
    usageLine(resource, context, 'Requests', '1M requests', requests, { per: 1_000_000 }),
    ...(showStorage
      ? [usageLine(resource, context, 'Ephemeral storage', 'GB-seconds', seconds && extra && seconds.times(extra).div(1024), { facts })]
      : []),
    ...splitTiers(gbSeconds, tiers[architecture]).map(({ name, quantity }) =>
      usageLine(resource, context, name, 'GB-seconds', quantity, { facts }),
    ),
  ];
}

export const awsLambdaFunction: PricingModel = {
  type: 'aws_lambda_function',
  usageKeys: ['monthly_requests', 'request_duration_ms'],
  components,
};
