import Big from 'big.js';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import { flagOf } from '../attributes';
import { usageLine } from '../billing/list-model';
import type { PricedComponent } from '../component';
import type { ModelContext, PricingModel } from '../model';

/** Notifications by protocol: usage key, the free number and how many one priced unit holds. */
const notifications: { name: string; unit: string; key: string; free: number; per: number }[] = [
  { name: 'HTTP/HTTPS notifications (over 100k)', unit: '100k notifications', key: 'http_subscriptions', free: 100_000, per: 100_000 },
  { name: 'Email/Email-JSON notifications (over 1k)', unit: '100k notifications', key: 'email_subscriptions', free: 1_000, per: 100_000 },
  { name: 'Kinesis Firehose notifications', unit: '1M notifications', key: 'kinesis_subscriptions', free: 0, per: 1_000_000 },
  { name: 'Mobile Push notifications', unit: '1M notifications', key: 'mobile_push_subscriptions', free: 0, per: 1_000_000 },
  { name: 'MacOS notifications', unit: '1M notifications', key: 'macos_subscriptions', free: 0, per: 1_000_000 },
  { name: 'SMS notifications (over 100)', unit: '100 notifications', key: 'sms_subscriptions', free: 100, per: 100 },
];

const beyond = (amount: Big | null, free: number): Big | null => amount && (amount.gt(free) ? amount.minus(free) : new Big(0));

function standardTopic(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const requests = context.usage.amount('monthly_requests');
  // Every 64 KB published are one request; the first million a month are free.
  const chunks = (context.usage.amount('request_size_kb') ?? new Big(64)).div(64).round(0, Big.roundUp);
  const total = requests && requests.times(chunks);
  return [
    usageLine(resource, context, 'API requests (over 1M)', '1M requests', beyond(total, 1_000_000), { per: 1_000_000 }),
    ...notifications.map(({ name, unit, key, free, per }) => {
      const subscriptions = context.usage.amount(key);
      return usageLine(resource, context, name, unit, requests && subscriptions && beyond(requests.times(subscriptions), free), { per });
    }),
  ];
}

function fifoTopic(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const requests = context.usage.amount('monthly_requests');
  const size = context.usage.amount('request_size_kb');
  return [
    usageLine(resource, context, 'FIFO Publish API requests', '1M requests', requests, { per: 1_000_000 }),
    usageLine(resource, context, 'FIFO Publish API payload', 'GB', requests && size && requests.times(size), { per: 1_000_000 }),
  ];
}

export const awsSnsTopic: PricingModel = {
  type: 'aws_sns_topic',
  usageKeys: ['monthly_requests', 'request_size_kb', ...notifications.map(({ key }) => key)],
  components: (resource, context) =>
    flagOf(resource.values, 'fifo_topic') ? fifoTopic(resource, context) : standardTopic(resource, context),
};
