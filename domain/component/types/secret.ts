import type { ResourceSpec } from '../../blueprint/content';
import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { keyVault, vaultFaults, vaultProperties } from './azure-key-vault';
import { dashed } from './cloud-name';
import { googleProject, keyUse } from './google-project';
import { scaled } from './property-expressions';

/** The version that carries the value, where a value is given: write-only, so that neither plan nor state holds it. */
const version = (type: string, attributes: ResourceSpec['attributes'], { name, properties }: LoweringInput): ResourceSpec[] =>
  properties['value'] ? [resource(type, name, attributes)] : [];

function onAws(input: LoweringInput): Lowered {
  const { name, properties } = input;
  const secret = `aws_secretsmanager_secret.${name}`;
  return {
    resources: [
      resource('aws_secretsmanager_secret', name, {
        name_prefix: `${dashed(name)}-`,
        description: properties['description']!,
        kms_key_id: properties['encryption_key_id'] ?? null,
        recovery_window_in_days: properties['recovery_days']!,
      }),
      ...version(
        'aws_secretsmanager_secret_version',
        {
          secret_id: ref(`${secret}.id`),
          secret_string_wo: properties['value']!,
          secret_string_wo_version: properties['value_version']!,
        },
        input,
      ),
    ],
    outputs: { id: `${secret}.arn`, name: `${secret}.name`, reference: `${secret}.arn` },
  };
}

function onAzure(input: LoweringInput): Lowered {
  const { name, properties } = input;
  const vault = keyVault(input, 'Key Vault Secrets Officer', properties['recovery_days']!);
  const own = dashed(name);
  const [value] = version(
    'azurerm_key_vault_secret',
    {
      name: own,
      key_vault_id: ref(`${vault.address}.id`),
      content_type: properties['description']!,
      value_wo: properties['value']!,
      value_wo_version: properties['value_version']!,
    },
    input,
  );
  return {
    shared: vault.shared,
    dataSources: vault.dataSources,
    resources: [...vault.resources, ...(value ? [{ ...value, dependsOn: vault.ready }] : [])],
    outputs: {
      id: `"\${${vault.address}.id}/secrets/${own}"`,
      name: JSON.stringify(own),
      reference: `"\${${vault.address}.vault_uri}secrets/${own}"`,
    },
  };
}

function onGoogle(input: LoweringInput): Lowered {
  const { name, properties, region } = input;
  const secret = `google_secret_manager_secret.${name}`;
  const key = (properties['encryption_key_id'] ?? null) as string | null;
  const replica = { location: region, ...(key === null ? {} : { customer_managed_encryption: [{ kms_key_name: key }] }) };
  return {
    dataSources: key === null ? [] : [googleProject],
    resources: [
      ...(key === null ? [] : [keyUse(name, key, 'gcp-sa-secretmanager')]),
      resource(
        'google_secret_manager_secret',
        name,
        {
          secret_id: dashed(name),
          annotations: { description: properties['description']! },
          version_destroy_ttl: scaled(properties['recovery_days']!, 86_400, '', 's'),
          replication: [{ user_managed: [{ replicas: [replica] }] }],
        },
        key === null ? {} : { dependsOn: [`google_kms_crypto_key_iam_member.${name}`] },
      ),
      ...version(
        'google_secret_manager_secret_version',
        {
          secret: ref(`${secret}.id`),
          secret_data_wo: properties['value']!,
          secret_data_wo_version: properties['value_version']!,
        },
        input,
      ),
    ],
    outputs: { id: `${secret}.id`, name: `${secret}.secret_id`, reference: `"\${${secret}.id}/versions/latest"` },
  };
}

export const secret: ComponentType = {
  name: 'secret',
  title: 'Secret',
  description:
    'A place for a password, token or certificate: Secrets Manager, a Key Vault with one secret, Secret Manager. The value is put in outside the design, or comes from a variable and is written without being kept in the state.',
  properties: {
    type: 'object',
    description: 'Properties of a secret.',
    properties: {
      description: { type: 'string', description: 'What the secret is for.', default: 'Kept by Lintel', minLength: 1, maxLength: 255 },
      value: {
        type: 'string',
        description:
          'Where the value comes from, never the value itself: an expression such as ${var.token} with a sensitive variable. Without one the value is put in later by hand or by an application. Needs Terraform 1.11.',
        pattern: '^\\$\\{',
      },
      value_version: { type: 'integer', description: 'Counted up to write a new value.', default: 1, minimum: 1 },
      recovery_days: {
        type: 'integer',
        description: 'Days in which a deletion can be taken back.',
        default: 30,
        minimum: 7,
        maximum: 30,
      },
      encryption_key_id: {
        type: 'string',
        description:
          "Id of a key of your own, e.g. ${component.key.id}; without one the cloud's managed key encrypts. Azure always encrypts with the vault's own.",
      },
      ...vaultProperties,
    },
  },
  outputs: {
    id: 'Id of the secret (AWS: its ARN).',
    name: 'Its name.',
    reference: 'What a workload is given to read it: ARN, Key Vault URI, version "latest".',
  },
  faults: vaultFaults,
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
