import type { ResourceSpec } from '../../blueprint/content';
import type { JsonObject } from '../../json';
import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { everywhere } from './address-range';
import { accessLogs } from './aws-access-logs';
import { awsAccount } from './aws-customer-key';
import { webAcl } from './aws-web-acl';
import { applicationGateway } from './azure-application-gateway';
import { dashed } from './cloud-name';
import { awsAlias, servedAs } from './dns-name';
import { httpsFront, webFirewall } from './google-https-front';
import { deletionProtectionProperty, networkProperty } from './shared-properties';

/** Open to everybody on the two ports that it listens on, and to the network on the port of the machines. */
function awsGuard(name: string, { network_id: network, port }: JsonObject): ResourceSpec {
  const open = (at: number, description: string): JsonObject => ({
    description,
    protocol: 'tcp',
    from_port: at,
    to_port: at,
    cidr_blocks: [everywhere],
  });
  return resource(
    'aws_security_group',
    name,
    {
      name_prefix: `${dashed(name, 200)}-`,
      description: `Load balancer ${name}`,
      vpc_id: network!,
      ingress: [open(443, 'HTTPS'), open(80, 'HTTP, sent to HTTPS')],
      egress: [
        {
          description: 'The machines',
          protocol: 'tcp',
          from_port: port!,
          to_port: port!,
          cidr_blocks: [ref(`data.aws_vpc.${name}.cidr_block`)],
        },
      ],
      tags: { Name: name },
    },
    { lifecycle: { create_before_destroy: true } },
  );
}

function awsListeners(name: string, { certificate_id: certificate }: JsonObject): ResourceSpec[] {
  const balancer = { load_balancer_arn: ref(`aws_lb.${name}.arn`) };
  return [
    resource('aws_lb_listener', name, {
      ...balancer,
      port: 443,
      protocol: 'HTTPS',
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      certificate_arn: certificate!,
      default_action: [{ type: 'forward', target_group_arn: ref(`aws_lb_target_group.${name}.arn`) }],
    }),
    resource('aws_lb_listener', `${name}_redirect`, {
      ...balancer,
      port: 80,
      protocol: 'HTTP',
      default_action: [{ type: 'redirect', redirect: [{ protocol: 'HTTPS', port: '443', status_code: 'HTTP_301' }] }],
    }),
  ];
}

function awsTargets(name: string, { network_id: network, port, health_path: path, target }: JsonObject): ResourceSpec[] {
  const group = resource(
    'aws_lb_target_group',
    name,
    {
      name_prefix: dashed(name).slice(0, 6),
      vpc_id: network!,
      protocol: 'HTTP',
      port: port!,
      deregistration_delay: '60',
      health_check: [{ path: path!, matcher: '200', interval: 15, timeout: 5, healthy_threshold: 2, unhealthy_threshold: 3 }],
    },
    { lifecycle: { create_before_destroy: true } },
  );
  const attachment = { autoscaling_group_name: target!, lb_target_group_arn: ref(`aws_lb_target_group.${name}.arn`) };
  return target === null ? [group] : [group, resource('aws_autoscaling_attachment', name, attachment)];
}

function onAws({ name, properties }: LoweringInput): Lowered {
  const balancer = `aws_lb.${name}`;
  const { network_id: network, zone_id: zone, domain, subnet_ids: subnets, deletion_protection: kept } = properties;
  const alias = { name: ref(`${balancer}.dns_name`), zone: ref(`${balancer}.zone_id`) };
  return {
    dataSources: [awsAccount, resource('aws_vpc', name, { id: network! })],
    resources: [
      awsGuard(name, properties),
      ...accessLogs(`${name}_logs`, 'load-balancer'),
      resource(
        'aws_lb',
        name,
        {
          name_prefix: dashed(name).slice(0, 6),
          load_balancer_type: 'application',
          internal: false,
          subnets: subnets!,
          security_groups: [ref(`aws_security_group.${name}.id`)],
          drop_invalid_header_fields: true,
          desync_mitigation_mode: 'defensive',
          enable_deletion_protection: kept!,
          access_logs: [{ bucket: ref(`aws_s3_bucket.${name}_logs.id`), enabled: true }],
          tags: { Name: name },
        },
        // The balancer tries to write to the bucket as soon as it is there.
        { dependsOn: [`aws_s3_bucket_policy.${name}_logs`] },
      ),
      ...awsTargets(name, properties),
      ...awsListeners(name, properties),
      webAcl(name, 'REGIONAL'),
      resource('aws_wafv2_web_acl_association', name, {
        resource_arn: ref(`${balancer}.arn`),
        web_acl_arn: ref(`aws_wafv2_web_acl.${name}.arn`),
      }),
      ...(zone === null ? [] : [awsAlias(name, zone!, domain!, alias, 'A')]),
    ],
    outputs: { id: `${balancer}.arn`, name: `${balancer}.name`, address: `${balancer}.dns_name`, url: `"https://${String(domain)}"` },
  };
}

function onGoogle({ name, properties }: LoweringInput): Lowered {
  const { target, domain, health_path: path } = properties;
  const backend = { group: target!, balancing_mode: 'UTILIZATION', max_utilization: 0.8, capacity_scaler: 1 };
  return {
    resources: [
      webFirewall(name),
      resource('google_compute_health_check', name, {
        name: dashed(name),
        check_interval_sec: 15,
        timeout_sec: 5,
        // On the port that the group names.
        http_health_check: [{ port_specification: 'USE_SERVING_PORT', request_path: path! }],
        log_config: [{ enable: true }],
      }),
      resource('google_compute_backend_service', name, {
        name: dashed(name),
        protocol: 'HTTP',
        port_name: 'http',
        load_balancing_scheme: 'EXTERNAL_MANAGED',
        timeout_sec: 60,
        health_checks: [ref(`google_compute_health_check.${name}.id`)],
        backend: target === null ? null : [backend],
        security_policy: ref(`google_compute_security_policy.${name}.id`),
        log_config: [{ enable: true, sample_rate: 1 }],
      }),
      ...httpsFront(name, properties),
    ],
    outputs: {
      id: `google_compute_backend_service.${name}.id`,
      name: `google_compute_backend_service.${name}.name`,
      address: `google_compute_global_address.${name}.address`,
      url: `"https://${String(domain)}"`,
    },
  };
}

export const loadBalancer: ComponentType = {
  name: 'load-balancer',
  title: 'Load balancer',
  description:
    'Serves a group of machines to the internet over HTTPS, behind a web application firewall; plain HTTP is only sent there. The firewall of the machines must let in the network on their port.',
  properties: {
    type: 'object',
    description: 'Properties of a load balancer.',
    required: ['network_id', 'subnet_ids', 'certificate_id', 'domain'],
    properties: {
      network_id: networkProperty,
      subnet_ids: {
        type: 'array',
        description:
          'Ids of public subnets, e.g. ${component.net.public_subnet_ids}. On Azure the first one, which holds application gateways and nothing else.',
        minItems: 1,
        items: { type: 'string', description: 'Id of a subnet.' },
      },
      certificate_id: { type: 'string', description: 'Id of the certificate, e.g. ${component.cert.id}.' },
      ...servedAs,
      target: { type: 'string', description: 'The group of machines that is served, e.g. ${component.web.target}.' },
      port: {
        type: 'integer',
        description: 'The port that the machines serve HTTP on; on Google Cloud the group itself says so.',
        default: 8080,
        minimum: 1,
        maximum: 65535,
      },
      health_path: { type: 'string', description: 'The path that tells whether a machine is healthy.', default: '/', pattern: '^/' },
      deletion_protection: deletionProtectionProperty,
    },
  },
  outputs: {
    id: 'Id of the load balancer.',
    name: 'Its name.',
    address: 'Its DNS name on AWS, its address elsewhere.',
    url: 'Where it is served.',
  },
  lower: { AWS: onAws, AZURE: applicationGateway, GCP: onGoogle },
};
