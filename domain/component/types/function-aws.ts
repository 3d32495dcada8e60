import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { networkAccess } from './aws-network-access';
import { logGroup, serviceRole } from './aws-service-role';
import { dashed } from './cloud-name';
import { codeOf, environmentOf, memoryOf, runtimeOf } from './function-runtime';
import { jsonDocument, pick } from './property-expressions';

export function onAws({ name, properties }: LoweringInput): Lowered {
  const main = `aws_lambda_function.${name}`;
  const log = `aws_cloudwatch_log_group.${name}`;
  const code = codeOf(properties);
  const environment = environmentOf(properties);
  const access = networkAccess({ name, networkId: properties['network_id']!, port: null, callsOut: true });
  const role = serviceRole({
    name,
    service: 'lambda.amazonaws.com',
    policies: ['service-role/AWSLambdaVPCAccessExecutionRole', 'AWSXRayDaemonWriteAccess'],
  });
  return {
    dataSources: access.dataSources,
    resources: [
      ...access.resources,
      ...role.resources,
      logGroup(name, `/lintel/${name}`),
      resource('aws_iam_role_policy', `${name}_log`, {
        name: 'write-log',
        role: ref(`aws_iam_role.${name}.id`),
        policy: jsonDocument({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${ref(`${log}.arn`)}:*` }],
        }),
      }),
      resource(
        'aws_lambda_function',
        name,
        {
          function_name: dashed(name),
          role: role.arn,
          s3_bucket: code.store_name,
          s3_key: code.object,
          runtime: runtimeOf(properties).aws,
          handler: properties['handler']!,
          architectures: ['arm64'],
          memory_size: pick(properties['size']!, memoryOf),
          timeout: properties['timeout_seconds']!,
          environment: Object.keys(environment).length > 0 ? [{ variables: environment }] : null,
          vpc_config: [{ subnet_ids: properties['subnet_ids']!, security_group_ids: [access.groupId] }],
          tracing_config: [{ mode: 'Active' }],
          logging_config: [{ log_format: 'JSON', log_group: ref(`${log}.name`) }],
        },
        { dependsOn: [...role.attachments, `aws_iam_role_policy.${name}_log`] },
      ),
    ],
    outputs: { id: `${main}.arn`, name: `${main}.function_name`, endpoint: `${main}.invoke_arn`, identity: `aws_iam_role.${name}.arn` },
  };
}
