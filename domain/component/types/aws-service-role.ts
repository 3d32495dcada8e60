import type { ResourceSpec } from '../../blueprint/content';
import { ref, resource } from '../component-type';
import { dashed } from './cloud-name';
import { jsonDocument } from './property-expressions';

interface ServiceRole {
  /** Name of the resources. */
  name: string;
  /** Who may take the role, e.g. lambda.amazonaws.com. */
  service: string;
  /** Policies of AWS, e.g. service-role/AmazonRDSEnhancedMonitoringRole. */
  policies?: readonly string[];
}

/** A role that one service of AWS takes, with policies that AWS maintains. */
export function serviceRole({ name, service, policies = [] }: ServiceRole): {
  arn: string;
  resources: ResourceSpec[];
  attachments: string[];
} {
  const attached = policies.map((policy) =>
    resource('aws_iam_role_policy_attachment', `${name}_${dashed(policy.split('/').at(-1)!).replaceAll('-', '_')}`, {
      role: ref(`aws_iam_role.${name}.name`),
      policy_arn: `arn:aws:iam::aws:policy/${policy}`,
    }),
  );
  return {
    arn: ref(`aws_iam_role.${name}.arn`),
    attachments: attached.map((one) => `${one.type}.${one.name}`),
    resources: [
      resource('aws_iam_role', name, {
        name_prefix: `${dashed(name, 37)}-`,
        assume_role_policy: jsonDocument({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
        }),
      }),
      ...attached,
    ],
  };
}

/** The group that a component's log goes to, kept for a year. */
export const logGroup = (resourceName: string, groupName: string): ResourceSpec =>
  resource('aws_cloudwatch_log_group', resourceName, { name: groupName, retention_in_days: 365 });
