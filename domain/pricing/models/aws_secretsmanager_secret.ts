import { fixedLine, usageLine } from '../billing/list-model';
import type { PricingModel } from '../model';

export const awsSecretsmanagerSecret: PricingModel = {
  type: 'aws_secretsmanager_secret',
  usageKeys: ['monthly_requests'],
  components: (resource, context) => [
    fixedLine(resource, context, 'Secret', 'months', 1),
    usageLine(resource, context, 'API requests', '10k requests', context.usage.amount('monthly_requests'), { per: 10_000 }),
  ],
};
