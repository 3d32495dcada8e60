import type { ResourceSpec } from '../../blueprint/content';
import type { JsonObject } from '../../json';
import { ref, resource } from '../component-type';
import { serviceRole } from './aws-service-role';
import { dashed } from './cloud-name';

/** Instance metadata with session tokens only, not reachable from containers on the machine. */
export const sessionMetadata: JsonObject = { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 };

/** A role for machines that lets people log in through Session Manager, and nothing else; its profile has the same name. */
export const machineRole = (name: string): ResourceSpec[] => [
  ...serviceRole({ name, service: 'ec2.amazonaws.com', policies: ['AmazonSSMManagedInstanceCore'] }).resources,
  resource('aws_iam_instance_profile', name, { name_prefix: `${dashed(name, 37)}-`, role: ref(`aws_iam_role.${name}.name`) }),
];
