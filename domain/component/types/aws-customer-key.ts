import type { ResourceSpec } from '../../blueprint/content';
import type { Json } from '../../json';
import { ref, resource } from '../component-type';
import { jsonDocument } from './property-expressions';

/** The account that Terraform works in: account_id. */
export const awsAccount: ResourceSpec = resource('aws_caller_identity', 'current', {});

const account = ref('data.aws_caller_identity.current.account_id');

/** Services that put something into an encrypted topic, queue or log by themselves and so must be able to use its key. */
const publishers = ['cloudtrail', 'cloudwatch', 'config', 'events', 's3', 'sns', 'sqs', 'backup', 'budgets'].map(
  (service) => `${service}.amazonaws.com`,
);

/**
 * The policy of a key: the account's own policies decide who uses it, and services of AWS may use it on behalf of this account only.
 * Needs the data source `awsAccount`.
 */
export const keyPolicy = (region: string): string => {
  const use = ['kms:Decrypt', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];
  const statement = (sid: string, service: Json, condition: Json): Json => ({
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: service },
    Action: use,
    Resource: '*',
    Condition: condition,
  });
  return jsonDocument({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Account', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
      statement('Publishers', publishers, { StringEquals: { 'aws:SourceAccount': account } }),
      statement('Logs', `logs.${region}.amazonaws.com`, {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:*` },
      }),
    ],
  });
};
