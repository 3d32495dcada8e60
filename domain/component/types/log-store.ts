import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { resourceGroup } from './azure-resource-group';
import { dashed } from './cloud-name';
import { googleProject, keyUse, projectId } from './google-project';

function onAws({ name, properties }: LoweringInput): Lowered {
  const group = `aws_cloudwatch_log_group.${name}`;
  return {
    resources: [
      resource('aws_cloudwatch_log_group', name, {
        name: `/lintel/${name}`,
        retention_in_days: properties['retention_days']!,
        kms_key_id: properties['encryption_key_id'] ?? null,
      }),
    ],
    outputs: { id: `${group}.arn`, name: `${group}.name` },
  };
}

function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const workspace = `azurerm_log_analytics_workspace.${name}`;
  return {
    shared: [group.resource],
    resources: [
      resource('azurerm_log_analytics_workspace', name, {
        name: `${dashed(name, 58)}-logs`,
        location: group.location,
        resource_group_name: group.name,
        sku: 'PerGB2018',
        retention_in_days: properties['retention_days']!,
        local_authentication_enabled: false,
      }),
    ],
    outputs: { id: `${workspace}.id`, name: `${workspace}.name` },
  };
}

/** A bucket holds what a sink routes to it: the entries that carry the store's name as label. */
function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  const bucket = `google_logging_project_bucket_config.${name}`;
  const own = dashed(name);
  const key = (properties['encryption_key_id'] ?? null) as string | null;
  return {
    dataSources: [googleProject],
    resources: [
      ...(key === null ? [] : [keyUse(name, key, 'gcp-sa-logging')]),
      resource(
        'google_logging_project_bucket_config',
        name,
        {
          project: projectId,
          location: region,
          bucket_id: own,
          description: `Logs of ${name}`,
          retention_days: properties['retention_days']!,
          cmek_settings: key === null ? null : [{ kms_key_name: key }],
        },
        key === null ? {} : { dependsOn: [`google_kms_crypto_key_iam_member.${name}`] },
      ),
      resource('google_logging_project_sink', name, {
        name: own,
        destination: `logging.googleapis.com/${ref(`${bucket}.id`)}`,
        filter: `labels.log_store="${own}"`,
        unique_writer_identity: true,
      }),
    ],
    outputs: { id: `${bucket}.id`, name: JSON.stringify(own) },
  };
}

export const logStore: ComponentType = {
  name: 'log-store',
  title: 'Log store',
  description:
    'A place that keeps logs for a set time and searches them: CloudWatch log group, Log Analytics workspace, Cloud Logging bucket with its sink (entries labelled log_store = its name).',
  properties: {
    type: 'object',
    description: 'Properties of a log store.',
    properties: {
      retention_days: {
        type: 'integer',
        description: 'Days that logs are kept; a year is what audits ask for.',
        default: 365,
        enum: [30, 60, 90, 120, 150, 180, 365, 400, 545],
      },
      encryption_key_id: {
        type: 'string',
        description:
          "Id of a key of your own, e.g. ${component.key.id}; without one the cloud's managed key encrypts. Azure takes one for dedicated clusters only, so the managed key stays there.",
      },
    },
  },
  outputs: { id: 'Id of the store (AWS: the ARN of the log group).', name: 'Its name.' },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
