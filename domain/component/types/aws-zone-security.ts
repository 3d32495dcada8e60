import type { ResourceSpec } from '../../blueprint/content';
import { ref, resource } from '../component-type';
import { jsonDocument } from './property-expressions';

/** Route 53 takes its keys and logs from this region only. */
const home = 'us-east-1';
const account = ref('data.aws_caller_identity.current.account_id');

/** DNSSEC for a public zone. Needs the data source `awsAccount`. */
export function signedZone(name: string): ResourceSpec[] {
  const use = (sid: string, action: string[], condition: Record<string, Record<string, string>>) => ({
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: 'dnssec-route53.amazonaws.com' },
    Action: action,
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceAccount': account }, ...condition },
  });
  return [
    resource('aws_kms_key', `${name}_signing`, {
      region: home,
      description: `Signs the zone ${name}`,
      customer_master_key_spec: 'ECC_NIST_P256',
      key_usage: 'SIGN_VERIFY',
      deletion_window_in_days: 30,
      policy: jsonDocument({
        Version: '2012-10-17',
        Statement: [
          { Sid: 'Account', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
          use('Sign', ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'], {}),
          use('Grant', ['kms:CreateGrant'], { Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
        ],
      }),
    }),
    resource('aws_route53_key_signing_key', name, {
      name: 'signing',
      hosted_zone_id: ref(`aws_route53_zone.${name}.zone_id`),
      key_management_service_arn: ref(`aws_kms_key.${name}_signing.arn`),
    }),
    resource('aws_route53_hosted_zone_dnssec', name, { hosted_zone_id: ref(`aws_route53_key_signing_key.${name}.hosted_zone_id`) }),
  ];
}

/** A log of all queries of a public zone. Needs the data source `awsAccount`. */
export function zoneQueryLog(name: string): ResourceSpec[] {
  const log = `aws_cloudwatch_log_group.${name}_queries`;
  return [
    resource('aws_cloudwatch_log_group', `${name}_queries`, {
      region: home,
      name: `/aws/route53/${ref(`aws_route53_zone.${name}.zone_id`)}`,
      retention_in_days: 365,
    }),
    resource('aws_cloudwatch_log_resource_policy', `${name}_queries`, {
      region: home,
      policy_name: `route53-queries-${ref(`aws_route53_zone.${name}.zone_id`)}`,
      policy_document: jsonDocument({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'route53.amazonaws.com' },
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: `${ref(`${log}.arn`)}:*`,
            Condition: { StringEquals: { 'aws:SourceAccount': account } },
          },
        ],
      }),
    }),
    resource(
      'aws_route53_query_log',
      name,
      { zone_id: ref(`aws_route53_zone.${name}.zone_id`), cloudwatch_log_group_arn: ref(`${log}.arn`) },
      { dependsOn: [`aws_cloudwatch_log_resource_policy.${name}_queries`] },
    ),
  ];
}
