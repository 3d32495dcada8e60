import type { Json, JsonObject } from '../../json';
import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { keyVault, vaultAccessProperty } from './azure-key-vault';
import { dashed } from './cloud-name';
import { googleZoneName, wildcardPattern } from './dns-name';
import { expressionOf } from './property-expressions';

const namesOf = ({ domain, alternative_names: others }: JsonObject): string[] => [...new Set([domain, ...(others as Json[])].map(String))];

const withoutWildcard = (name: string): string => name.replace(/^\*\./, '');

/** The names that need a record each to prove that they are ours: a name and its wildcard share one. */
const provenBy = (names: string[]): string[] => [...new Map(names.map((name) => [withoutWildcard(name), name] as const)).values()];

function onAws({ name, properties }: LoweringInput): Lowered {
  const certificate = `aws_acm_certificate.${name}`;
  // CloudFront takes its certificates from this region only.
  const place: JsonObject = properties['for_cdn'] === true ? { region: 'us-east-1' } : {};
  const names = namesOf(properties);
  const proven = provenBy(names);
  const records = proven.map((_, index) => `aws_route53_record.${name}_proof_${index + 1}`);
  const option = (domain: string, member: string): string =>
    ref(
      `one([for option in ${certificate}.domain_validation_options : option.${member} if option.domain_name == ${expressionOf(domain)}])`,
    );
  return {
    resources: [
      resource(
        'aws_acm_certificate',
        name,
        {
          ...place,
          domain_name: names[0]!,
          subject_alternative_names: names.length > 1 ? names.slice(1) : null,
          validation_method: 'DNS',
          key_algorithm: 'EC_prime256v1',
        },
        { lifecycle: { create_before_destroy: true } },
      ),
      ...proven.map((domain, index) =>
        resource('aws_route53_record', `${name}_proof_${index + 1}`, {
          zone_id: properties['zone_id']!,
          name: option(domain, 'resource_record_name'),
          type: option(domain, 'resource_record_type'),
          records: [option(domain, 'resource_record_value')],
          ttl: 300,
          // Another certificate for the same domain has the same record.
          allow_overwrite: true,
        }),
      ),
      resource('aws_acm_certificate_validation', name, {
        ...place,
        certificate_arn: ref(`${certificate}.arn`),
        validation_record_fqdns: records.map((record) => ref(`${record}.fqdn`)),
      }),
    ],
    outputs: { id: `aws_acm_certificate_validation.${name}.certificate_arn`, name: `${certificate}.domain_name` },
  };
}

function onAzure(input: LoweringInput): Lowered {
  const { name, properties } = input;
  const vault = keyVault(input, 'Key Vault Certificates Officer', 90);
  const certificate = `azurerm_key_vault_certificate.${name}`;
  return {
    shared: vault.shared,
    dataSources: vault.dataSources,
    resources: [
      ...vault.resources,
      resource(
        'azurerm_key_vault_certificate',
        name,
        { name: dashed(name, 100), key_vault_id: ref(`${vault.address}.id`), certificate_policy: [selfSigned(namesOf(properties))] },
        { dependsOn: vault.ready },
      ),
    ],
    outputs: { id: `${certificate}.versionless_secret_id`, name: `${certificate}.name` },
  };
}

const selfSigned = (names: string[]): JsonObject => ({
  issuer_parameters: [{ name: 'Self' }],
  key_properties: [{ exportable: true, key_type: 'RSA', key_size: 2048, reuse_key: false }],
  lifetime_action: [{ action: [{ action_type: 'AutoRenew' }], trigger: [{ days_before_expiry: 30 }] }],
  secret_properties: [{ content_type: 'application/x-pkcs12' }],
  x509_certificate_properties: [
    {
      subject: `CN=${names[0]}`,
      subject_alternative_names: [{ dns_names: names }],
      validity_in_months: 12,
      key_usage: ['digitalSignature', 'keyEncipherment'],
      // Servers on TLS.
      extended_key_usage: ['1.3.6.1.5.5.7.3.1'],
    },
  ],
});

function onGoogle({ name, properties }: LoweringInput): Lowered {
  const names = namesOf(properties);
  const proven = provenBy(names).map(withoutWildcard);
  const map = `google_certificate_manager_certificate_map.${name}`;
  const proof = (index: number): string => `google_certificate_manager_dns_authorization.${name}_${index + 1}`;
  const record = (index: number, member: string): string => ref(`one(${proof(index)}.dns_resource_record[*].${member})`);
  return {
    resources: [
      ...proven.flatMap((domain, index) => [
        resource('google_certificate_manager_dns_authorization', `${name}_${index + 1}`, {
          name: dashed(`${name}-${index + 1}`),
          domain,
        }),
        resource('google_dns_record_set', `${name}_proof_${index + 1}`, {
          managed_zone: googleZoneName(properties['zone_id']!),
          name: record(index, 'name'),
          type: record(index, 'type'),
          rrdatas: [record(index, 'data')],
          ttl: 300,
        }),
      ]),
      resource('google_certificate_manager_certificate', name, {
        name: dashed(name),
        managed: [{ domains: names, dns_authorizations: proven.map((_, index) => ref(`${proof(index)}.id`)) }],
      }),
      resource('google_certificate_manager_certificate_map', name, { name: dashed(name) }),
      ...names.map((hostname, index) =>
        resource('google_certificate_manager_certificate_map_entry', `${name}_${index + 1}`, {
          name: dashed(`${name}-${index + 1}`),
          map: ref(`${map}.name`),
          hostname,
          certificates: [ref(`google_certificate_manager_certificate.${name}.id`)],
        }),
      ),
    ],
    outputs: { id: `${map}.id`, name: `google_certificate_manager_certificate.${name}.name` },
  };
}

export const certificate: ComponentType = {
  name: 'certificate',
  title: 'TLS certificate',
  description:
    'A certificate that renews itself, for load balancers and CDNs. On AWS and Google Cloud the cloud issues it once the DNS zone proves that the domain is yours; on Azure a Key Vault holds it and signs it itself, until a certificate authority is connected to the vault (a CDN on Azure needs none: Front Door issues its own).',
  properties: {
    type: 'object',
    description: 'Properties of a certificate.',
    required: ['domain', 'zone_id'],
    properties: {
      domain: { type: 'string', description: 'The domain, e.g. www.example.com or *.example.com.', pattern: wildcardPattern },
      alternative_names: {
        type: 'array',
        literal: true,
        description: 'More domains that it is valid for.',
        default: [],
        maxItems: 9,
        items: { type: 'string', description: 'A domain.', pattern: wildcardPattern },
      },
      zone_id: { type: 'string', description: 'Id of the public DNS zone that the domains lie in, e.g. ${component.zone.id}.' },
      for_cdn: {
        type: 'boolean',
        literal: true,
        description: 'Whether it is for a CDN: on AWS such certificates are kept in us-east-1.',
        default: false,
      },
      allowed_ip_ranges: vaultAccessProperty,
    },
  },
  outputs: { id: 'What a load balancer or CDN is given as its certificate.', name: 'Its name.' },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
