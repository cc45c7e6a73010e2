import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { describePushSource } from './contract';
import { PushTrigger } from '../../src/push/push-trigger';
import { RestApiPushSource, RestApiPushSourceOptions } from '../../src/push/rest-api';

const API = 'arn:aws:execute-api:eu-west-1:111122223333:known';

describePushSource({
  row: 'RestApiPushSource',
  make: (scope, id) => new RestApiPushSource(apiOf(scope, id), { method: 'GET', path: '/items/{id}', stages: id ? ['prod'] : undefined }),
  imported: { make: (scope) => new RestApiPushSource(apiOf(scope, 'known'), { method: 'GET', path: '/items/{id}', stages: ['prod'] }) },
  again: (scope) => new RestApiPushSource(scope.node.findChild('Source') as apigateway.RestApi, { method: 'POST', path: '/items/{id}' }),
  permissionsOfBoth: 2,
  servicePrincipal: 'apigateway.amazonaws.com',
  sourceArn: ({ partition, region, account, name }) => `arn:${partition}:execute-api:${region}:${account}:${name}/prod/GET/items/*`,
  namesAccount: false,
  calledFor: ({ region, account, name }) => `arn:aws:execute-api:${region}:${account}:${name}/prod/GET/items/42`,
  unpinned: 'what stands for a path parameter, also with `/`',
  calls: [
    ['the resource itself', { sourceArn: `${API}/prod/GET/items/*` }, 'ALLOWED'],
    ['another stage', { sourceArn: `${API}/test/GET/items/42` }, 'DENIED'],
    ['the console’s test', { sourceArn: `${API}/test-invoke-stage/GET/items/42` }, 'DENIED'],
    ['another method', { sourceArn: `${API}/prod/DELETE/items/42` }, 'DENIED'],
    ['another path', { sourceArn: `${API}/prod/GET/orders/42` }, 'DENIED'],
    ['a path below the parameter', { sourceArn: `${API}/prod/GET/items/42/parts` }, 'ALLOWED'],
    ['an authorizer', { sourceArn: `${API}/authorizers/abc123` }, 'DENIED'],
  ],
  connectedBy: 'AWS::ApiGateway::Method',
  crossAccount: true,
  crossRegion: true,
  keepsTenants: true,
  forTenants: (scope) => new RestApiPushSource(apiOf(scope), { method: 'GET', path: '/items', tenantId: 'context.authorizer.tenant' }),
});

function apiOf(scope: Construct, restApiId?: string): apigateway.IRestApi {
  return restApiId
    ? apigateway.RestApi.fromRestApiAttributes(scope, 'Source', { restApiId, rootResourceId: 'root' })
    : new apigateway.RestApi(scope, 'Source');
}

/** The source ARNs of a method, without what stands before the stage. */
function callsOf(make: (api: apigateway.RestApi) => RestApiPushSource): string[] {
  const stack = newStack();
  const source = make(new apigateway.RestApi(stack, 'Api', { deployOptions: { stageName: 'live' } }));
  new PushTrigger(stack, 'OnCall', { target: new lambda.Function(stack, 'Fn', CODE), source });
  const { targets } = new Synthesized(stack.node.root as App).function('Fn');
  return targets[0].statements.map(({ conditions }) => {
    expect(conditions).toHaveLength(1);
    expect(conditions[0].values).toHaveLength(1);
    return conditions[0].values[0].replace(/^arn:aws:execute-api:eu-west-1:111122223333:\$\{Stack\.Api\w{8}\}\//, '');
  });
}

test.each<[string, RestApiPushSourceOptions, string[]]>([
  ['the root', { method: 'GET', path: '/' }, ['live/GET/']],
  ['any method', { method: 'ANY', path: '/items' }, ['live/*/items']],
  ['a path parameter', { method: 'GET', path: '/items/{id}/parts/{part}' }, ['live/GET/items/*/parts/*']],
  ['everything below a path', { method: 'POST', path: '/files/{proxy+}' }, ['live/POST/files/*']],
  ['named stages', { method: 'GET', path: '/items', stages: ['test', 'prod'] }, ['test/GET/items', 'prod/GET/items']],
  ['a stage named twice', { method: 'GET', path: '/items', stages: ['prod', 'prod'] }, ['prod/GET/items']],
  ['the console’s test', { method: 'GET', path: '/items', testInvoke: true }, ['live/GET/items', 'test-invoke-stage/GET/items']],
])('%s: the permission is for just these calls', (_, options, expected) => {
  expect(callsOf((api) => new RestApiPushSource(api, options))).toEqual(expected);
});

test('the method has the options that are given, and calls the function as a proxy', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  const api = new apigateway.RestApi(stack, 'Api');
  const source = new RestApiPushSource(api, { method: 'GET', path: '/', authorizationType: apigateway.AuthorizationType.IAM, apiKeyRequired: true });
  new PushTrigger(stack, 'OnCall', { target, source });

  const [{ Properties }] = new Synthesized(stack.node.root as App).resources('AWS::ApiGateway::Method');

  expect(Properties).toMatchObject({
    HttpMethod: 'GET',
    AuthorizationType: 'AWS_IAM',
    ApiKeyRequired: true,
    Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: { 'Fn::Join': ['', expect.arrayContaining([stack.resolve(target.functionArn), '/invocations'])] } },
  });
  expect(Properties).not.toHaveProperty('Integration.Credentials');
});

test('a function that gets another name makes a new deployment, and one that does not keeps it', () => {
  const deploymentOf = (functionName?: string): string => {
    const stack = newStack();
    const api = new apigateway.RestApi(stack, 'Api');
    const target = new lambda.Function(stack, 'Fn', { ...CODE, functionName });
    new PushTrigger(stack, 'OnCall', { target, source: new RestApiPushSource(api, { method: 'GET', path: '/' }) });
    return new Synthesized(stack.node.root as App).resources('AWS::ApiGateway::Deployment')[0].id;
  };

  expect(deploymentOf('one')).not.toBe(deploymentOf('two'));
  expect(deploymentOf('one')).toBe(deploymentOf('one'));
});

test.each(['', 'items', '//', '/items/', '/items//parts', '/items/*', '/*', '/items/{}', '/items/{id', '/{proxy+}/items', '/items?x=1', '/a b', '/items\n'])(
  'fails for the path %p', (path) => {
    expect(messageOf(() => callsOf((api) => new RestApiPushSource(api, { method: 'GET', path })))).toBe(
      `'path' must begin with '/', have no empty part and no '*', got '${path.replace('\n', '\\n')}'; write '/' for the root, `
      + "'{id}' for a parameter and '{proxy+}', as the last part, for everything below [Stack/Api]");
  });

test.each(['get', '*', '', 'CONNECT', 'GET/items'])('fails for the method %p', (method) => {
  expect(messageOf(() => callsOf((api) => new RestApiPushSource(api, { method, path: '/' })))).toBe(
    `'method' must be one of ANY, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, got '${method}'; write it in upper case [Stack/Api]`);
});

test.each(['*', 'prod*', 'pro?', '', 'prod/GET', '$default'])('fails for the stage %p', (stage) => {
  expect(messageOf(() => callsOf((api) => new RestApiPushSource(api, { method: 'GET', path: '/', stages: ['prod', stage] })))).toBe(
    `'stages' must hold names of stages, got '${stage}'; name each stage that may call the function [Stack/Api]`);
});

test.each<[string, (stack: Stack) => apigateway.IRestApi, string[] | undefined]>([
  ['an empty list is given', (stack) => new apigateway.RestApi(stack, 'Api'), []],
  ['the API is not deployed', (stack) => new apigateway.RestApi(stack, 'Api', { deploy: false }), undefined],
  ['the API is imported', (stack) => apiOf(stack, 'abcdef1234'), undefined],
])('fails without a stage when %s', (_, make, stages) => {
  const api = make(newStack());

  expect(messageOf(() => new RestApiPushSource(api, { method: 'GET', path: '/', stages }))).toBe("'stages' is missing, and the API does not tell its "
    + `stage; name each stage that may call the function, for example ['prod'] [${api.node.path}]`);
});

test('fails when the API has the method already', () => {
  const stack = newStack();
  const api = new apigateway.RestApi(stack, 'Api');
  api.root.resourceForPath('/items').addMethod('GET');
  const target = new lambda.Function(stack, 'Fn', CODE);

  expect(messageOf(() => new PushTrigger(stack, 'OnCall', { target, source: new RestApiPushSource(api, { method: 'GET', path: '/items' }) }))).toBe(
    "'source' is GET /items, which the API Stack/Api has already; a method calls one function [Stack/OnCall]");
});

describe('for a function with tenant isolation', () => {
  function methodWith(options: Partial<RestApiPushSourceOptions>, tenancyConfig?: lambda.TenancyConfig): { readonly [property: string]: unknown } {
    const stack = newStack();
    const target = new lambda.Function(stack, 'Fn', { ...CODE, tenancyConfig });
    const source = new RestApiPushSource(new apigateway.RestApi(stack, 'Api'), { method: 'GET', path: '/items/{tenant}', ...options });
    new PushTrigger(stack, 'OnCall', { target, source });
    return Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::Method'))[0].Properties;
  }

  test.each([
    ['method.request.path.tenant', { 'method.request.path.tenant': true }],
    ['context.authorizer.tenant', undefined],
  ])('the invocation says which tenant it is for: %s', (tenantId, requestParameters) => {
    const method = methodWith({ tenantId }, lambda.TenancyConfig.PER_TENANT);

    expect(method.RequestParameters).toEqual(requestParameters);
    expect(method.Integration).toMatchObject({ RequestParameters: { 'integration.request.header.X-Amz-Tenant-Id': tenantId } });
  });

  test('nothing is mapped for others', () => {
    expect(methodWith({}).Integration).not.toHaveProperty('RequestParameters');
  });

  test.each<[string, string | undefined, lambda.TenancyConfig | undefined, RegExp]>([
    ['nobody says where the tenant is', undefined, lambda.TenancyConfig.PER_TENANT, /^'target' has tenant isolation, and 'tenantId' is not given; .+\[Stack\/OnCall\]$/],
    ['the function isolates none', 'context.authorizer.tenant', undefined, /^'tenantId' is for functions with tenant isolation, got 'context.authorizer.tenant' .+/],
    ['it is a name and no mapping', 'blue', lambda.TenancyConfig.PER_TENANT, /^'tenantId' must be a mapping .+, got 'blue' \[Stack\/OnCall\]$/],
  ])('fails when %s', (_, tenantId, tenancyConfig, message) => {
    expect(messageOf(() => methodWith({ tenantId }, tenancyConfig))).toMatch(message);
  });
});
