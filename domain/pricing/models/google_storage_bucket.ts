import type Big from 'big.js';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import { choiceOf } from '../attributes';
import { usageLine } from '../billing/list-model';
import { splitTiers } from '../billing/tiers';
import { component, type PricedComponent } from '../component';
import { findRate, listRate } from '../list-price';
import type { ModelContext, PricingModel } from '../model';
import { ownValue } from '../own-value';

/** Names of the classes in the price list. */
const listNames: Record<string, string> = { standard: 'standard', nearline: 'nearline', coldline: 'coldline', archive: 'archiv' };

const egressPlaces: { key: string; name: string }[] = [
  { key: 'worldwide', name: 'Data transfer to worldwide excluding Asia, Australia' },
  { key: 'asia', name: 'Data transfer to Asia excluding China, but including Hong Kong' },
  { key: 'china', name: 'Data transfer to China excluding Hong Kong' },
  { key: 'australia', name: 'Data transfer to Australia' },
];
const egressTiers = [
  { suffix: '(first 1TB)', size: 1024 },
  { suffix: '(next 9TB)', size: 9216 },
  { suffix: '(over 10TB)', size: null },
];

function storageLine(kind: string, resource: EvaluatedResource, context: ModelContext): PricedComponent {
  const name = `Storage (${kind})`;
  const listed = findRate(context, { provider: 'GCP', service: 'Cloud Storage', sku: `bucket/${ownValue(listNames, kind) ?? kind}` });
  return component({
    name,
    unit: 'GiB',
    quantity: context.usage.amount('storage_gb'),
    rate: listed ?? listRate(resource, context, name),
    usageBased: true,
  });
}

function egress(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const path = ['Network egress'];
  const amount = (key: string): Big | null => context.usage.amount(`monthly_egress_data_transfer_gb.${key}`);
  return [
    usageLine(resource, context, 'Data transfer in same continent', 'GB', amount('same_continent'), { path }),
    ...egressPlaces.flatMap(({ key, name }) =>
      splitTiers(
        amount(key),
        egressTiers.map(({ suffix, size }) => ({ name: `${name} ${suffix}`, size })),
      ).map((tier) => usageLine(resource, context, tier.name, 'GB', tier.quantity, { path })),
    ),
  ];
}

function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const kind = choiceOf(resource.values, 'storage_class', 'STANDARD')
    .toLowerCase()
    .replace(/^(multi_)?regional$/, 'standard');
  const line = (name: string, key: string): PricedComponent =>
    usageLine(resource, context, name, '10k operations', context.usage.amount(key), { per: 10_000 });
  const retrieval = findRate(context, { provider: 'GCP', service: 'Cloud Storage', sku: `retrieval/${ownValue(listNames, kind) ?? kind}` });
  return [
    storageLine(kind, resource, context),
    line('Object adds, bucket/object list (class A)', 'monthly_class_a_operations'),
    line('Object gets, retrieve bucket/object metadata (class B)', 'monthly_class_b_operations'),
    ...(kind === 'standard'
      ? []
      : [
          component({
            name: 'Data retrieval',
            unit: 'GB',
            quantity: context.usage.amount('monthly_data_retrieval_gb'),
            rate: retrieval,
            usageBased: true,
          }),
        ]),
    ...egress(resource, context),
  ];
}

export const googleStorageBucket: PricingModel = {
  type: 'google_storage_bucket',
  usageKeys: [
    'storage_gb',
    'monthly_class_a_operations',
    'monthly_class_b_operations',
    'monthly_data_retrieval_gb',
    'monthly_egress_data_transfer_gb.same_continent',
    ...egressPlaces.map(({ key }) => `monthly_egress_data_transfer_gb.${key}`),
  ],
  components,
};
