import type { Json } from '../../json';
import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { grantedAccess, type Direction } from './access-grants';
import { resourceGroup } from './azure-resource-group';
import { workloadIdentity } from './azure-workload';
import { dashed } from './cloud-name';
import { serviceAccount } from './google-service-account';
import { expressionOf, jsonDocument } from './property-expressions';

interface Grant {
  kind: string;
  access: 'read' | 'write' | 'read-write';
  target_id: string;
}

const grantsOf = ({ properties }: LoweringInput): Grant[] => properties['grants'] as unknown as Grant[];
const directionsOf = ({ access }: Grant): Direction[] => (access === 'read-write' ? ['read', 'write'] : [access]);

/** Every direction of every grant, with a name for its resource. */
const eachDirection = (input: LoweringInput): { kind: string; direction: Direction; target: string; name: string }[] =>
  grantsOf(input).flatMap((grant, at) =>
    directionsOf(grant).map((direction) => ({
      kind: grant.kind,
      direction,
      target: expressionOf(grant.target_id),
      name: `${input.name}_${at}_${direction}`,
    })),
  );

const trustedServices: Readonly<Record<string, string>> = {
  container: 'ecs-tasks.amazonaws.com',
  function: 'lambda.amazonaws.com',
  schedule: 'scheduler.amazonaws.com',
  vm: 'ec2.amazonaws.com',
  workflow: 'states.amazonaws.com',
};

function onAws(input: LoweringInput): Lowered {
  const { name, properties } = input;
  const identity = (properties['identity'] ?? null) as Json;
  const role = `aws_iam_role.${name}`;
  const statements = grantsOf(input).map((grant): Json => {
    const { aws } = grantedAccess[grant.kind]!;
    return {
      Effect: 'Allow',
      Action: [...new Set(directionsOf(grant).flatMap((direction) => aws[direction]))].sort(),
      Resource: aws.resources(expressionOf(grant.target_id)),
    };
  });
  const own = [
    resource('aws_iam_role', name, {
      name_prefix: `${dashed(name, 37)}-`,
      description: properties['description']!,
      assume_role_policy: jsonDocument({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: trustedServices[properties['used_by'] as string]! } },
        ],
      }),
    }),
    ...(properties['used_by'] === 'vm'
      ? [resource('aws_iam_instance_profile', name, { name: ref(`${role}.name`), role: ref(`${role}.name`) })]
      : []),
  ];
  // The name of a role is the end of its ARN.
  const roleName = identity === null ? `${role}.name` : `reverse(split("/", ${expressionOf(identity)}))[0]`;
  return {
    resources: [
      ...(identity === null ? own : []),
      ...(statements.length > 0
        ? [
            resource('aws_iam_role_policy', name, {
              name: dashed(name),
              role: ref(roleName),
              policy: jsonDocument({ Version: '2012-10-17', Statement: statements }),
            }),
          ]
        : []),
    ],
    outputs: {
      id: identity === null ? `${role}.arn` : expressionOf(identity),
      name: roleName,
      identity: identity === null ? `${role}.arn` : expressionOf(identity),
    },
  };
}

function onAzure(input: LoweringInput): Lowered {
  const { name, properties, region } = input;
  const group = resourceGroup(region);
  const identity = (properties['identity'] ?? null) as Json;
  const own = workloadIdentity(name, group);
  const principal = identity ?? own.principalId;
  const assignments = eachDirection(input).map(({ kind, ...grant }) => grantedAccess[kind]!.azure({ ...grant, identity: principal }));
  const address = `azurerm_user_assigned_identity.${name}`;
  return {
    shared: identity === null ? [group.resource] : [],
    resources: [...(identity === null ? [own.resource] : []), ...assignments],
    outputs: {
      id: identity === null ? `${address}.id` : expressionOf(identity),
      name: identity === null ? `${address}.name` : expressionOf(identity),
      identity: expressionOf(principal),
    },
  };
}

function onGoogle(input: LoweringInput): Lowered {
  const { name, properties } = input;
  const identity = (properties['identity'] ?? null) as Json;
  const account = serviceAccount(name, name, 'role');
  const member = identity ?? account.member;
  const members = eachDirection(input).map(({ kind, ...grant }) => grantedAccess[kind]!.google({ ...grant, identity: member }));
  return {
    resources: [...(identity === null ? account.resources : []), ...members],
    outputs: {
      id: identity === null ? `${account.address}.id` : expressionOf(identity),
      name: identity === null ? `${account.address}.email` : `split(":", ${expressionOf(identity)})[1]`,
      identity: expressionOf(member),
    },
  };
}

export const identityRole: ComponentType = {
  name: 'identity-role',
  title: 'Identity and role',
  description:
    'Who a workload acts as and what it may do: an IAM role, a user-assigned identity with role assignments, a service account with IAM members. Each grant is the least that reading or writing one component takes. With an identity that stands already (that of a vm, a function, a container service) only the grants are made.',
  properties: {
    type: 'object',
    description: 'Properties of an identity.',
    properties: {
      used_by: {
        type: 'string',
        description: 'What kind of workload takes the role: the only service of AWS that it trusts.',
        default: 'container',
        enum: Object.keys(trustedServices),
        literal: true,
      },
      identity: {
        type: 'string',
        description: 'The identity of a workload that gets the grants, e.g. ${component.web.identity}; without one a new identity is made.',
      },
      description: { type: 'string', description: 'What it is for.', default: 'Made by Lintel', minLength: 1, maxLength: 256 },
      grants: {
        type: 'array',
        description: 'What it may read and write.',
        default: [],
        literal: true,
        maxItems: 50,
        items: {
          type: 'object',
          description: 'One component that it is let into.',
          literal: true,
          required: ['kind', 'access', 'target_id'],
          properties: {
            kind: { type: 'string', description: 'The type of that component.', enum: Object.keys(grantedAccess), literal: true },
            access: {
              type: 'string',
              description: 'Receiving from a queue and subscribing to a topic are reading; sending and publishing are writing.',
              enum: ['read', 'write', 'read-write'],
              literal: true,
            },
            target_id: { type: 'string', description: 'Its id, e.g. ${component.jobs.id}.', minLength: 1 },
          },
        },
      },
    },
  },
  outputs: {
    id: 'Id of the identity (AWS: ARN of the role; Azure: id of the user-assigned identity; Google Cloud: id of the service account).',
    name: 'Its name (Google Cloud: the e-mail address of the service account).',
    identity: 'Who it is in policies: ARN of the role, id of the principal, member.',
  },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
