import { resourceAddress, type ResourceSpec } from '../../blueprint/content';
import type { JsonObject } from '../../json';
import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { resourceGroup } from './azure-resource-group';
import { workloadIdentity } from './azure-workload';
import { zonesOf } from './azure-zones';
import { dashed } from './cloud-name';
import { azureAlias } from './dns-name';
import { expressionOf } from './property-expressions';

/** The part of a Key Vault that holds one certificate, from the id that it is read by. */
function vaultSecret(secretId: string): string {
  const vault = ref(`replace(${secretId}, "/^https:[/][/]([^.]+)[.].*$/", "$1")`);
  const secret = ref(`reverse(split("/", ${secretId}))[0]`);
  return `${ref('azurerm_resource_group.lintel.id')}/providers/Microsoft.KeyVault/vaults/${vault}/secrets/${secret}`;
}

/** Lets the gateway's identity read the certificate, and nothing else. */
const mayRead = (name: string, { certificate_id: certificate }: JsonObject, principal: string): ResourceSpec =>
  resource('azurerm_role_assignment', name, {
    scope: vaultSecret(expressionOf(certificate!)),
    role_definition_name: 'Key Vault Secrets User',
    principal_id: principal,
  });

const webFirewall = (name: string, place: JsonObject): ResourceSpec =>
  resource('azurerm_web_application_firewall_policy', name, {
    // The name may hold no dashes.
    name: dashed(name, 100).replaceAll('-', ''),
    ...place,
    policy_settings: [{ enabled: true, mode: 'Prevention', request_body_check: true }],
    managed_rules: [{ managed_rule_set: [{ type: 'Microsoft_DefaultRuleSet', version: '2.1' }] }],
  });

/** The way from the internet through the security group of the subnet, and the one by which Azure runs its gateways. */
function wayIn(name: string): ResourceSpec[] {
  const group = `data.azurerm_subnet.${name}.network_security_group_id`;
  const open = (suffix: string, source: string, ports: string, priority: number): ResourceSpec =>
    resource('azurerm_network_security_rule', `${name}_${suffix}`, {
      name: dashed(`${name}-${suffix}`, 80),
      resource_group_name: ref(`replace(${group}, "/(?i)^.*[/]resourceGroups[/]([^/]+)[/].*$/", "$1")`),
      network_security_group_name: ref(`reverse(split("/", ${group}))[0]`),
      priority,
      direction: 'Inbound',
      access: 'Allow',
      protocol: 'Tcp',
      source_address_prefix: source,
      source_port_range: '*',
      destination_address_prefix: '*',
      destination_port_range: ports,
    });
  return [
    open('https', 'Internet', '443', 200),
    open('http', 'Internet', '80', 210),
    open('gateway_manager', 'GatewayManager', '65200-65535', 220),
  ];
}

/** Listens with HTTPS and sends HTTP there. */
function listening({ certificate_id: certificate }: JsonObject): JsonObject {
  const listener = (name: string, protocol: 'Http' | 'Https', rest: JsonObject = {}): JsonObject => ({
    name,
    protocol,
    frontend_ip_configuration_name: 'public',
    frontend_port_name: name,
    ...rest,
  });
  return {
    frontend_port: [
      { name: 'https', port: 443 },
      { name: 'http', port: 80 },
    ],
    ssl_certificate: [{ name: 'served', key_vault_secret_id: certificate! }],
    ssl_policy: [{ policy_type: 'Predefined', policy_name: 'AppGwSslPolicy20220101S' }],
    http_listener: [listener('https', 'Https', { ssl_certificate_name: 'served' }), listener('http', 'Http')],
    redirect_configuration: [
      { name: 'to-https', redirect_type: 'Permanent', target_listener_name: 'https', include_path: true, include_query_string: true },
    ],
  };
}

function serving({ target, port, health_path: path, domain }: JsonObject): JsonObject {
  return {
    backend_address_pool: [{ name: 'machines', ...(target === null ? {} : { ip_addresses: [target!] }) }],
    probe: [{ name: 'health', protocol: 'Http', host: domain!, path: path!, interval: 15, timeout: 5, unhealthy_threshold: 3 }],
    backend_http_settings: [
      { name: 'machines', protocol: 'Http', port: port!, cookie_based_affinity: 'Disabled', request_timeout: 60, probe_name: 'health' },
    ],
    request_routing_rule: [
      {
        name: 'serve',
        priority: 10,
        rule_type: 'Basic',
        http_listener_name: 'https',
        backend_address_pool_name: 'machines',
        backend_http_settings_name: 'machines',
      },
      { name: 'redirect', priority: 20, rule_type: 'Basic', http_listener_name: 'http', redirect_configuration_name: 'to-https' },
    ],
  };
}

/** A load balancer on Azure: an application gateway with a web application firewall. */
export function applicationGateway({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const place = { location: group.location, resource_group_name: group.name };
  const reader = workloadIdentity(name, group);
  const gateway = `azurerm_application_gateway.${name}`;
  const address = `azurerm_public_ip.${name}`;
  const { zone_id: zone, domain, subnet_ids: subnets } = properties;
  const subnet = `element(${expressionOf(subnets!)}, 0)`;
  const part = (list: string, index: number): string => ref(`${list}[${index}]`);
  const parts = `split("/", ${subnet})`;
  return {
    shared: [group.resource],
    dataSources: [
      resource('azurerm_subnet', name, {
        name: part(`reverse(${parts})`, 0),
        virtual_network_name: part(`reverse(${parts})`, 2),
        resource_group_name: part(parts, 4),
      }),
    ],
    resources: [
      ...wayIn(name),
      reader.resource,
      mayRead(name, properties, reader.principalId),
      webFirewall(name, place),
      resource('azurerm_public_ip', name, {
        name: dashed(name, 80),
        ...place,
        allocation_method: 'Static',
        sku: 'Standard',
        zones: zonesOf(region),
      }),
      resource(
        'azurerm_application_gateway',
        name,
        {
          name: dashed(name, 80),
          ...place,
          zones: zonesOf(region),
          sku: [{ name: 'WAF_v2', tier: 'WAF_v2' }],
          autoscale_configuration: [{ min_capacity: 1, max_capacity: 10 }],
          firewall_policy_id: ref(`azurerm_web_application_firewall_policy.${name}.id`),
          http2_enabled: true,
          identity: [{ type: 'UserAssigned', identity_ids: [reader.id] }],
          gateway_ip_configuration: [{ name: 'subnet', subnet_id: ref(subnet) }],
          frontend_ip_configuration: [{ name: 'public', public_ip_address_id: ref(`${address}.id`) }],
          ...listening(properties),
          ...serving(properties),
        },
        { dependsOn: [`azurerm_role_assignment.${name}`, ...wayIn(name).map(resourceAddress)] },
      ),
      ...(zone === null ? [] : [azureAlias(name, zone!, domain!, ref(`${address}.id`))]),
    ],
    outputs: { id: `${gateway}.id`, name: `${gateway}.name`, address: `${address}.ip_address`, url: `"https://${String(domain)}"` },
  };
}
