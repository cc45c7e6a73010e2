import { App, Duration, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { describePushSource } from './contract';
import { HttpApiPushSource, HttpApiPushSourceOptions } from '../../src/push/http-api';
import { PushTrigger } from '../../src/push/push-trigger';

const { GET, POST } = apigwv2.HttpMethod;

const API = 'arn:aws:execute-api:eu-west-1:111122223333:known';

describePushSource({
  row: 'HttpApiPushSource',
  make: (scope, id) => new HttpApiPushSource(apiOf(scope, id), { method: GET, path: '/items/{id}', stages: id ? ['$default'] : undefined }),
  imported: { make: (scope) => new HttpApiPushSource(apiOf(scope, 'known'), { method: GET, path: '/items/{id}', stages: ['$default'] }) },
  again: (scope) => new HttpApiPushSource(scope.node.findChild('Source') as apigwv2.HttpApi, { method: POST, path: '/items/{id}' }),
  permissionsOfBoth: 2,
  servicePrincipal: 'apigateway.amazonaws.com',
  sourceArn: ({ partition, region, account, name }) => `arn:${partition}:execute-api:${region}:${account}:${name}/$default/GET/items/*`,
  namesAccount: false,
  calledFor: ({ region, account, name }) => `arn:aws:execute-api:${region}:${account}:${name}/$default/GET/items/{id}`,
  unpinned: 'what stands for a path parameter, also with `/`',
  calls: [
    ['another stage', { sourceArn: `${API}/test/GET/items/{id}` }, 'DENIED'],
    ['another method', { sourceArn: `${API}/$default/POST/items/{id}` }, 'DENIED'],
    ['another path', { sourceArn: `${API}/$default/GET/orders/{id}` }, 'DENIED'],
    ['the path above', { sourceArn: `${API}/$default/GET/items` }, 'DENIED'],
    ['a path below the parameter', { sourceArn: `${API}/$default/GET/items/{id}/parts` }, 'ALLOWED'],
    ['the default route', { sourceArn: `${API}/$default/$default` }, 'DENIED'],
    ['an authorizer', { sourceArn: `${API}/authorizers/abc123` }, 'DENIED'],
  ],
  connectedBy: 'AWS::ApiGatewayV2::Route',
  crossAccount: true,
  crossRegion: true,
  staysWithSource: true,
});

function apiOf(scope: Construct, httpApiId?: string): apigwv2.IHttpApi {
  return httpApiId ? apigwv2.HttpApi.fromHttpApiAttributes(scope, 'Source', { httpApiId }) : new apigwv2.HttpApi(scope, 'Source');
}

/** The source ARNs of a route, without what stands before the stage. */
function callsOf(options: HttpApiPushSourceOptions, api?: (stack: Stack) => apigwv2.IHttpApi): string[] {
  const stack = newStack();
  const source = new HttpApiPushSource(api ? api(stack) : new apigwv2.HttpApi(stack, 'Api'), options);
  new PushTrigger(stack, 'OnCall', { target: new lambda.Function(stack, 'Fn', CODE), source });
  const { targets } = new Synthesized(stack.node.root as App).function('Fn');
  return targets[0].statements.map(({ conditions }) => {
    expect(conditions).toHaveLength(1);
    expect(conditions[0].values).toHaveLength(1);
    return conditions[0].values[0].replace(/^arn:aws:execute-api:eu-west-1:111122223333:\$\{Stack\.Api\w{8}\}\//, '');
  });
}

test.each<[string, HttpApiPushSourceOptions, string[]]>([
  ['the root', { method: GET, path: '/' }, ['$default/GET/']],
  ['any method', { path: '/items' }, ['$default/*/items']],
  ['a path parameter', { method: GET, path: '/items/{id}/parts/{part}' }, ['$default/GET/items/*/parts/*']],
  ['everything below a path', { method: POST, path: '/files/{proxy+}' }, ['$default/POST/files/*']],
  ['whatever no other route takes', { path: '$default' }, ['$default/$default']],
  ['named stages', { method: GET, path: '/items', stages: ['test', 'prod'] }, ['test/GET/items', 'prod/GET/items']],
])('%s: the permission is for just these calls', (_, options, expected) => {
  expect(callsOf(options)).toEqual(expected);
});

test('the route and its integration are as asked for', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  const api = new apigwv2.HttpApi(stack, 'Api');
  const options = { method: GET, path: '/items', timeout: Duration.seconds(3), authorizer: new HttpIamAuthorizer() };
  new PushTrigger(stack, 'OnCall', { target, source: new HttpApiPushSource(api, options) });

  const done = new Synthesized(stack.node.root as App);

  expect(done.resources('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties)).toEqual([
    expect.objectContaining({ ApiId: stack.resolve(api.apiId), RouteKey: 'GET /items', AuthorizationType: 'AWS_IAM' }),
  ]);
  expect(done.resources('AWS::ApiGatewayV2::Integration').map(({ Properties }) => Properties)).toEqual([{
    ApiId: stack.resolve(api.apiId),
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: stack.resolve(target.functionArn),
    PayloadFormatVersion: '2.0',
    TimeoutInMillis: 3000,
  }]);
});

test('the event has the format that is asked for', () => {
  const stack = newStack();
  const source = new HttpApiPushSource(new apigwv2.HttpApi(stack, 'Api'), { path: '$default', payloadFormatVersion: apigwv2.PayloadFormatVersion.VERSION_1_0 });
  new PushTrigger(stack, 'OnCall', { target: new lambda.Function(stack, 'Fn', CODE), source });

  const done = new Synthesized(stack.node.root as App);

  expect(done.resources('AWS::ApiGatewayV2::Integration')[0].Properties.PayloadFormatVersion).toBe('1.0');
  expect(done.resources('AWS::ApiGatewayV2::Route')[0].Properties.RouteKey).toBe('$default');
});

test.each(['', 'items', '/items/', '/items/*', '/{proxy+}/items', '$defaults', '/items?x=1'])('fails for the path %p', (path) => {
  expect(messageOf(() => callsOf({ path }))).toBe(`'path' must begin with '/', have no empty part and no '*', got '${path}'; write '/' for the root, `
    + "'{id}' for a parameter and '{proxy+}', as the last part, for everything below [Stack/Api]");
});

test('fails for the default route with a method', () => {
  expect(messageOf(() => callsOf({ path: '$default', method: GET }))).toBe(
    "'method' must be left out for the path '$default', which takes every method, got 'GET' [Stack/Api]");
});

test('fails for a method that is none', () => {
  expect(messageOf(() => callsOf({ path: '/', method: 'get' as apigwv2.HttpMethod }))).toBe(
    "'method' must be one of ANY, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, got 'get'; write it in upper case [Stack/Api]");
});

test.each(['*', 'prod*', '', 'prod/GET', '$defaults'])('fails for the stage %p', (stage) => {
  expect(messageOf(() => callsOf({ path: '/', stages: [stage] }))).toBe(
    `'stages' must hold names of stages, got '${stage}'; name each stage that may call the function [Stack/Api]`);
});

test.each<[string, (stack: Stack) => apigwv2.IHttpApi, string[] | undefined]>([
  ['an empty list is given', (stack) => new apigwv2.HttpApi(stack, 'Api'), []],
  ['the API has no default stage', (stack) => new apigwv2.HttpApi(stack, 'Api', { createDefaultStage: false }), undefined],
  ['the API is imported', (stack) => apigwv2.HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abcdef1234' }), undefined],
])('fails without a stage when %s', (_, make, stages) => {
  expect(messageOf(() => callsOf({ path: '/', stages }, make))).toBe("'stages' is missing, and the API does not tell its stage; "
    + "name each stage that may call the function, for example ['prod'] [Stack/Api]");
});

test.each<[string, HttpApiPushSourceOptions, (api: apigwv2.HttpApi, target: lambda.IFunction) => void]>([
  ['a trigger', { method: GET, path: '/items' }, (api, target) => target.addEventSource(new HttpApiPushSource(api, { method: GET, path: '/items' }))],
  ['CDK', { method: GET, path: '/items' }, (api) => api.addRoutes({ path: '/items', methods: [GET], integration: new HttpUrlIntegration('Url', 'https://example.com') })],
  ['CDK, for any method', { path: '/items' }, (api) => api.addRoutes({ path: '/items', integration: new HttpUrlIntegration('Url', 'https://example.com') })],
])('fails for a route that %s has made already', (_, options, make) => {
  const stack = newStack();
  const api = new apigwv2.HttpApi(stack, 'Api');
  const target = new lambda.Function(stack, 'Fn', CODE);
  make(api, target);

  expect(messageOf(() => new PushTrigger(stack, 'OnCall', { target, source: new HttpApiPushSource(api, options) }))).toBe(
    `'source' is the route ${options.method ?? 'ANY'} /items, which the API Stack/Api has already; a route calls one function [Stack/OnCall]`);
});

test('fails for the default route of an API that has a default integration', () => {
  const make = (stack: Stack) => new apigwv2.HttpApi(stack, 'Api', { defaultIntegration: new HttpUrlIntegration('Url', 'https://example.com') });

  expect(messageOf(() => callsOf({ path: '$default' }, make))).toBe(
    "'source' is the route ANY $default, which the API Stack/Api has already; a route calls one function [Stack/OnCall]");
});
