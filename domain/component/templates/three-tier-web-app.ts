import { alarmOn, component, content, domainVariable, emailVariable, inNetwork, output, type DesignTemplate } from '../template';

export const threeTierWebApp: DesignTemplate = {
  slug: 'three-tier-web-app',
  title: 'Three-tier web application',
  description:
    'A classic website or web shop: a load balancer with HTTPS and a web application firewall, a group of virtual machines that grows with its load, and a highly available PostgreSQL database, each in its own tier, with alarms.',
  provider: 'AWS',
  content: content('AWS', 'us-east-1', {
    components: [
      component('network', 'net', { cidr: '10.10.0.0/16' }),
      component('firewall', 'app_firewall', {
        network_id: '${component.net.id}',
        ingress: [{ description: 'Requests from the load balancer', port: 8080, cidrs: ['${component.net.cidr}'] }],
      }),
      component('dns-zone', 'zone', { domain: '${var.domain}' }),
      component('certificate', 'cert', { domain: 'www.${var.domain}', zone_id: '${component.zone.id}' }),
      component('load-balancer', 'web', {
        network_id: '${component.net.id}',
        subnet_ids: '${component.net.public_subnet_ids}',
        zone_id: '${component.zone.id}',
        certificate_id: '${component.cert.id}',
        domain: 'www.${var.domain}',
        target: '${component.app.target}',
        port: 8080,
      }),
      component('vm-group', 'app', {
        ...inNetwork,
        firewall_id: '${component.app_firewall.id}',
        size: 'medium',
        port: 8080,
        min_count: 2,
        max_count: 6,
      }),
      component('relational-database', 'db', { ...inNetwork, engine: 'postgres', size: 'medium', storage_gb: 100, highly_available: true }),
      alarmOn('web', 'load-balancer-errors', { severity: 'critical' }),
      alarmOn('db', 'database-cpu'),
    ],
    variables: [domainVariable, emailVariable],
    outputs: [
      output('url', 'component.web.url', 'Where the application is served.'),
      output('database', 'component.db.endpoint', 'Host of the database.'),
      output('name_servers', 'component.zone.name_servers', 'What the registrar of the domain must be told.'),
    ],
  }),
};
