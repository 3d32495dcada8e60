import { alarmOn, component, content, emailVariable, output, type DesignTemplate } from '../template';

export const singleServer: DesignTemplate = {
  slug: 'single-server',
  title: 'Single server',
  description:
    'One Linux virtual machine in a private network, with a firewall, an extra encrypted disk with nightly snapshots and an alarm on its processor load: for a small tool, a test machine, a jump host or a development server.',
  provider: 'AZURE',
  content: content('AZURE', 'westeurope', {
    components: [
      component('network', 'net', { cidr: '10.70.0.0/20' }),
      component('firewall', 'server_firewall', { network_id: '${component.net.id}' }),
      component('vm', 'server', {
        subnet_id: '${component.net.private_subnet_ids[0]}',
        firewall_id: '${component.server_firewall.id}',
        size: 'small',
        volume_ids: ['${component.data.id}'],
      }),
      component('block-volume', 'data', { size_gb: 100 }),
      alarmOn('server', 'vm-cpu'),
    ],
    variables: [emailVariable],
    outputs: [output('address', 'component.server.private_ip', 'Private address of the server.')],
  }),
};
