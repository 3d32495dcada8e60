import Big from 'big.js';
import { component, hoursPerMonth, type PricedComponent, type Rate } from '../component';
import { findRate, listRate } from '../list-price';
import type { ModelContext } from '../model';

/** Share of the price charged in each quarter of a month under the sustained-use discount, by machine family. */
const quarterShares: { families: RegExp; shares: string[]; fullMonth: string }[] = [
  { families: /^(n1|f1|g1|m1|m2|custom)$/, shares: ['1', '0.8', '0.6', '0.4'], fullMonth: '0.7' },
  { families: /^(n2|n2d|c2)$/, shares: ['1', '0.8678', '0.733', '0.6'], fullMonth: '0.8' },
];

/** Average share of the price over the hours that a machine runs in a month; one where no discount is given. */
export function sustainedShare(machineType: string, hours: Big): Big {
  const family = machineType.split('-')[0] ?? '';
  const discount = quarterShares.find((entry) => entry.families.test(family));
  if (!discount || hours.lte(0)) return new Big(1);
  if (hours.gte(hoursPerMonth)) return new Big(discount.fullMonth);
  const quarter = hoursPerMonth.div(4);
  const charged = discount.shares.reduce((sum, share, index) => {
    const rest = hours.minus(quarter.times(index));
    const inQuarter = rest.lte(0) ? new Big(0) : rest.gt(quarter) ? quarter : rest;
    return sum.plus(inQuarter.times(share));
  }, new Big(0));
  return charged.div(hours);
}

export interface GoogleMachine {
  path?: string[];
  machineType: string | undefined;
  preemptible: boolean;
  /** Machines of this kind; null: not known. */
  count: Big | null;
  /** Hours each runs in the month. */
  hours: Big;
}

const optionLabel = (machine: GoogleMachine): string => (machine.preemptible ? 'preemptible' : 'on-demand');
const purchaseOption = (machine: GoogleMachine): string => (machine.preemptible ? 'spot' : 'on_demand');

/** Hours of predefined or custom machines, with the sustained-use discount where the family has one. */
export function machineComponents(machine: GoogleMachine, context: ModelContext): PricedComponent[] {
  const type = machine.machineType;
  const custom = /^(?:(\w+)-)?custom-(\d+)-(\d+)(?:-ext)?$/.exec(type ?? '');
  const share = machine.preemptible || !type ? new Big(1) : sustainedShare(type, machine.hours);
  const base = {
    ...(machine.path ? { path: machine.path } : {}),
    unit: 'hours',
    quantity: machine.count && machine.count.times(machine.hours),
    share,
  };
  if (custom)
    return customComponents(machine, { family: custom[1] ?? 'n1', vcpus: custom[2] ?? '0', megabytes: custom[3] ?? '0' }, base, context);
  const rate = type
    ? findRate(context, {
        provider: 'GCP',
        service: 'Compute Engine',
        sku: type,
        component: 'Instance usage',
        purchaseOption: purchaseOption(machine),
      })
    : undefined;
  return [component({ ...base, name: `Instance usage (Linux/UNIX, ${optionLabel(machine)}, ${type ?? 'unknown'})`, rate })];
}

function customComponents(
  machine: GoogleMachine,
  size: { family: string; vcpus: string; megabytes: string },
  base: { path?: string[]; unit: string; quantity: Big | null; share: Big },
  context: ModelContext,
): PricedComponent[] {
  const gigabytes = new Big(size.megabytes).div(1024);
  const family = size.family.toUpperCase();
  const rate = (part: 'CPU' | 'RAM', count: Big): Rate | undefined => {
    const found = findRate(context, {
      provider: 'GCP',
      sku: `custom:${size.family}`,
      component: `Custom ${part}`,
      purchaseOption: purchaseOption(machine),
    });
    return found && { ...found, amount: found.amount.times(count) };
  };
  const label = `Linux/UNIX, ${optionLabel(machine)}, ${family}`;
  return [
    component({ ...base, name: `Custom instance CPU (${label} ${size.vcpus} vCPUs)`, rate: rate('CPU', new Big(size.vcpus)) }),
    component({ ...base, name: `Custom Instance RAM (${label} ${gigabytes.toFixed()} GB)`, rate: rate('RAM', gigabytes) }),
  ];
}

/** nvidia-tesla-k80 -> NVIDIA Tesla K80 */
const acceleratorLabel = (type: string): string =>
  type
    .split('-')
    .map((word) =>
      word === 'nvidia' ? 'NVIDIA' : /\d/.test(word) ? word.toUpperCase() : `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`,
    )
    .join(' ');

/** Accelerators run as long as their machine; they get no sustained-use discount in the list prices known here. */
export function acceleratorComponent(machine: GoogleMachine, type: string, perMachine: Big | null, context: ModelContext): PricedComponent {
  const name = `${acceleratorLabel(type)} (${optionLabel(machine)})`;
  const rates = ['google_compute_instance', 'google_container_node_pool', 'google_container_cluster'].map((sku) =>
    listRate({ type: sku, provider: 'GCP' }, context, name),
  );
  return component({
    ...(machine.path ? { path: machine.path } : {}),
    name,
    unit: 'hours',
    quantity: machine.count && perMachine && machine.count.times(perMachine).times(machine.hours),
    rate: rates.find((rate) => rate !== undefined),
  });
}
