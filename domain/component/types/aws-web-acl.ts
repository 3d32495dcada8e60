import type { ResourceSpec } from '../../blueprint/content';
import type { JsonObject } from '../../json';
import { resource } from '../component-type';
import { dashed } from './cloud-name';

const rules = { 'known-bad-inputs': 'AWSManagedRulesKnownBadInputsRuleSet', common: 'AWSManagedRulesCommonRuleSet' };

const visibility = (metric: string): JsonObject[] => [
  { cloudwatch_metrics_enabled: true, sampled_requests_enabled: true, metric_name: metric },
];

/** A web application firewall with the rules that AWS keeps. Those of CloudFront live in us-east-1. */
export function webAcl(name: string, scope: 'REGIONAL' | 'CLOUDFRONT'): ResourceSpec {
  const plain = dashed(name, 100);
  return resource('aws_wafv2_web_acl', name, {
    ...(scope === 'CLOUDFRONT' ? { region: 'us-east-1' } : {}),
    name: plain,
    scope,
    default_action: [{ allow: [{}] }],
    rule: Object.entries(rules).map(([rule, managed], index) => ({
      name: rule,
      priority: index + 1,
      override_action: [{ none: [{}] }],
      statement: [{ managed_rule_group_statement: [{ vendor_name: 'AWS', name: managed }] }],
      visibility_config: visibility(`${plain}-${rule}`),
    })),
    visibility_config: visibility(plain),
  });
}
