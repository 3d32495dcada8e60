import type { EvaluatedResource } from '../../blueprint/evaluated';
import { blocksOf, firstBlock, isSet, textOf } from '../attributes';
import { usageLine } from '../billing/list-model';
import { storageClasses, type StorageClass } from '../billing/s3-classes';
import type { PricedComponent } from '../component';
import type { ModelContext, PricingModel } from '../model';

/** Storage classes that the bucket's lifecycle moves objects to, stated in it or in a lifecycle resource of its own. */
function transitionClasses(resource: EvaluatedResource, context: ModelContext): Set<string> {
  const own = blocksOf(resource.values, 'lifecycle_rule');
  const apart = context.referrers('aws_s3_bucket_lifecycle_configuration').flatMap(({ values }) => blocksOf(values, 'rule'));
  const moves = [...own, ...apart].flatMap((rule) => [...blocksOf(rule, 'transition'), ...blocksOf(rule, 'noncurrent_version_transition')]);
  return new Set(moves.flatMap((move) => textOf(move, 'storage_class') ?? []));
}

function classComponents(kind: StorageClass, resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const options = { path: [kind.label], facts: { path: kind.label } };
  return kind.lines.map(({ name, unit, key }) => {
    const amount = context.usage.amount(`${kind.usageGroup}.${key}`);
    return usageLine(resource, context, name, unit, amount, { ...options, per: unit === 'GB' ? 1 : 1000 });
  });
}

function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const moves = transitionClasses(resource, context);
  const used = storageClasses.filter(
    (kind) =>
      kind.usageGroup === 'standard' ||
      moves.has(kind.transition) ||
      kind.lines.some(({ key }) => context.usage.amount(`${kind.usageGroup}.${key}`) !== null),
  );
  const tagged =
    isSet(resource.values, 'tags') ||
    blocksOf(resource.values, 'lifecycle_rule').some((rule) => Object.keys(firstBlock(rule, 'tags')).length > 0);
  const tags = context.usage.amount('object_tags');
  return [
    ...(tags || tagged ? [usageLine(resource, context, 'Object tagging', '10k tags', tags, { per: 10_000 })] : []),
    ...used.flatMap((kind) => classComponents(kind, resource, context)),
  ];
}

export const awsS3Bucket: PricingModel = {
  type: 'aws_s3_bucket',
  usageKeys: ['object_tags', ...storageClasses.flatMap(({ usageGroup, lines }) => lines.map(({ key }) => `${usageGroup}.${key}`))],
  components,
};
