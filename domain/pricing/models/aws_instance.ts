import type { EvaluatedResource } from '../../blueprint/evaluated';
import type { JsonObject } from '../../json';
import { blocksOf, choiceOf, firstBlock, flagOf, isSet, textOf } from '../attributes';
import { computeUsageKeys, cpuCredits, detailedMonitoring, instanceUsage } from '../billing/aws-compute';
import { ebsVolumeComponents } from '../billing/ebs-volume';
import { component, hoursPerMonth, type PricedComponent } from '../component';
import type { ModelContext, PricingModel } from '../model';

/** Types that pay extra for EBS optimisation; all newer ones include it. */
const paidOptimisation =
  /^(c1\.xlarge|c3\.(2?|4)xlarge|g2\.2xlarge|i2\.(2?|4)xlarge|m1\.x?large|m2\.[24]xlarge|m3\.2?xlarge|r3\.(2?|4)xlarge)$/;

function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const { values } = resource;
  const template = context.referenced('aws_launch_template', 'launch_template')[0]?.values ?? {};
  const instanceType = isSet(values, 'instance_type') ? textOf(values, 'instance_type') : textOf(template, 'instance_type');
  const tenancy = choiceOf(values, 'tenancy', choiceOf(firstBlock(template, 'placement'), 'tenancy', 'default'));
  const onHost = isSet(values, 'host_id') || tenancy === 'host';
  const monitored = flagOf(values, 'monitoring', flagOf(firstBlock(template, 'monitoring'), 'enabled'));
  const credits =
    textOf(firstBlock(values, 'credit_specification'), 'cpu_credits') ??
    textOf(firstBlock(template, 'credit_specification'), 'cpu_credits');
  const spot = [values, template].some((source) => textOf(firstBlock(source, 'instance_market_options'), 'market_type') === 'spot');
  return [
    // Instances on a dedicated host are paid for with the host.
    ...(onHost ? [] : [instanceUsage({ instanceType, tenancy, spot }, context)]),
    ...(flagOf(values, 'ebs_optimized', flagOf(template, 'ebs_optimized')) && instanceType && paidOptimisation.test(instanceType)
      ? [component({ name: 'EBS-optimized usage', unit: 'hours', quantity: hoursPerMonth, rate: undefined })]
      : []),
    ...(monitored ? [detailedMonitoring(context)] : []),
    ...(onHost ? [] : cpuCredits(instanceType, credits, context)),
    ...volumes(values, template, context),
  ];
}

/** The root volume always exists; further ones come from the instance and, where not overridden by name, its template. */
function volumes(values: JsonObject, template: JsonObject, context: ModelContext): PricedComponent[] {
  const mappings = blocksOf(template, 'block_device_mappings').map(
    (mapping) => ({ device_name: mapping.device_name ?? null, ...firstBlock(mapping, 'ebs') }) as JsonObject,
  );
  const own = blocksOf(values, 'ebs_block_device');
  const merged = own.map((volume) => ({ ...(mappings.find((mapping) => mapping.device_name === volume.device_name) ?? {}), ...volume }));
  const rest = mappings.filter((mapping) => !own.some((volume) => volume.device_name === mapping.device_name));
  const volume = (path: string, attributes: JsonObject): PricedComponent[] =>
    ebsVolumeComponents(
      {
        path: [path],
        values: attributes,
        sizeAttribute: 'volume_size',
        typeAttribute: 'volume_type',
        ioRequests: context.usage.amount(`${path}.monthly_standard_io_requests`),
      },
      context,
    );
  return [
    ...volume('root_block_device', firstBlock(values, 'root_block_device')),
    ...[...merged, ...rest].flatMap((attributes, index) => volume(`ebs_block_device[${index}]`, attributes)),
  ];
}

export const awsInstance: PricingModel = {
  type: 'aws_instance',
  usageKeys: [...computeUsageKeys, 'root_block_device.monthly_standard_io_requests'],
  components,
};
