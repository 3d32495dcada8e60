import { alarmOn, component, content, domainVariable, emailVariable, inNetwork, output, type DesignTemplate } from '../template';

export const contentManagementSite: DesignTemplate = {
  slug: 'content-management-site',
  title: 'Content management site (WordPress, Drupal, TYPO3)',
  description:
    'A CMS or blog that several virtual machines serve together: uploads on a shared NFS file system, content in a MySQL database, pages and sessions in a Redis cache, behind a load balancer with HTTPS.',
  provider: 'AWS',
  content: content('AWS', 'us-east-1', {
    components: [
      component('network', 'net', { cidr: '10.20.0.0/16' }),
      component('firewall', 'cms_firewall', {
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
        target: '${component.cms.target}',
      }),
      component('vm-group', 'cms', { ...inNetwork, firewall_id: '${component.cms_firewall.id}', port: 8080, max_count: 4 }),
      component('file-share', 'uploads', { ...inNetwork, size_gb: 1024 }),
      component('relational-database', 'db', { ...inNetwork, engine: 'mysql', database_name: 'cms', storage_gb: 50 }),
      component('cache', 'pages', inNetwork),
      alarmOn('db', 'database-cpu'),
      alarmOn('cms', 'vm-group-cpu'),
    ],
    variables: [domainVariable, emailVariable],
    outputs: [
      output('url', 'component.web.url', 'Where the site is served.'),
      output('uploads', 'component.uploads.endpoint', 'Host that the uploads are mounted from.'),
    ],
  }),
};
