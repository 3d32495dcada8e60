import Big from 'big.js';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import { billingRegion } from '../billing-region';
import { blocksOf, choiceOf, firstBlock, flagOf, quantityOf, textOf } from '../attributes';
import { diskStorage, localSsdStorage } from '../billing/google-disk';
import { acceleratorComponent, machineComponents } from '../billing/google-machine';
import { hourlyLine } from '../billing/list-model';
import { hoursPerMonth, type PricedComponent } from '../component';
import type { ModelContext, PricingModel } from '../model';

/** Zones the nodes are spread over: those named, else three for a regional cluster, one for a zonal one. */
function zoneCount(resource: EvaluatedResource): Big {
  const named = resource.values.node_locations;
  const location = textOf(resource.values, 'location') ?? textOf(resource.values, 'region');
  const zonal = location !== undefined && location !== billingRegion(resource);
  if (Array.isArray(named) && named.length > 0) return new Big(named.length + (zonal && !named.includes(location) ? 1 : 0));
  return new Big(location === undefined || zonal ? 1 : 3);
}

function defaultPool(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const { values } = resource;
  const path = ['default_pool'];
  const node = firstBlock(values, 'node_config');
  const perZone = context.usage.amount('nodes') ?? quantityOf(values, 'initial_node_count', 3);
  const count = perZone && perZone.times(zoneCount(resource));
  const machine = {
    path,
    machineType: choiceOf(node, 'machine_type', 'e2-medium'),
    preemptible: flagOf(node, 'preemptible') || flagOf(node, 'spot'),
    count,
    hours: hoursPerMonth,
  };
  const size = quantityOf(node, 'disk_size_gb', 100);
  const ssds = quantityOf(node, 'local_ssd_count', 0);
  return [
    ...machineComponents(machine, context),
    diskStorage(choiceOf(node, 'disk_type', 'pd-standard'), count && size && count.times(size), context, { path }),
    ...(ssds?.gt(0) ? [localSsdStorage(count && count.times(ssds), context, path)] : []),
    ...blocksOf(node, 'guest_accelerator').map((block) =>
      acceleratorComponent(machine, textOf(block, 'type') ?? 'unknown', quantityOf(block, 'count', 0), context),
    ),
  ];
}

function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const { values } = resource;
  if (flagOf(values, 'enable_autopilot')) return [hourlyLine(resource, context, 'Autopilot')];
  return [
    hourlyLine(resource, context, 'Cluster management fee'),
    ...(flagOf(values, 'remove_default_node_pool') ? [] : defaultPool(resource, context)),
  ];
}

export const googleContainerCluster: PricingModel = { type: 'google_container_cluster', usageKeys: ['nodes'], components };
