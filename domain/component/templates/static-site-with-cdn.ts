import { resource } from '../component-type';
import { component, content, domainVariable, output, type DesignTemplate } from '../template';
import { accessLogs } from '../types/aws-access-logs';
import { awsAccount } from '../types/aws-customer-key';
import { webAcl } from '../types/aws-web-acl';
import { awsAlias } from '../types/dns-name';
import { privateBucket } from './private-bucket';

const distribution = 'aws_cloudfront_distribution.site';

const filesOfTheSite = [
  ...privateBucket({
    name: 'site',
    statements: [
      {
        Sid: 'OneDistribution',
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: '${aws_s3_bucket.site.arn}/*',
        Condition: { StringEquals: { 'aws:SourceArn': `\${${distribution}.arn}` } },
      },
    ],
  }),
  resource('aws_s3_bucket_logging', 'site', {
    bucket: '${aws_s3_bucket.site.id}',
    target_bucket: '${aws_s3_bucket.site_access.id}',
    target_prefix: 'site/',
  }),
];

/** Policies that CloudFront has for everybody: CachingOptimized and SecurityHeadersPolicy. */
const cachingOptimized = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const securityHeaders = '67f7725c-6f97-4210-82d7-5512b31e9d03';

export const staticSiteWithCdn: DesignTemplate = {
  slug: 'static-site-with-cdn',
  title: 'Static site with CDN',
  description:
    'A static website, landing page, documentation or single-page app (React, Vue): files in a private bucket that only CloudFront reads, HTTPS under a domain of its own, a web application firewall and access logs.',
  provider: 'AWS',
  content: content('AWS', 'us-east-1', {
    components: [
      component('dns-zone', 'zone', { domain: '${var.domain}' }),
      component('certificate', 'cert', { domain: 'www.${var.domain}', zone_id: '${component.zone.id}', for_cdn: true }),
    ],
    dataSources: [awsAccount],
    resources: [
      ...accessLogs('site_access', 's3'),
      ...accessLogs('site_requests', 'cloudfront'),
      ...filesOfTheSite,
      webAcl('site', 'CLOUDFRONT'),
      resource('aws_cloudfront_origin_access_control', 'site', {
        name: 'site',
        origin_access_control_origin_type: 's3',
        signing_behavior: 'always',
        signing_protocol: 'sigv4',
      }),
      resource(
        'aws_cloudfront_distribution',
        'site',
        {
          enabled: true,
          comment: 'Static site',
          aliases: ['www.${var.domain}'],
          default_root_object: 'index.html',
          is_ipv6_enabled: true,
          http_version: 'http2and3',
          price_class: 'PriceClass_100',
          web_acl_id: '${aws_wafv2_web_acl.site.arn}',
          origin: [
            {
              origin_id: 'site',
              domain_name: '${aws_s3_bucket.site.bucket_regional_domain_name}',
              origin_access_control_id: '${aws_cloudfront_origin_access_control.site.id}',
            },
          ],
          default_cache_behavior: [
            {
              target_origin_id: 'site',
              viewer_protocol_policy: 'redirect-to-https',
              allowed_methods: ['GET', 'HEAD', 'OPTIONS'],
              cached_methods: ['GET', 'HEAD'],
              compress: true,
              cache_policy_id: cachingOptimized,
              response_headers_policy_id: securityHeaders,
            },
          ],
          custom_error_response: [{ error_code: 403, response_code: 404, response_page_path: '/404.html' }],
          restrictions: [{ geo_restriction: [{ restriction_type: 'none' }] }],
          viewer_certificate: [
            { acm_certificate_arn: '${component.cert.id}', ssl_support_method: 'sni-only', minimum_protocol_version: 'TLSv1.2_2021' },
          ],
          logging_config: [{ bucket: '${aws_s3_bucket.site_requests.bucket_domain_name}', include_cookies: false }],
        },
        { dependsOn: ['aws_s3_bucket_ownership_controls.site_requests'] },
      ),
      ...(['A', 'AAAA'] as const).map((type) =>
        awsAlias(
          'site',
          '${component.zone.id}',
          'www.${var.domain}',
          { name: `\${${distribution}.domain_name}`, zone: `\${${distribution}.hosted_zone_id}` },
          type,
        ),
      ),
    ],
    variables: [domainVariable],
    outputs: [
      output('bucket', 'aws_s3_bucket.site.id', 'Bucket that the files go to.'),
      output('distribution', `${distribution}.id`, 'Distribution whose cache is cleared after an upload.'),
      output('name_servers', 'component.zone.name_servers', 'What the registrar of the domain must be told.'),
    ],
  }),
};
