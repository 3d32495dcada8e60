import type { ResourceSpec } from '../../blueprint/content';
import type { JsonObject } from '../../json';
import { ref, resource } from '../component-type';
import { dashed } from './cloud-name';
import { googleAddressRecord } from './dns-name';
import { expressionOf } from './property-expressions';

/** Rules against the most common attacks on web applications, kept by Google. */
export function webFirewall(name: string): ResourceSpec {
  const refuse = (set: string, priority: number): JsonObject => ({
    action: 'deny(403)',
    priority,
    description: set,
    match: [{ expr: [{ expression: `evaluatePreconfiguredWaf('${set}', {'sensitivity': 1})` }] }],
  });
  return resource('google_compute_security_policy', name, {
    name: dashed(name),
    type: 'CLOUD_ARMOR',
    rule: [
      ...['sqli-v33-stable', 'xss-v33-stable', 'lfi-v33-stable', 'rce-v33-stable'].map((set, index) => refuse(set, 1000 + index)),
      {
        action: 'allow',
        priority: 2147483647,
        description: 'Everything else',
        match: [{ versioned_expr: 'SRC_IPS_V1', config: [{ src_ip_ranges: ['*'] }] }],
      },
    ],
  });
}

/** A public address that serves a backend over HTTPS and sends HTTP there, with a record for the domain. */
export function httpsFront(name: string, properties: JsonObject): ResourceSpec[] {
  const backend = ref(`google_compute_backend_service.${name}.id`);
  const plain = dashed(name, 56);
  const address = ref(`google_compute_global_address.${name}.address`);
  const forward = (suffix: string, target: string, port: string): ResourceSpec =>
    resource('google_compute_global_forwarding_rule', `${name}_${suffix}`, {
      name: `${plain}-${suffix}`,
      ip_address: ref(`google_compute_global_address.${name}.id`),
      load_balancing_scheme: 'EXTERNAL_MANAGED',
      port_range: port,
      target: ref(`${target}.${name}.id`),
    });
  return [
    resource('google_compute_global_address', name, { name: plain }),
    resource('google_compute_ssl_policy', name, { name: plain, profile: 'MODERN', min_tls_version: 'TLS_1_2' }),
    resource('google_compute_url_map', name, { name: plain, default_service: backend }),
    resource('google_compute_target_https_proxy', name, {
      name: plain,
      url_map: ref(`google_compute_url_map.${name}.id`),
      certificate_map: `//certificatemanager.googleapis.com/${ref(expressionOf(properties['certificate_id']!))}`,
      ssl_policy: ref(`google_compute_ssl_policy.${name}.id`),
    }),
    forward('https', 'google_compute_target_https_proxy', '443'),
    resource('google_compute_url_map', `${name}_redirect`, {
      name: `${plain}-http`,
      default_url_redirect: [{ https_redirect: true, strip_query: false, redirect_response_code: 'MOVED_PERMANENTLY_DEFAULT' }],
    }),
    resource('google_compute_target_http_proxy', name, { name: plain, url_map: ref(`google_compute_url_map.${name}_redirect.id`) }),
    forward('http', 'google_compute_target_http_proxy', '80'),
    ...(properties['zone_id'] === null ? [] : [googleAddressRecord(name, properties['zone_id']!, properties['domain']!, address)]),
  ];
}
