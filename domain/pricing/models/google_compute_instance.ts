import Big from 'big.js';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import type { JsonObject } from '../../json';
import { blocksOf, choiceOf, firstBlock, flagOf, isSet, quantityOf, textOf } from '../attributes';
import { diskStorage, localSsdStorage } from '../billing/google-disk';
import { acceleratorComponent, machineComponents } from '../billing/google-machine';
import { hoursPerMonth, type PricedComponent } from '../component';
import type { ModelContext, PricingModel } from '../model';

function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const { values } = resource;
  const scheduling = firstBlock(values, 'scheduling');
  const preemptible = flagOf(scheduling, 'preemptible') || textOf(scheduling, 'provisioning_model') === 'SPOT';
  const machine = {
    machineType: textOf(values, 'machine_type'),
    preemptible,
    count: new Big(1),
    hours: context.usage.amount('monthly_hrs') ?? hoursPerMonth,
  };
  const scratchDisks = blocksOf(values, 'scratch_disk').length;
  return [
    ...machineComponents(machine, context),
    ...bootDisk(firstBlock(values, 'boot_disk'), context),
    ...(scratchDisks > 0 ? [localSsdStorage(new Big(scratchDisks), context)] : []),
    ...blocksOf(values, 'guest_accelerator').map((block) =>
      acceleratorComponent(machine, textOf(block, 'type') ?? 'unknown', quantityOf(block, 'count', 0), context),
    ),
  ];
}

/** A boot disk from an image takes the image's size, 10 GB for the public ones; an existing disk is paid for as itself. */
function bootDisk(block: JsonObject, context: ModelContext): PricedComponent[] {
  if (isSet(block, 'source')) return [];
  const parameters = firstBlock(block, 'initialize_params');
  return [diskStorage(choiceOf(parameters, 'type', 'pd-standard'), quantityOf(parameters, 'size', 10), context)];
}

export const googleComputeInstance: PricingModel = { type: 'google_compute_instance', usageKeys: ['monthly_hrs'], components };
