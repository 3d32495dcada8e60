import { accessOf, alarmOn, component, content, emailVariable, inNetwork, output, type DesignTemplate } from '../template';

export const batchProcessing: DesignTemplate = {
  slug: 'batch-processing',
  title: 'Batch processing',
  description:
    'Jobs from a queue that a group of virtual machines works off: it reads files from one object store and writes results to another, for rendering, transcoding, simulations or nightly runs. A backlog raises an alarm.',
  provider: 'AWS',
  content: content('AWS', 'us-east-1', {
    components: [
      component('network', 'net', { cidr: '10.50.0.0/16' }),
      component('firewall', 'workers_firewall', { network_id: '${component.net.id}' }),
      component('queue', 'jobs', { visibility_timeout_seconds: 300, retention_days: 14 }),
      component('object-store', 'input', inNetwork),
      component('object-store', 'results', { ...inNetwork, keep_deleted_days: 90 }),
      component('vm-group', 'workers', {
        ...inNetwork,
        firewall_id: '${component.workers_firewall.id}',
        size: 'large',
        min_count: 1,
        max_count: 20,
        target_cpu_percent: 70,
      }),
      accessOf('workers', [
        ['jobs', 'queue', 'read'],
        ['input', 'object-store', 'read'],
        ['results', 'object-store', 'write'],
      ]),
      alarmOn('jobs', 'queue-backlog', { threshold: 5000 }),
    ],
    variables: [emailVariable],
    outputs: [
      output('queue', 'component.jobs.send_endpoint', 'Where jobs are sent.'),
      output('results', 'component.results.endpoint', 'Where results are found.'),
    ],
  }),
};
