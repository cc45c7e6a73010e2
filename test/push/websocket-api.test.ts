import { App, Duration, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CODE, HOME, Synthesized, messageOf, newApp, newStack } from './app';
import { describePushSource } from './contract';
import { PushTrigger } from '../../src/push/push-trigger';
import { WebSocketApiPushSource, WebSocketApiPushSourceOptions } from '../../src/push/websocket-api';

const API = 'arn:aws:execute-api:eu-west-1:111122223333:known';

describePushSource({
  row: 'WebSocketApiPushSource',
  make: (scope, id) => new WebSocketApiPushSource(apiOf(scope, id), { routeKey: '$connect', stages: ['prod'] }),
  imported: { make: (scope) => new WebSocketApiPushSource(apiOf(scope, 'known'), { routeKey: '$connect', stages: ['prod'] }) },
  again: (scope) => new WebSocketApiPushSource(scope.node.findChild('Source') as apigwv2.WebSocketApi, { routeKey: 'send', stages: ['prod'] }),
  permissionsOfBoth: 2,
  servicePrincipal: 'apigateway.amazonaws.com',
  sourceArn: ({ partition, region, account, name }) => `arn:${partition}:execute-api:${region}:${account}:${name}/prod/$connect`,
  namesAccount: false,
  calls: [
    ['another route', { sourceArn: `${API}/prod/$default` }, 'DENIED'],
    ['another stage', { sourceArn: `${API}/test/$connect` }, 'DENIED'],
    ['an authorizer', { sourceArn: `${API}/authorizers/abc123` }, 'DENIED'],
  ],
  connectedBy: 'AWS::ApiGatewayV2::Route',
  crossAccount: true,
  crossRegion: true,
  staysWithSource: true,
  keepsTenants: true,
});

function apiOf(scope: Construct, webSocketId?: string): apigwv2.IWebSocketApi {
  return webSocketId ? apigwv2.WebSocketApi.fromWebSocketApiAttributes(scope, 'Source', { webSocketId }) : new apigwv2.WebSocketApi(scope, 'Source');
}

function routeOf(options: Partial<WebSocketApiPushSourceOptions>, make = (stack: Stack): apigwv2.IWebSocketApi => new apigwv2.WebSocketApi(stack, 'Api')) {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  new PushTrigger(stack, 'OnCall', { target, source: new WebSocketApiPushSource(make(stack), { routeKey: '$default', stages: ['prod'], ...options }) });
  return new Synthesized(stack.node.root as App);
}

test.each<[string, Partial<WebSocketApiPushSourceOptions>, string[]]>([
  ['the disconnect route', { routeKey: '$disconnect' }, ['prod/$disconnect']],
  ['the default route', { routeKey: '$default' }, ['prod/$default']],
  ['a route of its own', { routeKey: 'send-message' }, ['prod/send-message']],
  ['two stages', { routeKey: 'send', stages: ['test', 'prod'] }, ['test/send', 'prod/send']],
])('%s: the permission is for just these calls', (_, options, expected) => {
  const { targets } = routeOf(options).function('Fn');

  const arns = targets[0].statements.map(({ conditions }) => conditions.map(({ values }) => values).flat());
  expect(arns.map((values) => values.map((arn) => arn.replace(/^arn:aws:execute-api:eu-west-1:111122223333:\$\{Stack\.Api\w{8}\}\//, '')))).toEqual(
    expected.map((call) => [call]));
});

test('the route and its integration are as asked for', () => {
  const done = routeOf({ routeKey: '$connect', timeout: Duration.seconds(3), authorizer: new WebSocketIamAuthorizer(), apiKeyRequired: true });

  expect(done.resources('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties)).toEqual([
    expect.objectContaining({ RouteKey: '$connect', AuthorizationType: 'AWS_IAM', ApiKeyRequired: true }),
  ]);
  expect(done.resources('AWS::ApiGatewayV2::Integration').map(({ Properties }) => Properties)).toEqual([
    expect.objectContaining({ IntegrationType: 'AWS_PROXY', TimeoutInMillis: 3000 }),
  ]);
  expect(done.resources('AWS::ApiGatewayV2::RouteResponse')).toEqual([]);
});

test('what the function returns goes back to the client when asked for', () => {
  const done = routeOf({ routeKey: 'send', returnResponse: true, contentHandling: apigwv2.ContentHandling.CONVERT_TO_TEXT });

  expect(done.resources('AWS::ApiGatewayV2::RouteResponse')).toHaveLength(1);
  expect(done.resources('AWS::ApiGatewayV2::Integration')[0].Properties.ContentHandlingStrategy).toBe('CONVERT_TO_TEXT');
});

test('the integration names the region of the function', () => {
  const app = newApp();
  const target = new lambda.Function(new Stack(app, 'Functions', { env: { ...HOME, region: 'eu-central-1' } }), 'Fn', { ...CODE, functionName: 'chat' });
  const stack = new Stack(app, 'Apis', { env: HOME });
  const source = new WebSocketApiPushSource(new apigwv2.WebSocketApi(stack, 'Api'), { routeKey: '$default', stages: ['prod'] });
  // The permission is in the stack of the function, which cannot name an API with a generated id of another region.
  new PushTrigger(stack, 'OnCall', { target, source, permissionExists: true });

  expect(JSON.stringify(new Synthesized(app).resources('AWS::ApiGatewayV2::Integration'))).toContain(':apigateway:eu-central-1:lambda:path/2015-03-31/functions/');
});

test.each(['', '*', 'send*', '$connected', 'a b', 'send?', '${x}'])('fails for the route key %p', (routeKey) => {
  expect(messageOf(() => routeOf({ routeKey }))).toBe("'routeKey' must be $connect, $disconnect, $default or the key of one route, without '*', '?', braces "
    + `and white space, got '${routeKey}'; make one source for each route [Stack/Api]`);
});

test.each<[string, Partial<WebSocketApiPushSourceOptions>]>([
  ['authorizer', { authorizer: new WebSocketIamAuthorizer() }],
  ['apiKeyRequired', { apiKeyRequired: true }],
])('fails for %s on a route other than $connect', (option, options) => {
  expect(messageOf(() => routeOf({ routeKey: 'send', ...options }))).toBe(
    `'${option}' is only possible for the route $connect, got it for 'send'; clients are asked once, when they connect [Stack/Api]`);
});

test.each<[string, string[], RegExp]>([
  ['none', [], /^'stages' is missing/],
  ['a pattern', ['*'], /^'stages' must hold names of stages, got '\*'/],
  ['the default stage of HTTP APIs', ['$default'], /^'stages' must hold names of stages, got '\$default'/],
])('fails when the stages are %s', (_, stages, message) => {
  expect(messageOf(() => routeOf({ stages }))).toMatch(message);
});

test('fails for a route that CDK has made already', () => {
  const make = (stack: Stack) => new apigwv2.WebSocketApi(stack, 'Api', { defaultRouteOptions: { integration: new WebSocketMockIntegration('Mock') } });

  expect(messageOf(() => routeOf({ routeKey: '$default' }, make))).toBe(
    "'source' is the route $default, which the API Stack/Api has already; a route calls one function [Stack/OnCall]");
});
