import type { ResourceSpec } from '../../blueprint/content';
import type { Json } from '../../json';
import { ref, resource } from '../component-type';
import { dashed } from './cloud-name';
import { jsonDocument } from './property-expressions';

/** Who writes the log: load balancers and S3 by the bucket's policy, CloudFront by its access list. */
type Writer = 'load-balancer' | 's3' | 'cloudfront';

/**
 * A private bucket for access logs, which are kept for a year. The writers can use keys of S3 only. Needs the data
 * source `awsAccount`.
 */
export function accessLogs(name: string, writer: Writer): ResourceSpec[] {
  const bucket = { bucket: ref(`aws_s3_bucket.${name}.id`) };
  return [
    resource('aws_s3_bucket', name, { bucket_prefix: `${dashed(name, 36)}-` }),
    resource('aws_s3_bucket_public_access_block', name, {
      ...bucket,
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    }),
    resource('aws_s3_bucket_ownership_controls', name, {
      ...bucket,
      rule: [{ object_ownership: writer === 'cloudfront' ? 'BucketOwnerPreferred' : 'BucketOwnerEnforced' }],
    }),
    resource('aws_s3_bucket_server_side_encryption_configuration', name, {
      ...bucket,
      rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: 'AES256' }] }],
    }),
    resource('aws_s3_bucket_versioning', name, { ...bucket, versioning_configuration: [{ status: 'Enabled' }] }),
    resource('aws_s3_bucket_lifecycle_configuration', name, {
      ...bucket,
      rule: [
        {
          id: 'keep-a-year',
          status: 'Enabled',
          filter: [{}],
          expiration: [{ days: 365 }],
          noncurrent_version_expiration: [{ noncurrent_days: 30 }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        },
      ],
    }),
    resource('aws_s3_bucket_policy', name, {
      ...bucket,
      policy: jsonDocument({
        Version: '2012-10-17',
        Statement: [tlsOnly(name), ...(writer === 'cloudfront' ? [] : [mayWrite(name, writer)])],
      }),
    }),
  ];
}

const arnOf = (name: string): string => ref(`aws_s3_bucket.${name}.arn`);

const tlsOnly = (name: string): Json => ({
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [arnOf(name), `${arnOf(name)}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

const account = ref('data.aws_caller_identity.current.account_id');

const mayWrite = (name: string, writer: 'load-balancer' | 's3'): Json =>
  writer === 's3'
    ? {
        Sid: 'AccessLogs',
        Effect: 'Allow',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `${arnOf(name)}/*`,
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      }
    : {
        Sid: 'LoadBalancers',
        Effect: 'Allow',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `${arnOf(name)}/AWSLogs/${account}/*`,
      };
