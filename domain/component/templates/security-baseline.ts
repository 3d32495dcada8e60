import type { Json } from '../../json';
import { resource } from '../component-type';
import { component, content, output, type DesignTemplate } from '../template';
import { awsAccount } from '../types/aws-customer-key';
import { jsonDocument } from '../types/property-expressions';
import { privateBucket } from './private-bucket';

const account = '${data.aws_caller_identity.current.account_id}';
const ofThisAccount = { StringEquals: { 'aws:SourceAccount': account } };

/** What a service needs to deliver to the bucket: to read its access list and to write below its own path. */
const deliveries = (sid: string, service: string): Json[] => [
  {
    Sid: `${sid}Looks`,
    Effect: 'Allow',
    Principal: { Service: service },
    Action: ['s3:GetBucketAcl', 's3:ListBucket'],
    Resource: '${aws_s3_bucket.audit.arn}',
    Condition: ofThisAccount,
  },
  {
    Sid: `${sid}Writes`,
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 's3:PutObject',
    Resource: `\${aws_s3_bucket.audit.arn}/AWSLogs/${account}/*`,
    Condition: { StringEquals: { 'aws:SourceAccount': account, 's3:x-amz-acl': 'bucket-owner-full-control' } },
  },
];

const trailToLog = [
  resource('aws_iam_role', 'trail', {
    name_prefix: 'audit-trail-',
    assume_role_policy: jsonDocument({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'cloudtrail.amazonaws.com' } }],
    }),
  }),
  resource('aws_iam_role_policy', 'trail', {
    name: 'write-log',
    role: '${aws_iam_role.trail.id}',
    policy: jsonDocument({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '${component.trail_log.id}:*' }],
    }),
  }),
  resource(
    'aws_cloudtrail',
    'audit',
    {
      name: 'audit',
      s3_bucket_name: '${aws_s3_bucket.audit.id}',
      kms_key_id: '${component.audit_key.id}',
      is_multi_region_trail: true,
      include_global_service_events: true,
      enable_log_file_validation: true,
      cloud_watch_logs_group_arn: '${component.trail_log.id}:*',
      cloud_watch_logs_role_arn: '${aws_iam_role.trail.arn}',
    },
    { dependsOn: ['aws_s3_bucket_policy.audit', 'aws_iam_role_policy.trail'] },
  ),
];

const configuration = [
  resource('aws_iam_service_linked_role', 'config', { aws_service_name: 'config.amazonaws.com' }),
  resource('aws_config_configuration_recorder', 'audit', {
    name: 'audit',
    role_arn: '${aws_iam_service_linked_role.config.arn}',
    recording_group: [{ all_supported: true, include_global_resource_types: true }],
  }),
  resource(
    'aws_config_delivery_channel',
    'audit',
    { name: 'audit', s3_bucket_name: '${aws_s3_bucket.audit.id}' },
    { dependsOn: ['aws_config_configuration_recorder.audit', 'aws_s3_bucket_policy.audit'] },
  ),
  resource(
    'aws_config_configuration_recorder_status',
    'audit',
    { name: '${aws_config_configuration_recorder.audit.name}', is_enabled: true },
    { dependsOn: ['aws_config_delivery_channel.audit'] },
  ),
];

const accountSettings = [
  resource('aws_iam_account_password_policy', 'strict', {
    minimum_password_length: 14,
    password_reuse_prevention: 24,
    max_password_age: 90,
    require_lowercase_characters: true,
    require_uppercase_characters: true,
    require_numbers: true,
    require_symbols: true,
    allow_users_to_change_password: true,
  }),
  resource('aws_s3_account_public_access_block', 'closed', {
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  }),
  resource('aws_ebs_encryption_by_default', 'on', { enabled: true }),
];

export const securityBaseline: DesignTemplate = {
  slug: 'security-baseline',
  title: 'Security baseline of an account',
  description:
    'What auditors ask of every AWS account (CIS): CloudTrail in all regions, AWS Config, GuardDuty, Security Hub, IAM Access Analyzer, a strict password policy, no public buckets, disks encrypted by default, audit logs kept in an encrypted bucket.',
  provider: 'AWS',
  content: content('AWS', 'us-east-1', {
    components: [
      component('encryption-key', 'audit_key', { description: 'Audit logs' }),
      component('log-store', 'trail_log', { encryption_key_id: '${component.audit_key.id}' }),
    ],
    dataSources: [awsAccount],
    resources: [
      ...privateBucket({
        name: 'audit',
        keyArn: '${component.audit_key.id}',
        keptDays: 2555,
        statements: [...deliveries('Trail', 'cloudtrail.amazonaws.com'), ...deliveries('Config', 'config.amazonaws.com')],
      }),
      ...trailToLog,
      ...configuration,
      ...accountSettings,
      resource('aws_guardduty_detector', 'watch', { enable: true, finding_publishing_frequency: 'FIFTEEN_MINUTES' }),
      resource('aws_securityhub_account', 'hub', { enable_default_standards: true, auto_enable_controls: true }),
      resource('aws_accessanalyzer_analyzer', 'account', { analyzer_name: 'account', type: 'ACCOUNT' }),
    ],
    outputs: [
      output('bucket', 'aws_s3_bucket.audit.id', 'Bucket with the audit logs.'),
      output('trail', 'aws_cloudtrail.audit.arn', 'The trail.'),
    ],
  }),
};
