import type { ResourceSpec } from '../../blueprint/content';
import type { Json, JsonObject } from '../../json';
import { ref, resource } from '../component-type';
import { jsonDocument } from '../types/property-expressions';

interface PrivateBucket {
  /** Name of the resources. */
  name: string;
  /** Who else is let in by the bucket's policy. */
  statements: Json[];
  /** Without a key, S3's own. */
  keyArn?: string;
  /** Days after which objects are deleted; without it they stay. */
  keptDays?: number;
}

/**
 * A native bucket of S3 for what an object-store component does not offer, since a bucket has one policy: private, encrypted,
 * versioned, over TLS only.
 */
export function privateBucket({ name, statements, keyArn, keptDays }: PrivateBucket): ResourceSpec[] {
  const bucket = { bucket: ref(`aws_s3_bucket.${name}.id`) };
  const arn = ref(`aws_s3_bucket.${name}.arn`);
  const encryption: JsonObject = keyArn ? { sse_algorithm: 'aws:kms', kms_master_key_id: keyArn } : { sse_algorithm: 'AES256' };
  return [
    resource('aws_s3_bucket', name, { bucket_prefix: `${name.replaceAll('_', '-')}-` }),
    resource('aws_s3_bucket_public_access_block', name, {
      ...bucket,
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    }),
    resource('aws_s3_bucket_ownership_controls', name, { ...bucket, rule: [{ object_ownership: 'BucketOwnerEnforced' }] }),
    resource('aws_s3_bucket_server_side_encryption_configuration', name, {
      ...bucket,
      rule: [{ apply_server_side_encryption_by_default: [encryption], bucket_key_enabled: keyArn ? true : null }],
    }),
    resource('aws_s3_bucket_versioning', name, { ...bucket, versioning_configuration: [{ status: 'Enabled' }] }),
    resource('aws_s3_bucket_lifecycle_configuration', name, {
      ...bucket,
      rule: [
        {
          id: 'keep',
          status: 'Enabled',
          filter: [{}],
          ...(keptDays === undefined ? {} : { expiration: [{ days: keptDays }] }),
          noncurrent_version_expiration: [{ noncurrent_days: 30 }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        },
      ],
    }),
    resource('aws_s3_bucket_policy', name, {
      ...bucket,
      policy: jsonDocument({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'TlsOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [arn, `${arn}/*`],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
          ...statements,
        ],
      }),
    }),
  ];
}
