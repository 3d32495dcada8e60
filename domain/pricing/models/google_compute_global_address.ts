import { textOf } from '../attributes';
import { hourlyLine } from '../billing/list-model';
import type { PricingModel } from '../model';

export const googleComputeGlobalAddress: PricingModel = {
  type: 'google_compute_global_address',
  usageKeys: [],
  components: (resource, context) =>
    textOf(resource.values, 'address_type') === 'INTERNAL' ? [] : [hourlyLine(resource, context, 'IP address (unused)')],
};
