import Big from 'big.js';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import type { JsonObject } from '../../json';
import { blocksOf, choiceOf, flagOf, quantityOf, textOf } from '../attributes';
import { billingRegion } from '../billing-region';
import { hoursPerMonth, type PricedComponent } from '../component';
import type { ModelContext } from '../model';
import { diskStorage, localSsdStorage } from './google-disk';
import { acceleratorComponent, machineComponents } from './google-machine';

/** Zones that nodes are spread over: those named, else three for a regional cluster, one for a zonal one. */
export function zoneCount(cluster: EvaluatedResource): Big {
  const named = cluster.values.node_locations;
  const location = textOf(cluster.values, 'location') ?? textOf(cluster.values, 'region');
  const zonal = location !== undefined && location !== billingRegion(cluster);
  if (Array.isArray(named) && named.length > 0) return new Big(named.length + (zonal && !named.includes(location) ? 1 : 0));
  return new Big(location === undefined || zonal ? 1 : 3);
}

/** Machines, boot disks, local SSDs and accelerators of a pool of equal nodes. */
export function nodePoolComponents(node: JsonObject, count: Big | null, context: ModelContext, path: string[] = []): PricedComponent[] {
  const preemptible = flagOf(node, 'preemptible') || flagOf(node, 'spot');
  const machine = { path, machineType: choiceOf(node, 'machine_type', 'e2-medium'), preemptible, count, hours: hoursPerMonth };
  const size = quantityOf(node, 'disk_size_gb', 100);
  const ssds = quantityOf(node, 'local_ssd_count', 0);
  return [
    ...machineComponents(machine, context),
    diskStorage(choiceOf(node, 'disk_type', 'pd-standard'), count && size && count.times(size), context, { path }),
    ...(ssds?.gt(0) ? [localSsdStorage(count && count.times(ssds), context, path)] : []),
    ...blocksOf(node, 'guest_accelerator').map((block) =>
      acceleratorComponent(machine, choiceOf(block, 'type', 'unknown'), quantityOf(block, 'count', 0), context),
    ),
  ];
}
