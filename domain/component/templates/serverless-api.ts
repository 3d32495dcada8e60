import { resource } from '../component-type';
import { accessOf, alarmOn, component, content, emailVariable, inNetwork, output, type DesignTemplate } from '../template';

const api = '${aws_apigatewayv2_api.api.id}';

/** What the access log says of each call. */
const logFormat = JSON.stringify({
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  caller: '$context.identity.caller',
  route: '$context.routeKey',
  status: '$context.status',
  latency: '$context.responseLatency',
});

export const serverlessApi: DesignTemplate = {
  slug: 'serverless-api',
  title: 'Serverless API',
  description:
    'A REST backend without servers that is paid by use: API Gateway in front of a Lambda function, items in a DynamoDB table, access logs, throttling and an alarm on errors. Callers sign with IAM. Upload the code archive to the store of code before the function is made.',
  provider: 'AWS',
  content: content('AWS', 'us-east-1', {
    components: [
      component('network', 'net', { cidr: '10.80.0.0/16' }),
      component('object-store', 'code', inNetwork),
      component('function', 'handler', {
        ...inNetwork,
        code: { store_id: '${component.code.id}', store_name: '${component.code.name}', store_endpoint: '${component.code.endpoint}' },
        environment: { TABLE: '${component.items.name}' },
      }),
      component('key-value-table', 'items', { partition_key: 'id', ...inNetwork }),
      accessOf('handler', [['items', 'key-value-table', 'read-write']]),
      component('log-store', 'api_log'),
      alarmOn('handler', 'function-errors'),
    ],
    resources: [
      resource('aws_apigatewayv2_api', 'api', { name: 'api', protocol_type: 'HTTP' }),
      resource('aws_apigatewayv2_integration', 'api', {
        api_id: api,
        integration_type: 'AWS_PROXY',
        integration_uri: '${component.handler.endpoint}',
        payload_format_version: '2.0',
      }),
      resource('aws_apigatewayv2_route', 'api', {
        api_id: api,
        route_key: 'ANY /{path+}',
        authorization_type: 'AWS_IAM',
        target: 'integrations/${aws_apigatewayv2_integration.api.id}',
      }),
      resource('aws_apigatewayv2_stage', 'api', {
        api_id: api,
        name: '$default',
        auto_deploy: true,
        access_log_settings: [{ destination_arn: '${component.api_log.id}', format: logFormat }],
        default_route_settings: [{ detailed_metrics_enabled: true, throttling_burst_limit: 200, throttling_rate_limit: 100 }],
      }),
      resource('aws_lambda_permission', 'api', {
        action: 'lambda:InvokeFunction',
        function_name: '${component.handler.name}',
        principal: 'apigateway.amazonaws.com',
        source_arn: '${aws_apigatewayv2_api.api.execution_arn}/*/*',
      }),
    ],
    variables: [emailVariable],
    outputs: [
      output('endpoint', 'aws_apigatewayv2_api.api.api_endpoint', 'Where the API is called.'),
      output('code', 'component.code.name', 'Bucket that the code archive goes to.'),
    ],
  }),
};
