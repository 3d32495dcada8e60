import type { JsonObject } from '../../json';
import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { accessLogs } from './aws-access-logs';
import { awsAccount } from './aws-customer-key';
import { webAcl } from './aws-web-acl';
import { frontDoor } from './azure-front-door';
import { dashed } from './cloud-name';
import { awsAlias, domainPattern, servedAs } from './dns-name';
import { httpsFront, webFirewall } from './google-https-front';

/** Policies that CloudFront has for everybody. Source: "Use managed ... policies" in the CloudFront developer guide. */
const managedPolicies = {
  cachingOptimized: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  allViewerExceptHostHeader: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
  securityHeaders: '67f7725c-6f97-4210-82d7-5512b31e9d03',
};

function awsDistribution(name: string, { origin, domain, certificate_id: certificate }: JsonObject): JsonObject {
  const every = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
  return {
    enabled: true,
    comment: name,
    aliases: [domain!],
    is_ipv6_enabled: true,
    http_version: 'http2and3',
    price_class: 'PriceClass_100',
    web_acl_id: ref(`aws_wafv2_web_acl.${name}.arn`),
    origin: [
      {
        origin_id: 'origin',
        domain_name: origin!,
        custom_origin_config: [{ http_port: 80, https_port: 443, origin_protocol_policy: 'https-only', origin_ssl_protocols: ['TLSv1.2'] }],
      },
    ],
    default_cache_behavior: [
      {
        target_origin_id: 'origin',
        viewer_protocol_policy: 'redirect-to-https',
        allowed_methods: every,
        cached_methods: ['GET', 'HEAD'],
        compress: true,
        cache_policy_id: managedPolicies.cachingOptimized,
        origin_request_policy_id: managedPolicies.allViewerExceptHostHeader,
        response_headers_policy_id: managedPolicies.securityHeaders,
      },
    ],
    restrictions: [{ geo_restriction: [{ restriction_type: 'none' }] }],
    viewer_certificate: [{ acm_certificate_arn: certificate!, ssl_support_method: 'sni-only', minimum_protocol_version: 'TLSv1.2_2021' }],
    logging_config: [{ bucket: ref(`aws_s3_bucket.${name}_logs.bucket_domain_name`), include_cookies: false }],
  };
}

function onAws({ name, properties }: LoweringInput): Lowered {
  const cdn = `aws_cloudfront_distribution.${name}`;
  const { zone_id: zone, domain } = properties;
  const alias = { name: ref(`${cdn}.domain_name`), zone: ref(`${cdn}.hosted_zone_id`) };
  return {
    dataSources: [awsAccount],
    resources: [
      ...accessLogs(`${name}_logs`, 'cloudfront'),
      webAcl(name, 'CLOUDFRONT'),
      resource('aws_cloudfront_distribution', name, awsDistribution(name, properties), {
        // CloudFront enters itself in the bucket's access list, which the bucket must allow by then.
        dependsOn: [`aws_s3_bucket_ownership_controls.${name}_logs`],
      }),
      ...(zone === null ? [] : (['A', 'AAAA'] as const).map((type) => awsAlias(name, zone!, domain!, alias, type))),
    ],
    outputs: { id: `${cdn}.id`, address: `${cdn}.domain_name`, url: `"https://${String(domain)}"` },
  };
}

function onGoogle({ name, properties }: LoweringInput): Lowered {
  const { origin, domain } = properties;
  const group = `google_compute_global_network_endpoint_group.${name}`;
  return {
    resources: [
      webFirewall(name),
      resource('google_compute_global_network_endpoint_group', name, {
        name: dashed(name),
        network_endpoint_type: 'INTERNET_FQDN_PORT',
        default_port: 443,
      }),
      resource('google_compute_global_network_endpoint', name, {
        global_network_endpoint_group: ref(`${group}.name`),
        fqdn: origin!,
        port: 443,
      }),
      resource(
        'google_compute_backend_service',
        name,
        {
          name: dashed(name),
          protocol: 'HTTPS',
          load_balancing_scheme: 'EXTERNAL_MANAGED',
          backend: [{ group: ref(`${group}.id`) }],
          enable_cdn: true,
          compression_mode: 'AUTOMATIC',
          cdn_policy: [{ cache_mode: 'USE_ORIGIN_HEADERS', negative_caching: true }],
          custom_request_headers: [`host: ${String(origin)}`],
          custom_response_headers: ['strict-transport-security: max-age=31536000', 'x-content-type-options: nosniff'],
          security_policy: ref(`google_compute_security_policy.${name}.id`),
          log_config: [{ enable: true, sample_rate: 1 }],
        },
        { dependsOn: [`google_compute_global_network_endpoint.${name}`] },
      ),
      ...httpsFront(name, properties),
    ],
    outputs: {
      id: `google_compute_backend_service.${name}.id`,
      address: `google_compute_global_address.${name}.address`,
      url: `"https://${String(domain)}"`,
    },
  };
}

export const cdn: ComponentType = {
  name: 'cdn',
  title: 'CDN',
  description:
    'Serves the content of an HTTPS server from near its readers, under a domain of its own and behind a web application firewall; plain HTTP is only sent to HTTPS. What may be kept for how long the origin says with Cache-Control.',
  properties: {
    type: 'object',
    description: 'Properties of a CDN.',
    required: ['origin', 'domain', 'certificate_id'],
    properties: {
      origin: {
        type: 'string',
        description: 'Host name of the server that has the content and a valid certificate for it, e.g. app.example.com.',
        pattern: domainPattern,
      },
      ...servedAs,
      certificate_id: {
        type: 'string',
        description: 'Id of a certificate made with for_cdn, e.g. ${component.cert.id}. On Azure Front Door issues one itself.',
      },
    },
  },
  outputs: { id: 'Id of the CDN.', address: 'Its own host name, on Google Cloud its address.', url: 'Where it is served.' },
  lower: { AWS: onAws, AZURE: frontDoor, GCP: onGoogle },
};
