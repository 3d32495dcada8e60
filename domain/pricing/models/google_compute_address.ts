import { textOf } from '../attributes';
import { component, hoursPerMonth } from '../component';
import { findRate } from '../list-price';
import type { PricingModel } from '../model';

export const googleComputeAddress: PricingModel = {
  type: 'google_compute_address',
  usageKeys: [],
  components: (resource, context) => {
    if (textOf(resource.values, 'address_type') === 'INTERNAL') return [];
    const machine = context.referrers('google_compute_instance')[0];
    const used = machine !== undefined;
    return [
      component({
        name: used ? 'IP address (standard VM)' : 'IP address (unused)',
        unit: 'hours',
        quantity: hoursPerMonth,
        rate: findRate(context, { provider: 'GCP', service: 'Compute Engine networking', sku: used ? 'ip/vm' : 'ip/unused' }),
      }),
    ];
  },
};
