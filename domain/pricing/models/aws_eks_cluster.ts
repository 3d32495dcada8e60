import { textOf } from '../attributes';
import { hourlyLine } from '../billing/list-model';
import type { PricingModel } from '../model';
import { ownValue } from '../own-value';

/** Last day of standard support by Kubernetes minor version. Source: Amazon EKS release calendar. */
const standardSupportEnds: Record<string, string> = {
  '1.23': '2023-10-11',
  '1.24': '2024-01-31',
  '1.25': '2024-05-01',
  '1.26': '2024-06-11',
  '1.27': '2024-07-24',
  '1.28': '2024-11-26',
  '1.29': '2025-03-23',
  '1.30': '2025-07-23',
  '1.31': '2025-11-26',
  '1.32': '2026-03-23',
  '1.33': '2026-07-29',
};

export const awsEksCluster: PricingModel = {
  type: 'aws_eks_cluster',
  usageKeys: [],
  components: (resource, context) => {
    const ends = ownValue(standardSupportEnds, textOf(resource.values, 'version'));
    return [hourlyLine(resource, context, ends !== undefined && context.day > ends ? 'EKS cluster (extended support)' : 'EKS cluster')];
  },
};
