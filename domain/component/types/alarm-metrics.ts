/** What an alarm can watch, and how each cloud measures it. */
export interface WatchedMetric {
  /** In the unit that people speak of: percent or a number. */
  defaultThreshold: number;
  aws: {
    namespace: string;
    metric: string;
    statistic: 'Average' | 'Maximum' | 'Sum';
    /** Dimension and the expression of its value, from the expressions of id and name. */
    dimension: string;
    value: (id: string, name: string) => string;
  };
  azure: {
    metric: string;
    aggregation: 'Average' | 'Maximum' | 'Total';
    /** A dimension that tells the watched one among others of the same scope. */
    nameDimension?: string;
    /** Dimensions with fixed values. */
    dimensions?: Record<string, string[]>;
  };
  google: {
    metric: string;
    resource: string;
    aligner: 'ALIGN_MEAN' | 'ALIGN_MAX' | 'ALIGN_DELTA';
    /** Condition of the filter on the watched one, around the name. */
    label: (name: string) => string;
    also?: string;
    /** Measured as a share of one where we speak of percent. */
    isShare: boolean;
  };
}

const byId = (id: string): string => id;
const byName = (_id: string, name: string): string => name;
const equals =
  (label: string) =>
  (name: string): string =>
    `${label} = "${name}"`;

export const watchedMetrics = {
  'vm-cpu': {
    defaultThreshold: 85,
    aws: { namespace: 'AWS/EC2', metric: 'CPUUtilization', statistic: 'Average', dimension: 'InstanceId', value: byId },
    azure: { metric: 'Percentage CPU', aggregation: 'Average' },
    google: {
      metric: 'compute.googleapis.com/instance/cpu/utilization',
      resource: 'gce_instance',
      aligner: 'ALIGN_MEAN',
      label: equals('metric.labels.instance_name'),
      isShare: true,
    },
  },
  'vm-group-cpu': {
    defaultThreshold: 85,
    aws: { namespace: 'AWS/EC2', metric: 'CPUUtilization', statistic: 'Average', dimension: 'AutoScalingGroupName', value: byName },
    azure: { metric: 'Percentage CPU', aggregation: 'Average' },
    google: {
      metric: 'compute.googleapis.com/instance/cpu/utilization',
      resource: 'gce_instance',
      aligner: 'ALIGN_MEAN',
      label: (name) => `metric.labels.instance_name = starts_with("${name}")`,
      isShare: true,
    },
  },
  'database-cpu': {
    defaultThreshold: 80,
    aws: { namespace: 'AWS/RDS', metric: 'CPUUtilization', statistic: 'Average', dimension: 'DBInstanceIdentifier', value: byName },
    azure: { metric: 'cpu_percent', aggregation: 'Average' },
    google: {
      metric: 'cloudsql.googleapis.com/database/cpu/utilization',
      resource: 'cloudsql_database',
      aligner: 'ALIGN_MEAN',
      label: (name) => `resource.labels.database_id = ends_with(":${name}")`,
      isShare: true,
    },
  },
  'function-errors': {
    defaultThreshold: 5,
    aws: { namespace: 'AWS/Lambda', metric: 'Errors', statistic: 'Sum', dimension: 'FunctionName', value: byName },
    azure: { metric: 'Http5xx', aggregation: 'Total' },
    google: {
      metric: 'run.googleapis.com/request_count',
      resource: 'cloud_run_revision',
      aligner: 'ALIGN_DELTA',
      label: equals('resource.labels.service_name'),
      also: 'metric.labels.response_code_class = "5xx"',
      isShare: false,
    },
  },
  'queue-backlog': {
    defaultThreshold: 1000,
    aws: {
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Maximum',
      dimension: 'QueueName',
      value: byName,
    },
    azure: { metric: 'ActiveMessages', aggregation: 'Maximum', nameDimension: 'EntityName' },
    google: {
      metric: 'pubsub.googleapis.com/subscription/num_undelivered_messages',
      resource: 'pubsub_subscription',
      aligner: 'ALIGN_MAX',
      label: equals('resource.labels.subscription_id'),
      isShare: false,
    },
  },
  'load-balancer-errors': {
    defaultThreshold: 10,
    aws: {
      namespace: 'AWS/ApplicationELB',
      metric: 'HTTPCode_Target_5XX_Count',
      statistic: 'Sum',
      dimension: 'LoadBalancer',
      value: (id) => `element(split(":loadbalancer/", ${id}), 1)`,
    },
    azure: { metric: 'ResponseStatus', aggregation: 'Total', dimensions: { HttpStatusGroup: ['5xx'] } },
    google: {
      metric: 'loadbalancing.googleapis.com/https/request_count',
      resource: 'https_lb_rule',
      aligner: 'ALIGN_DELTA',
      label: equals('resource.labels.backend_target_name'),
      also: 'metric.labels.response_code_class = 500',
      isShare: false,
    },
  },
} as const satisfies Record<string, WatchedMetric>;

export type Watched = keyof typeof watchedMetrics;

export const watchedMetric = (watched: string): WatchedMetric => watchedMetrics[watched as Watched];
