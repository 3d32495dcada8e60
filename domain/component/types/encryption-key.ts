import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { awsAccount, keyPolicy } from './aws-customer-key';
import { keyVault, vaultFaults, vaultProperties } from './azure-key-vault';
import { dashed } from './cloud-name';
import { scaled } from './property-expressions';

function onAws({ name, properties, region }: LoweringInput): Lowered {
  const key = `aws_kms_key.${name}`;
  return {
    dataSources: [awsAccount],
    resources: [
      resource('aws_kms_key', name, {
        description: properties['description']!,
        enable_key_rotation: true,
        rotation_period_in_days: properties['rotation_days']!,
        deletion_window_in_days: properties['recovery_days']!,
        policy: keyPolicy(region),
      }),
      resource('aws_kms_alias', name, { name: `alias/${dashed(name)}`, target_key_id: ref(`${key}.key_id`) }),
    ],
    outputs: { id: `${key}.arn`, name: `aws_kms_alias.${name}.name` },
  };
}

function onAzure(input: LoweringInput): Lowered {
  const { name, properties } = input;
  const vault = keyVault(input, 'Key Vault Crypto Officer', properties['recovery_days']!);
  const key = `azurerm_key_vault_key.${name}`;
  return {
    shared: vault.shared,
    dataSources: vault.dataSources,
    resources: [
      ...vault.resources,
      resource(
        'azurerm_key_vault_key',
        name,
        {
          name: dashed(name),
          key_vault_id: ref(`${vault.address}.id`),
          key_type: 'RSA',
          key_size: 3072,
          key_opts: ['wrapKey', 'unwrapKey', 'encrypt', 'decrypt'],
          rotation_policy: [
            {
              expire_after: 'P2Y',
              notify_before_expiry: 'P30D',
              automatic: [{ time_after_creation: scaled(properties['rotation_days']!, 1, 'P', 'D') }],
            },
          ],
        },
        { dependsOn: vault.ready },
      ),
    ],
    outputs: { id: `${key}.versionless_id`, name: `${key}.name` },
  };
}

function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  const key = `google_kms_crypto_key.${name}`;
  return {
    resources: [
      resource('google_kms_key_ring', name, { name: dashed(name), location: region }),
      resource('google_kms_crypto_key', name, {
        name: dashed(name),
        key_ring: ref(`google_kms_key_ring.${name}.id`),
        purpose: 'ENCRYPT_DECRYPT',
        rotation_period: scaled(properties['rotation_days']!, 86_400, '', 's'),
        destroy_scheduled_duration: scaled(properties['recovery_days']!, 86_400, '', 's'),
      }),
    ],
    outputs: { id: `${key}.id`, name: `${key}.name` },
  };
}

export const encryptionKey: ComponentType = {
  name: 'encryption-key',
  title: 'Encryption key',
  description:
    'A key of your own for encryption at rest, rotated by the cloud and protected from deletion: KMS key, Key Vault key, Cloud KMS key. Services that log, publish or store on behalf of the account may use it.',
  properties: {
    type: 'object',
    description: 'Properties of an encryption key.',
    properties: {
      description: { type: 'string', description: 'What the key is for.', default: 'Encrypts data at rest', maxLength: 256 },
      rotation_days: {
        type: 'integer',
        description: 'Days after which new key material is used; 90 is what audits ask of Google Cloud.',
        default: 90,
        minimum: 90,
        maximum: 365,
      },
      recovery_days: {
        type: 'integer',
        description: 'Days in which a deletion can be taken back.',
        default: 30,
        minimum: 7,
        maximum: 30,
      },
      ...vaultProperties,
    },
  },
  outputs: {
    id: 'What other components take as encryption_key_id: key ARN, versionless id of the Key Vault key, id of the crypto key.',
    name: 'Its name (AWS: the alias).',
  },
  faults: vaultFaults,
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
