import Big from 'big.js';
import { flagOf } from '../attributes';
import { usageLine } from '../billing/list-model';
import type { PricingModel } from '../model';

/** Every 64 KB of a message are one request. */
const chunkKb = 64;

export const awsSqsQueue: PricingModel = {
  type: 'aws_sqs_queue',
  usageKeys: ['monthly_requests', 'request_size_kb'],
  components: (resource, context) => {
    const requests = context.usage.amount('monthly_requests');
    const chunks = (context.usage.amount('request_size_kb') ?? new Big(chunkKb)).div(chunkKb).round(0, Big.roundUp);
    const fifo = flagOf(resource.values, 'fifo_queue');
    return [
      usageLine(resource, context, 'Requests', '1M requests', requests && requests.times(chunks), {
        per: 1_000_000,
        facts: { fifo_queue: String(fifo) },
      }),
    ];
  },
};
