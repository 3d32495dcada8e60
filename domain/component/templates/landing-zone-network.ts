import type { ResourceSpec } from '../../blueprint/content';
import { resource } from '../component-type';
import { component, content, output, type DesignTemplate } from '../template';

const spokes = { production: '10.2.0.0/16', development: '10.3.0.0/16' };

/** Both ends of a peering: each network has to name the other. */
const peering = (spoke: string): ResourceSpec[] =>
  [
    ['hub', spoke],
    [spoke, 'hub'],
  ].map(([from, to]) =>
    resource('azurerm_virtual_network_peering', `${from}_to_${to}`, {
      name: `${from}-to-${to}`,
      resource_group_name: '${azurerm_resource_group.lintel.name}',
      virtual_network_name: `\${element(split("/", component.${from}.id), 8)}`,
      remote_virtual_network_id: `\${component.${to}.id}`,
      allow_virtual_network_access: true,
      allow_forwarded_traffic: from === spoke,
    }),
  );

const spokeComponents = Object.entries(spokes).flatMap(([name, cidr]) => [
  component('network', name, { cidr }),
  component('subnet-group', `${name}_data`, { network_id: `\${component.${name}.id}`, cidr: cidr.replace('.0.0/16', '.64.0/20') }),
  component('firewall', `${name}_firewall`, {
    network_id: `\${component.${name}.id}`,
    ingress: [{ description: 'HTTPS from the hub', port: 443, cidrs: ['${component.hub.cidr}'] }],
  }),
]);

export const landingZoneNetwork: DesignTemplate = {
  slug: 'landing-zone-network',
  title: 'Landing zone network (hub and spoke)',
  description:
    'The network foundation of a company on Azure: a hub that is peered with a production and a development network which do not see each other, subnets for data, firewall rules, a private DNS zone and a central log. Where a first workload lands.',
  provider: 'AZURE',
  content: content('AZURE', 'westeurope', {
    components: [
      component('network', 'hub', { cidr: '10.1.0.0/16' }),
      ...spokeComponents,
      component('dns-zone', 'names', { domain: 'corp.example.com', network_id: '${component.hub.id}' }),
      component('log-store', 'central_log'),
    ],
    resources: Object.keys(spokes).flatMap(peering),
    outputs: [
      output('hub', 'component.hub.id', 'Id of the hub network.'),
      output('production', 'component.production.id', 'Id of the production network.'),
      output('development', 'component.development.id', 'Id of the development network.'),
    ],
  }),
};
