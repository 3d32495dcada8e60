import { resource } from '../component-type';
import { component, content, output, type DesignTemplate } from '../template';
import { awsAccount } from '../types/aws-customer-key';
import { jsonDocument } from '../types/property-expressions';

const deliveryRole = [
  resource('aws_iam_role', 'delivery', {
    name_prefix: 'lake-delivery-',
    assume_role_policy: jsonDocument({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'firehose.amazonaws.com' },
          Condition: { StringEquals: { 'sts:ExternalId': '${data.aws_caller_identity.current.account_id}' } },
        },
      ],
    }),
  }),
  resource('aws_iam_role_policy', 'delivery', {
    name: 'deliver',
    role: '${aws_iam_role.delivery.id}',
    policy: jsonDocument({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['kinesis:DescribeStream', 'kinesis:GetShardIterator', 'kinesis:GetRecords', 'kinesis:ListShards'],
          Resource: '${component.events.id}',
        },
        {
          Effect: 'Allow',
          Action: ['s3:AbortMultipartUpload', 's3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads', 's3:PutObject'],
          Resource: ['${component.raw.id}', '${component.raw.id}/*'],
        },
        { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '${component.lake_key.id}' },
        { Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: '${component.delivery_log.id}:*' },
      ],
    }),
  }),
];

export const dataLake: DesignTemplate = {
  slug: 'data-lake',
  title: 'Data lake',
  description:
    'Raw and curated data in object stores: events stream in through Kinesis and Firehose, Glue keeps the catalog, Athena queries it with SQL. Encrypted with a key of its own; for analytics, reporting, business intelligence and machine learning.',
  provider: 'AWS',
  content: content('AWS', 'us-east-1', {
    components: [
      component('encryption-key', 'lake_key', { description: 'Data lake' }),
      component('event-stream', 'events', { partitions: 2, retention_days: 2, encryption_key_id: '${component.lake_key.id}' }),
      component('object-store', 'raw', { keep_deleted_days: 90 }),
      component('object-store', 'curated', { keep_deleted_days: 90 }),
      component('object-store', 'query_results', { keep_deleted_days: 7 }),
      component('log-store', 'delivery_log', { encryption_key_id: '${component.lake_key.id}' }),
    ],
    dataSources: [awsAccount],
    resources: [
      ...deliveryRole,
      resource(
        'aws_kinesis_firehose_delivery_stream',
        'raw',
        {
          name: 'lake-raw',
          destination: 'extended_s3',
          kinesis_source_configuration: [{ kinesis_stream_arn: '${component.events.id}', role_arn: '${aws_iam_role.delivery.arn}' }],
          extended_s3_configuration: [
            {
              role_arn: '${aws_iam_role.delivery.arn}',
              bucket_arn: '${component.raw.id}',
              prefix: 'events/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/',
              error_output_prefix: 'errors/!{firehose:error-output-type}/',
              buffering_size: 64,
              buffering_interval: 300,
              compression_format: 'GZIP',
              kms_key_arn: '${component.lake_key.id}',
              cloudwatch_logging_options: [
                {
                  enabled: true,
                  log_group_name: '${component.delivery_log.name}',
                  log_stream_name: '${aws_cloudwatch_log_stream.delivery.name}',
                },
              ],
            },
          ],
        },
        { dependsOn: ['aws_iam_role_policy.delivery'] },
      ),
      resource('aws_cloudwatch_log_stream', 'delivery', { name: 'raw', log_group_name: '${component.delivery_log.name}' }),
      resource('aws_glue_catalog_database', 'lake', { name: 'lake', location_uri: 's3://${component.curated.name}/' }),
      resource('aws_athena_workgroup', 'analysts', {
        name: 'analysts',
        configuration: [
          {
            enforce_workgroup_configuration: true,
            publish_cloudwatch_metrics_enabled: true,
            bytes_scanned_cutoff_per_query: 1_099_511_627_776,
            result_configuration: [
              {
                output_location: 's3://${component.query_results.name}/athena/',
                encryption_configuration: [{ encryption_option: 'SSE_KMS', kms_key_arn: '${component.lake_key.id}' }],
              },
            ],
          },
        ],
      }),
    ],
    outputs: [
      output('stream', 'component.events.name', 'Where events are written.'),
      output('curated', 'component.curated.name', 'Bucket with the curated data.'),
      output('workgroup', 'aws_athena_workgroup.analysts.name', 'Workgroup to query with.'),
    ],
  }),
};
