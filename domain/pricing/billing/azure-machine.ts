import { component, hoursPerMonth, type PricedComponent, type Rate } from '../component';
import { findRate } from '../list-price';
import type { ModelContext } from '../model';

export type AzureSystem = 'Linux' | 'Windows';

/** Price of a size; with hybrid benefit Windows costs what Linux does. Sizes are compared without case. */
function machineRate(size: string | undefined, system: AzureSystem, hybrid: boolean, context: ModelContext): Rate | undefined {
  if (!size) return undefined;
  const priced = system === 'Windows' && !hybrid ? 'Windows' : 'Linux';
  return findRate(context, {
    provider: 'AZURE',
    service: 'Virtual Machines',
    sku: size.toLowerCase(),
    component: `Instance usage (${priced})`,
  });
}

/** Hours of a virtual machine. Spot prices are not in the table: such a machine is unpriced. */
export function machineUsage(
  size: string | undefined,
  system: AzureSystem,
  options: { hybrid: boolean; spot: boolean },
  context: ModelContext,
): PricedComponent {
  const option = options.spot ? 'spot' : options.hybrid ? 'hybrid benefit' : 'pay as you go';
  return component({
    name: `Instance usage (${system}, ${option}, ${size ?? 'unknown'})`,
    unit: 'hours',
    quantity: context.usage.amount('monthly_hrs') ?? hoursPerMonth,
    rate: options.spot ? undefined : machineRate(size, system, options.hybrid, context),
  });
}

export const isHybrid = (licence: string | undefined): boolean => licence === 'Windows_Client' || licence === 'Windows_Server';
