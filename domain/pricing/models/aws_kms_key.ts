import { textOf } from '../attributes';
import { fixedLine, usageLine } from '../billing/list-model';
import type { PricingModel } from '../model';

/** Requests are priced by the kind of key. */
function requestLines(spec: string): string[] {
  if (spec === 'SYMMETRIC_DEFAULT') return ['Requests', 'ECC GenerateDataKeyPair requests', 'RSA GenerateDataKeyPair requests'];
  if (spec === 'RSA_2048') return ['Requests (RSA 2048)'];
  return ['Requests (asymmetric)'];
}

export const awsKmsKey: PricingModel = {
  type: 'aws_kms_key',
  usageKeys: [],
  components: (resource, context) => {
    const spec = textOf(resource.values, 'customer_master_key_spec') ?? 'SYMMETRIC_DEFAULT';
    return [
      fixedLine(resource, context, 'Customer master key', 'months', 1),
      ...requestLines(spec).map((name) => usageLine(resource, context, name, '10k requests', null, { sku: 'aws_kms_key' })),
    ];
  },
};
