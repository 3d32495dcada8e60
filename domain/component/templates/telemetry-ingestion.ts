import { accessOf, component, content, imageVariable, inNetwork, output, type DesignTemplate } from '../template';

export const telemetryIngestion: DesignTemplate = {
  slug: 'telemetry-ingestion',
  title: 'Telemetry ingestion (IoT, clickstream)',
  description:
    'Readings of devices, sensors or clicks in real time: an event stream, containers that consume it, the latest value of each device in a key-value table and the history in an object store.',
  provider: 'GCP',
  content: content('GCP', 'us-central1', {
    components: [
      component('network', 'net', { cidr: '10.60.0.0/16' }),
      component('event-stream', 'readings', { partitions: 4, retention_days: 7 }),
      component('key-value-table', 'latest', { partition_key: 'device_id', expiry: true, ...inNetwork }),
      component('object-store', 'history', { ...inNetwork, keep_deleted_days: 90 }),
      component('container-service', 'consumer', {
        ...inNetwork,
        image: '${var.image}',
        min_instances: 2,
        max_instances: 10,
        environment: {
          STREAM: '${component.readings.endpoint}',
          CONSUMER_GROUP: '${component.readings.consumer_group}',
          TABLE: '${component.latest.name}',
          STORE: '${component.history.name}',
        },
      }),
      accessOf('consumer', [
        ['readings', 'event-stream', 'read'],
        ['latest', 'key-value-table', 'read-write'],
        ['history', 'object-store', 'write'],
      ]),
    ],
    variables: [imageVariable('the consumer')],
    outputs: [output('stream', 'component.readings.endpoint', 'Where devices send their readings.')],
  }),
};
