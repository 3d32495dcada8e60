import { accessOf, alarmOn, component, content, emailVariable, imageVariable, inNetwork, output, type DesignTemplate } from '../template';

const worker = (name: string, queue: string) =>
  component('container-service', name, {
    ...inNetwork,
    image: '${var.image}',
    max_instances: 10,
    environment: { QUEUE: `\${component.${queue}.receive_endpoint}`, TABLE: '${component.orders.name}' },
  });

export const eventDrivenPipeline: DesignTemplate = {
  slug: 'event-driven-pipeline',
  title: 'Event-driven pipeline',
  description:
    'Publish and subscribe: events of a topic fan out to queues with dead-letter queues, workers in containers take them at their own pace and keep results in a key-value table; alarms tell of a backlog. For orders, notifications, asynchronous messaging between microservices.',
  provider: 'AWS',
  content: content('AWS', 'us-east-1', {
    components: [
      component('network', 'net', { cidr: '10.40.0.0/16' }),
      component('topic', 'events'),
      component('queue', 'billing', { topic_id: '${component.events.id}', visibility_timeout_seconds: 120 }),
      component('queue', 'shipping', { topic_id: '${component.events.id}', visibility_timeout_seconds: 120 }),
      component('key-value-table', 'orders', { partition_key: 'order_id', ...inNetwork }),
      worker('billing_worker', 'billing'),
      worker('shipping_worker', 'shipping'),
      accessOf('billing_worker', [
        ['billing', 'queue', 'read'],
        ['orders', 'key-value-table', 'read-write'],
      ]),
      accessOf('shipping_worker', [
        ['shipping', 'queue', 'read'],
        ['orders', 'key-value-table', 'read-write'],
      ]),
      alarmOn('billing', 'queue-backlog'),
      alarmOn('shipping', 'queue-backlog'),
    ],
    variables: [imageVariable('the workers'), emailVariable],
    outputs: [output('topic', 'component.events.endpoint', 'Where events are published.')],
  }),
};
