import type { ResourceSpec } from '../../blueprint/content';
import type { Json, JsonObject } from '../../json';
import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { azureClient, worldwideName } from './azure-names';
import { resourceGroup } from './azure-resource-group';
import { dashed } from './cloud-name';
import { azureAlias, azureRecordPlace } from './dns-name';

/** Types of content that get smaller when they are compressed. */
const compressible = [
  'application/javascript',
  'application/json',
  'application/xml',
  'image/svg+xml',
  'text/css',
  'text/html',
  'text/javascript',
  'text/plain',
];

/** Where the content comes from. */
function origin(name: string, host: Json, profile: string): ResourceSpec[] {
  return [
    resource('azurerm_cdn_frontdoor_origin_group', name, {
      name: 'origin',
      cdn_frontdoor_profile_id: profile,
      session_affinity_enabled: false,
      load_balancing: [{}],
    }),
    resource('azurerm_cdn_frontdoor_origin', name, {
      name: 'origin',
      cdn_frontdoor_origin_group_id: ref(`azurerm_cdn_frontdoor_origin_group.${name}.id`),
      enabled: true,
      host_name: host,
      origin_host_header: host,
      certificate_name_check_enabled: true,
      https_port: 443,
    }),
  ];
}

/** The record that proves to Front Door that the domain is ours, and the one that leads there. */
function records(name: string, { zone_id: zone, domain }: JsonObject): ResourceSpec[] {
  if (zone === null) return [];
  return [
    resource('azurerm_dns_txt_record', name, {
      ...azureRecordPlace(zone!, `_dnsauth.${String(domain)}`),
      ttl: 3600,
      record: [{ value: ref(`azurerm_cdn_frontdoor_custom_domain.${name}.validation_token`) }],
    }),
    azureAlias(name, zone!, domain!, ref(`azurerm_cdn_frontdoor_endpoint.${name}.id`)),
  ];
}

/** Ten requests a second on average from one address are much: more are refused. */
function rateLimit(name: string, profile: string, group: { name: string }): ResourceSpec[] {
  return [
    resource('azurerm_cdn_frontdoor_firewall_policy', name, {
      // The name may hold no dashes.
      name: dashed(name, 100).replaceAll('-', ''),
      resource_group_name: group.name,
      sku_name: 'Standard_AzureFrontDoor',
      mode: 'Prevention',
      enabled: true,
      custom_rule: [
        {
          name: 'RateLimit',
          type: 'RateLimitRule',
          action: 'Block',
          priority: 100,
          rate_limit_duration_in_minutes: 5,
          rate_limit_threshold: 3000,
          match_condition: [{ match_variable: 'RemoteAddr', operator: 'IPMatch', match_values: ['0.0.0.0/0', '::/0'] }],
        },
      ],
    }),
    resource('azurerm_cdn_frontdoor_security_policy', name, {
      name: 'firewall',
      cdn_frontdoor_profile_id: profile,
      security_policies: [
        {
          firewall: [
            {
              cdn_frontdoor_firewall_policy_id: ref(`azurerm_cdn_frontdoor_firewall_policy.${name}.id`),
              association: [
                { patterns_to_match: ['/*'], domain: [{ cdn_frontdoor_domain_id: ref(`azurerm_cdn_frontdoor_custom_domain.${name}.id`) }] },
              ],
            },
          ],
        },
      ],
    }),
  ];
}

/** A CDN on Azure. */
export function frontDoor({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const profile = ref(`azurerm_cdn_frontdoor_profile.${name}.id`);
  const endpoint = `azurerm_cdn_frontdoor_endpoint.${name}`;
  const domain = ref(`azurerm_cdn_frontdoor_custom_domain.${name}.id`);
  return {
    shared: [group.resource],
    dataSources: [azureClient],
    resources: [
      resource('azurerm_cdn_frontdoor_profile', name, {
        name: dashed(name, 64),
        resource_group_name: group.name,
        sku_name: 'Standard_AzureFrontDoor',
      }),
      resource('azurerm_cdn_frontdoor_endpoint', name, { name: worldwideName('', name, 46), cdn_frontdoor_profile_id: profile }),
      ...origin(name, properties['origin']!, profile),
      resource('azurerm_cdn_frontdoor_custom_domain', name, {
        name: dashed(name, 100),
        cdn_frontdoor_profile_id: profile,
        dns_zone_id: properties['zone_id'] ?? null,
        host_name: properties['domain']!,
        tls: [{ certificate_type: 'ManagedCertificate', minimum_version: 'TLS12' }],
      }),
      resource('azurerm_cdn_frontdoor_route', name, {
        name: 'all',
        cdn_frontdoor_endpoint_id: ref(`${endpoint}.id`),
        cdn_frontdoor_origin_group_id: ref(`azurerm_cdn_frontdoor_origin_group.${name}.id`),
        cdn_frontdoor_origin_ids: [ref(`azurerm_cdn_frontdoor_origin.${name}.id`)],
        cdn_frontdoor_custom_domain_ids: [domain],
        link_to_default_domain: false,
        patterns_to_match: ['/*'],
        supported_protocols: ['Http', 'Https'],
        https_redirect_enabled: true,
        forwarding_protocol: 'HttpsOnly',
        cache: [{ query_string_caching_behavior: 'UseQueryString', compression_enabled: true, content_types_to_compress: compressible }],
      }),
      resource('azurerm_cdn_frontdoor_custom_domain_association', name, {
        cdn_frontdoor_custom_domain_id: domain,
        cdn_frontdoor_route_ids: [ref(`azurerm_cdn_frontdoor_route.${name}.id`)],
      }),
      ...rateLimit(name, profile, group),
      ...records(name, properties),
    ],
    outputs: { id: `${endpoint}.id`, address: `${endpoint}.host_name`, url: `"https://${String(properties['domain'])}"` },
  };
}
