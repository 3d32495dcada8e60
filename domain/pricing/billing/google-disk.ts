import type Big from 'big.js';
import { component, type PricedComponent } from '../component';
import { findRate } from '../list-price';
import type { ModelContext } from '../model';
import { ownValue } from '../own-value';

const diskKinds: Record<string, { label: string; sku: string }> = {
  'pd-standard': { label: 'Standard provisioned storage (pd-standard)', sku: 'hdd' },
  'pd-balanced': { label: 'Balanced provisioned storage (pd-balanced)', sku: 'balanced' },
  'pd-ssd': { label: 'SSD provisioned storage (pd-ssd)', sku: 'ssd' },
  'pd-extreme': { label: 'Extreme provisioned storage (pd-extreme)', sku: 'extreme' },
  'hyperdisk-extreme': { label: 'Hyperdisk provisioned storage (hyperdisk-extreme)', sku: 'hyperdisk-extreme' },
};

/** Storage of a persistent disk, the regional kind at the price of two copies. */
export function diskStorage(
  kind: string,
  sizeGb: Big | null,
  context: ModelContext,
  options: { path?: string[]; regional?: boolean } = {},
): PricedComponent {
  const known = ownValue(diskKinds, kind);
  const sku = known && `disk:${known.sku}${options.regional ? '-replicated' : ''}`;
  return component({
    ...(options.path ? { path: options.path } : {}),
    name: known?.label ?? `Provisioned storage (${kind})`,
    unit: 'GB',
    quantity: sizeGb,
    rate: sku === undefined ? undefined : findRate(context, { provider: 'GCP', service: 'Compute Engine', sku }),
  });
}

export const isExtremeDisk = (kind: string): boolean => kind === 'pd-extreme' || kind === 'hyperdisk-extreme';

/** A local SSD holds 375 GB. */
export const localSsdStorage = (count: Big | null, context: ModelContext, path?: string[]): PricedComponent =>
  component({
    ...(path ? { path } : {}),
    name: 'Local SSD provisioned storage',
    unit: 'GB',
    quantity: count && count.times(375),
    rate: findRate(context, { provider: 'GCP', service: 'Compute Engine', sku: 'disk:local' }),
  });
