import Big from 'big.js';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import { choiceOf, isSet, quantityOf, textOf } from '../attributes';
import { diskStorage, isExtremeDisk } from '../billing/google-disk';
import { fixedLine } from '../billing/list-model';
import type { PricedComponent } from '../component';
import type { ModelContext, PricingModel } from '../model';
import { ownValue } from '../own-value';

/** Sizes in GB that Google applies where neither a size nor a source states one. */
const defaultSizes: Record<string, number> = {
  'pd-standard': 500,
  'pd-balanced': 100,
  'pd-ssd': 100,
  'pd-extreme': 1000,
  'hyperdisk-extreme': 1000,
};

/** IOPS of extreme disks where none are stated. */
const defaultIops: Record<string, number> = { 'pd-extreme': 100_000 };

function sizeOf(resource: EvaluatedResource, kind: string, context: ModelContext): Big | null {
  const { values } = resource;
  if (isSet(values, 'size')) return quantityOf(values, 'size', null);
  return imageSize(values, context) ?? snapshotSize(values, context) ?? new Big(ownValue(defaultSizes, kind) ?? 500);
}

const named = (name: string | undefined, type: string, context: ModelContext): EvaluatedResource | undefined =>
  name === undefined ? undefined : context.all(type).find(({ values }) => textOf(values, 'name') === name);

function imageSize(values: EvaluatedResource['values'], context: ModelContext): Big | null {
  const image = context.referenced('google_compute_image', 'image')[0] ?? named(textOf(values, 'image'), 'google_compute_image', context);
  return image ? quantityOf(image.values, 'disk_size_gb', null) : null;
}

/** A disk from a snapshot is as large as the disk the snapshot was taken of. */
function snapshotSize(values: EvaluatedResource['values'], context: ModelContext): Big | null {
  const snapshot =
    context.referenced('google_compute_snapshot', 'snapshot')[0] ?? named(textOf(values, 'snapshot'), 'google_compute_snapshot', context);
  if (!snapshot) return null;
  const address = snapshot.references.source_disk?.[0];
  const source =
    context.all('google_compute_disk').find((disk) => disk.blockAddress === address) ??
    named(textOf(snapshot.values, 'source_disk'), 'google_compute_disk', context);
  return source ? quantityOf(source.values, 'size', null) : null;
}

function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const kind = choiceOf(resource.values, 'type', 'pd-standard');
  const iops = quantityOf(resource.values, 'provisioned_iops', ownValue(defaultIops, kind) ?? null);
  return [
    diskStorage(kind, sizeOf(resource, kind, context), context),
    ...(isExtremeDisk(kind) ? [fixedLine(resource, context, 'Provisioned IOPS', 'IOPS', iops, { facts: { type: kind } })] : []),
  ];
}

export const googleComputeDisk: PricingModel = { type: 'google_compute_disk', usageKeys: [], components };
