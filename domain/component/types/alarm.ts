import type { ResourceSpec } from '../../blueprint/content';
import type { Json } from '../../json';
import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { watchedMetric, watchedMetrics } from './alarm-metrics';
import { awsAccount, keyPolicy } from './aws-customer-key';
import { resourceGroup } from './azure-resource-group';
import { dashed } from './cloud-name';
import { tlsOnlyPolicy } from './messaging-properties';
import { expressionOf, pick, scaled, times } from './property-expressions';

const emailsOf = (properties: LoweringInput['properties']): Json[] => properties['notify_emails'] as Json[];

/** The value that is alarmed at: the one given, else the usual one of what is watched. */
const thresholdOf = ({ properties }: LoweringInput): Json =>
  properties['threshold'] ?? watchedMetric(properties['watch'] as string).defaultThreshold;

/** Google Cloud measures loads as a share of one. */
function googleThreshold(input: LoweringInput): Json {
  const threshold = thresholdOf(input);
  if (!watchedMetric(input.properties['watch'] as string).google.isShare) return threshold;
  return typeof threshold === 'number' ? threshold / 100 : ref(`(${expressionOf(threshold)}) / 100`);
}

function onAws(input: LoweringInput): Lowered {
  const { name, properties, region } = input;
  const { aws } = watchedMetric(properties['watch'] as string);
  const topic = `aws_sns_topic.${name}`;
  const watched = aws.value(expressionOf(properties['target_id']!), expressionOf(properties['target_name']!));
  const alarm = `aws_cloudwatch_metric_alarm.${name}`;
  const fromAlarms: Json = {
    Sid: 'AlarmsOfThisAccount',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: ref(`${topic}.arn`),
    Condition: { StringEquals: { 'aws:SourceAccount': ref('data.aws_caller_identity.current.account_id') } },
  };
  return {
    dataSources: [awsAccount],
    // Alarms cannot publish to a topic that is encrypted with the managed key of SNS.
    shared: [
      resource('aws_kms_key', 'lintel_alarms', {
        description: 'Notifications of alarms',
        enable_key_rotation: true,
        deletion_window_in_days: 30,
        policy: keyPolicy(region),
      }),
    ],
    resources: [
      resource('aws_sns_topic', name, { name: `${dashed(name)}-alarm`, kms_master_key_id: ref('aws_kms_key.lintel_alarms.arn') }),
      resource('aws_sns_topic_policy', name, {
        arn: ref(`${topic}.arn`),
        policy: tlsOnlyPolicy('sns:Publish', ref(`${topic}.arn`), [fromAlarms]),
      }),
      ...emailsOf(properties).map((endpoint, at) =>
        resource('aws_sns_topic_subscription', `${name}_${at}`, { topic_arn: ref(`${topic}.arn`), protocol: 'email', endpoint }),
      ),
      resource('aws_cloudwatch_metric_alarm', name, {
        alarm_name: dashed(name),
        alarm_description: properties['description']!,
        namespace: aws.namespace,
        metric_name: aws.metric,
        statistic: aws.statistic,
        dimensions: { [aws.dimension]: ref(watched) },
        comparison_operator: 'GreaterThanThreshold',
        threshold: thresholdOf(input),
        period: times(properties['window_minutes']!, 60),
        evaluation_periods: 1,
        treat_missing_data: 'notBreaching',
        alarm_actions: [ref(`${topic}.arn`)],
        ok_actions: [ref(`${topic}.arn`)],
      }),
    ],
    outputs: { id: `${alarm}.arn`, name: `${alarm}.alarm_name`, notification_id: `${topic}.arn` },
  };
}

/** Metrics of Azure belong to what stands directly in a resource group: the target itself, or the namespace that it is in. */
function onAzure(input: LoweringInput): Lowered {
  const { name, properties, region } = input;
  const group = resourceGroup(region);
  const { azure } = watchedMetric(properties['watch'] as string);
  const target = expressionOf(properties['target_id']!);
  const segments = `split("/", ${target})`;
  const dimensions = [
    ...(azure.nameDimension ? [{ name: azure.nameDimension, operator: 'Include', values: [properties['target_name']!] }] : []),
    ...Object.entries(azure.dimensions ?? {}).map(([dimension, values]) => ({ name: dimension, operator: 'Include', values })),
  ];
  return {
    shared: [group.resource],
    resources: [
      resource('azurerm_monitor_action_group', name, {
        name: `${dashed(name)}-alarm`,
        resource_group_name: group.name,
        short_name: dashed(name, 12),
        email_receiver: emailsOf(properties).map((email_address, at) => ({
          name: `receiver-${at}`,
          email_address,
          use_common_alert_schema: true,
        })),
      }),
      resource('azurerm_monitor_metric_alert', name, {
        name: dashed(name),
        resource_group_name: group.name,
        description: properties['description']!,
        scopes: [ref(`join("/", slice(${segments}, 0, 9))`)],
        severity: pick(properties['severity']!, { critical: 0, error: 1, warning: 2 }),
        frequency: 'PT1M',
        window_size: scaled(properties['window_minutes']!, 1, 'PT', 'M'),
        criteria: [
          {
            metric_namespace: ref(`join("/", slice(${segments}, 6, 8))`),
            metric_name: azure.metric,
            aggregation: azure.aggregation,
            operator: 'GreaterThan',
            threshold: thresholdOf(input),
            ...(dimensions.length > 0 ? { dimension: dimensions } : {}),
          },
        ],
        action: [{ action_group_id: ref(`azurerm_monitor_action_group.${name}.id`) }],
      }),
    ],
    outputs: {
      id: `azurerm_monitor_metric_alert.${name}.id`,
      name: `azurerm_monitor_metric_alert.${name}.name`,
      notification_id: `azurerm_monitor_action_group.${name}.id`,
    },
  };
}

function onGoogle(input: LoweringInput): Lowered {
  const { name, properties } = input;
  const { google } = watchedMetric(properties['watch'] as string);
  const policy = `google_monitoring_alert_policy.${name}`;
  const channels: ResourceSpec[] = emailsOf(properties).map((email_address, at) =>
    resource('google_monitoring_notification_channel', `${name}_${at}`, {
      display_name: `${name} ${at}`,
      type: 'email',
      labels: { email_address },
    }),
  );
  const filter = [
    `metric.type = "${google.metric}"`,
    `resource.type = "${google.resource}"`,
    google.label(ref(expressionOf(properties['target_name']!))),
    ...(google.also ? [google.also] : []),
  ];
  return {
    resources: [
      ...channels,
      resource('google_monitoring_alert_policy', name, {
        display_name: dashed(name),
        combiner: 'OR',
        severity: pick(properties['severity']!, { critical: 'CRITICAL', error: 'ERROR', warning: 'WARNING' }),
        documentation: [{ content: properties['description']!, mime_type: 'text/markdown' }],
        conditions: [
          {
            display_name: properties['watch']!,
            condition_threshold: [
              {
                filter: filter.join(' AND '),
                comparison: 'COMPARISON_GT',
                threshold_value: googleThreshold(input),
                duration: '0s',
                aggregations: [
                  {
                    alignment_period: scaled(properties['window_minutes']!, 60, '', 's'),
                    per_series_aligner: google.aligner,
                    cross_series_reducer: google.aligner === 'ALIGN_DELTA' ? 'REDUCE_SUM' : 'REDUCE_MAX',
                  },
                ],
              },
            ],
          },
        ],
        notification_channels: channels.map((channel) => ref(`${channel.type}.${channel.name}.id`)),
      }),
    ],
    outputs: { id: `${policy}.id`, name: `${policy}.display_name`, notification_id: `${policy}.id` },
  };
}

export const alarm: ComponentType = {
  name: 'alarm',
  title: 'Alarm',
  description:
    'Watches one figure of another component and tells people by e-mail when it is too high: CloudWatch alarm, metric alert, alert policy.',
  properties: {
    type: 'object',
    description: 'Properties of an alarm.',
    properties: {
      watch: {
        type: 'string',
        description:
          'What is watched: processor load in percent, or the number of errors in the window, or the number of waiting messages.',
        enum: Object.keys(watchedMetrics),
        literal: true,
      },
      target_id: { type: 'string', description: 'Id of the component that is watched, e.g. ${component.jobs.id}.', minLength: 1 },
      target_name: { type: 'string', description: 'Its name, e.g. ${component.jobs.name}.', minLength: 1 },
      threshold: {
        type: 'number',
        description: 'Above which value the alarm goes off; without one the usual value for what is watched.',
        minimum: 0,
      },
      window_minutes: { type: 'integer', description: 'Minutes over which the figure is taken.', default: 5, enum: [5, 15, 30] },
      severity: { type: 'string', description: 'How grave it is.', default: 'error', enum: ['critical', 'error', 'warning'] },
      notify_emails: {
        type: 'array',
        description: 'Addresses that are told; on AWS each has to confirm once.',
        default: [],
        maxItems: 20,
        items: { type: 'string', description: 'An e-mail address.', pattern: '^[^@\\s]+@[^@\\s]+$' },
        literal: true,
      },
      description: {
        type: 'string',
        description: 'What to do when it goes off.',
        default: 'Made by Lintel',
        minLength: 1,
        maxLength: 1024,
      },
    },
    required: ['watch', 'target_id', 'target_name'],
  },
  outputs: {
    id: 'Id of the alarm (AWS: its ARN).',
    name: 'Its name.',
    notification_id: 'What carries the notifications: topic ARN, action group, the policy itself.',
  },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
