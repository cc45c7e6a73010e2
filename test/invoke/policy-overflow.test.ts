import { App, CfnResource, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { OnPolicyOverflow } from '../../src/function/on-policy-overflow';
import { ResourcePolicyEngine } from '../../src/function/resource-policy-engine';
import { SecureFunction } from '../../src/function/secure-function';
import { InvokePermission } from '../../src/invoke/invoke-permission';
import { Invoker } from '../../src/invoke/invoker';
import { evaluate } from '../../src/model/evaluate';
import { FunctionAccess } from '../../src/model/function-access';
import { POLICY_SIZE_LIMIT, policySize } from '../../src/model/policy-size';
import { AccessRequest } from '../../src/model/request';
import { EventBridgePushSource } from '../../src/push/event-bridge';
import { PushTrigger } from '../../src/push/push-trigger';
import { RestApiPushSource } from '../../src/push/rest-api';
import { CODE, Synthesized, newStack } from '../push/app';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

function secure(stack: Stack, onPolicyOverflow?: OnPolicyOverflow): SecureFunction {
  return new SecureFunction(stack, 'Fn', { ...CODE, functionName: 'orders', onPolicyOverflow });
}

function synthesized(stack: Stack): Synthesized {
  return new Synthesized(stack.node.root as App);
}

function messagesOf(stack: Stack): string[] {
  return (stack.node.root as App).synth().getStackArtifact('Stack').messages.map(({ entry, level }) => `${level} ${String(entry.data)}`);
}

/** The function with the names that CloudFormation gives: of the API, and of rules. */
function deployed(done: Synthesized): FunctionAccess {
  const names = new Map(done.resources('AWS::Events::Rule').map(({ id }) => [id, `Stack-${id}-1A2B3C4D5E6F7`]));
  return JSON.parse(JSON.stringify(done.function('Fn')).replace(/\$\{Stack\.(\w+)\}/g, (_, id: string) => names.get(id) ?? 'abcdef1234')) as FunctionAccess;
}

const API = 'arn:aws:execute-api:eu-west-1:111122223333:abcdef1234';
const OTHER_API = 'arn:aws:execute-api:eu-west-1:111122223333:zyxwvu9876';
const RULE = 'arn:aws:events:eu-west-1:111122223333:rule';

/** What IAM answers to calls, each answer once. */
function answers({ targets: [{ arn, statements }] }: FunctionAccess, calls: readonly Pick<AccessRequest, 'principal' | 'context'>[]): string[] {
  const identity = [{ effect: 'Allow' as const, actions: ['lambda:InvokeFunction'], resources: [arn], conditions: [], source: statements[0].source }];
  return [...new Set(calls.map((call) => {
    const policies = { identity: call.principal.kind === 'AWS' ? identity : [], resource: statements };
    return evaluate({ ...call, action: 'lambda:InvokeFunction', resource: arn }, policies).outcome;
  }))];
}

const from = (service: string, ...arns: string[]) => arns.map((arn) => ({ principal: { kind: 'Service' as const, id: `${service}.amazonaws.com` }, context: { 'aws:SourceArn': [arn] } }));
const account = (...ids: string[]) => ids.map((id) => ({ principal: { kind: 'AWS' as const, id: `arn:aws:iam::${id}:role/caller` }, context: {} }));

function sizeOf({ targets: [{ statements }] }: FunctionAccess): number {
  return policySize(statements);
}

describe('a REST API with 300 methods', () => {
  const routes = numbers(100).flatMap((index) => ['GET', 'POST', 'DELETE'].map((method) => ({ method, path: `/orders/${index % 10}/items-${index}` })));

  function restApi(count: number): Synthesized {
    const stack = newStack();
    const target = secure(stack, OnPolicyOverflow.COLLAPSE);
    const api = new apigateway.RestApi(stack, 'Api');
    for (const { method, path } of routes.slice(0, count)) {
      new PushTrigger(stack, `${method}${path}`, { target, source: new RestApiPushSource(api, { method, path }) });
    }
    return synthesized(stack);
  }

  const done = restApi(300);
  const access = deployed(done);

  test('fits: each of them is called, and nothing of another API, stage or account is', () => {
    expect(sizeOf(access)).toBeLessThanOrEqual(POLICY_SIZE_LIMIT);
    expect(answers(access, from('apigateway', ...routes.map(({ method, path }) => `${API}/prod/${method}${path}`)))).toEqual(['ALLOWED']);
    expect(answers(access, from('apigateway', ...routes.slice(0, 60).flatMap(({ method, path }) => [`${OTHER_API}/prod/${method}${path}`, `${API}/dev/${method}${path}`])))).toEqual(['DENIED']);
    expect(answers(access, from('apigateway', `${API.replace('111122223333', '444455556666')}/prod/GET/orders/1/items-1`, `${API}/prod/GET/customers`))).toEqual(['DENIED']);
  });

  test('is widened no more than it takes', () => {
    expect(sizeOf(access)).toBeGreaterThan(POLICY_SIZE_LIMIT - 800);
  });

  test('each method waits for the permission that lets it call', () => {
    const permissions = new Map(done.permissions().map(({ id, Properties }) => [id, JSON.stringify(Properties.SourceArn)]));

    const waitedFor = done.resources('AWS::ApiGateway::Method').map(({ DependsOn }) => DependsOn!.filter((id) => permissions.has(id)).length);
    expect(waitedFor).toEqual(new Array(300).fill(1));
  });

  test('a permission that stands for others says so in the template, for the report to show', () => {
    const notes = access.targets[0].statements.flatMap((statement) => statement.notes ?? []).map(({ text }) => text);

    expect(notes).toContain('stands for 3 permissions, because the policy would be larger than Lambda takes, and allows any method of the path');
    expect(notes.some((note) => note.endsWith('whatever begins alike'))).toBe(true);
  });

  test('with 30 of them, has the same permissions as without the option', () => {
    const few = restApi(30);

    const ids = few.permissions().map(({ id }) => id);
    expect(ids).toHaveLength(30);
    expect(done.permissions().filter(({ id }) => ids.includes(id)).length).toBeGreaterThan(0);
    expect(few.permissions().map(({ Properties }) => JSON.stringify(Properties.SourceArn))).toEqual(routes.slice(0, 30).map(({ method, path }) => expect.stringContaining(`/prod/${method}${path}`)));
  });
});

test('an API of another stack that CDK integrates loses the tests of the console first, and whoever waited for one waits for the method', () => {
  const stack = newStack();
  const target = secure(stack, OnPolicyOverflow.COLLAPSE);
  const other = new Stack(stack.node.root, 'Other', { env: { account: stack.account, region: stack.region } });
  const api = new apigateway.RestApi(other, 'Api');
  numbers(40).forEach((index) => api.root.resourceForPath(`/items/${index}`).addMethod('GET', new apigateway.LambdaIntegration(target)));
  const permissions = other.node.findAll().filter((one): one is lambda.CfnPermission => one instanceof lambda.CfnPermission);
  const [method, testOfMethod] = ['prod', 'test-invoke-stage'].map((stage) => permissions.find(({ sourceArn }) => JSON.stringify(other.resolve(sourceArn)).includes(
    stage === 'prod' ? 'prod3EB9684E"},"/GET/items/7"' : '/test-invoke-stage/GET/items/7"'))!);
  new CfnResource(other, 'Waiting', { type: 'Other::Service::Resource' }).addDependency(testOfMethod);

  const done = synthesized(stack);

  expect(done.permissions()).toHaveLength(40);
  expect(JSON.stringify(done.permissions())).not.toContain('test-invoke-stage');
  expect(done.resources('Other::Service::Resource')[0].DependsOn).toEqual([other.resolve(method.logicalId)]);
});

test('an HTTP API with 400 routes of CDK’s own integration fits, on the alias that it calls', () => {
  const stack = newStack();
  const target = secure(stack, OnPolicyOverflow.COLLAPSE).addAlias('live');
  const api = new apigwv2.HttpApi(stack, 'Api');
  const integration = new HttpLambdaIntegration('Integration', target);
  const paths = numbers(400).map((index) => `/v1/${['orders', 'items', 'customers', 'invoices'][index % 4]}/action${index}`);
  paths.forEach((path) => api.addRoutes({ path, methods: [apigwv2.HttpMethod.GET], integration }));

  const done = synthesized(stack);
  const access = deployed(done);
  const live = { ...access, targets: access.targets.filter(({ qualifier }) => qualifier === 'live') };
  expect(sizeOf(live)).toBeLessThanOrEqual(POLICY_SIZE_LIMIT);
  expect(answers(live, from('apigateway', ...paths.map((path) => `${API}/$default/GET${path}`)))).toEqual(['ALLOWED']);
  expect(answers(live, from('apigateway', ...paths.slice(0, 60).map((path) => `${OTHER_API}/$default/GET${path}`), `${API}/$default/GET/v2/orders`))).toEqual(['DENIED']);
});

describe('200 rules', () => {
  test('of a bus fit, and only rules of this bus that begin alike may call', () => {
    const stack = newStack();
    const target = secure(stack, OnPolicyOverflow.COLLAPSE);
    const eventBus = new events.EventBus(stack, 'Bus', { eventBusName: 'shop' });
    const names = numbers(200).map((index) => `orders-${index}`);
    const rules = names.map((ruleName) => new events.Rule(stack, ruleName, { ruleName, eventBus, eventPattern: { source: ['shop'] } }));
    rules.forEach((rule, index) => new PushTrigger(stack, `On${index}`, { target, source: new EventBridgePushSource(rule) }));

    const done = synthesized(stack);
    const access = deployed(done);
    expect(sizeOf(access)).toBeLessThanOrEqual(POLICY_SIZE_LIMIT);
    expect(answers(access, from('events', ...names.map((name) => `${RULE}/shop/${name}`)))).toEqual(['ALLOWED']);
    expect(answers(access, from('events', `${RULE}/other/orders-1`, `${RULE}/orders-1`, `${RULE}/shop/invoices-1`, 'arn:aws:events:eu-west-1:444455556666:rule/shop/orders-1'))).toEqual(['DENIED']);
  });

  test('of names that CloudFormation makes fit, by the beginning with the name of the stack', () => {
    const stack = newStack();
    const target = secure(stack, OnPolicyOverflow.COLLAPSE);
    const eventBus = new events.EventBus(stack, 'Bus', { eventBusName: 'shop' });
    numbers(200).forEach((index) => new events.Rule(stack, `Rule${index}`, { eventBus, eventPattern: { source: ['shop'] }, targets: [new LambdaFunction(target)] }));

    const done = synthesized(stack);
    const access = deployed(done);
    expect(sizeOf(access)).toBeLessThanOrEqual(POLICY_SIZE_LIMIT);
    expect(answers(access, from('events', ...done.resources('AWS::Events::Rule').map(({ id }) => `${RULE}/shop/Stack-${id}-1A2B3C4D5E6F7`)))).toEqual(['ALLOWED']);
    expect(answers(access, from('events', `${RULE}/shop/Other-Rule1-1A2B3C4D5E6F7`, `${RULE}/Stack-Rule1-1A2B3C4D5E6F7`))).toEqual(['DENIED']);
  });

  test('of the default bus fit into a document, in which each is named', () => {
    const stack = newStack();
    const target = secure(stack, OnPolicyOverflow.DOCUMENT);
    const names = numbers(200).map((index) => `orders-${index}`);
    const rules = names.map((ruleName) => new events.Rule(stack, ruleName, { ruleName, eventPattern: { source: ['shop'] } }));
    rules.forEach((rule, index) => new PushTrigger(stack, `On${index}`, { target, source: new EventBridgePushSource(rule) }));

    const access = synthesized(stack).function('Fn');
    expect(sizeOf(access)).toBeLessThanOrEqual(POLICY_SIZE_LIMIT);
    expect(answers(access, from('events', ...names.map((name) => `${RULE}/${name}`)))).toEqual(['ALLOWED']);
    expect(answers(access, from('events', `${RULE}/orders-200`, `${RULE}/orders-1/orders-1`, `${RULE}/shop/orders-1`))).toEqual(['DENIED']);
  });

  test('fails for the default bus, whose rules nobody may merge', () => {
    const stack = newStack();
    const target = secure(stack, OnPolicyOverflow.COLLAPSE);
    numbers(90).forEach((index) => new events.Rule(stack, `Rule${index}`, { eventPattern: { source: ['shop'] }, targets: [new LambdaFunction(target)] }));

    expect(() => synthesized(stack)).toThrow(/there is nothing left to merge.+rules of one bus with a name .+set 'onPolicyOverflow' to DOCUMENT/);
  });
});

const ACCOUNTS = numbers(150).map((index) => String(222200000000 + index));

function partners(onPolicyOverflow: OnPolicyOverflow, accounts = ACCOUNTS): { stack: Stack; permissions: InvokePermission[] } {
  const stack = newStack();
  const target = secure(stack, onPolicyOverflow);
  return { stack, permissions: accounts.map((id) => new InvokePermission(stack, `Partner${id}`, { target, invoker: Invoker.account(id), outputCallerPolicy: id === ACCOUNTS[0] })) };
}

test('150 accounts, topics and rules fit into one document, in which each is named, and what waits for a permission waits for the document', () => {
  const { stack, permissions: [first] } = partners(OnPolicyOverflow.DOCUMENT);
  const target = stack.node.findChild('Fn') as SecureFunction;
  const topic = new sns.Topic(stack, 'Topic', { topicName: 'orders' });
  topic.addSubscription(new LambdaSubscription(target));
  const waiting = new CfnResource(stack, 'Waiting', { type: 'Other::Service::Resource' });
  waiting.node.addDependency(first);

  const done = synthesized(stack);
  const access = done.function('Fn');
  const [document] = done.resources('AWS::Lambda::ResourcePolicy');
  expect(done.permissions()).toEqual([]);
  expect(access.gaps).toEqual([]);
  expect(sizeOf(access)).toBeLessThanOrEqual(POLICY_SIZE_LIMIT / 2);
  expect(answers(access, account(...ACCOUNTS))).toEqual(['ALLOWED']);
  expect(answers(access, account('444455556666', '222200000150'))).toEqual(['DENIED']);
  expect(answers(access, from('sns', 'arn:aws:sns:eu-west-1:111122223333:orders'))).toEqual(['ALLOWED']);
  expect(answers(access, from('sns', 'arn:aws:sns:eu-west-1:111122223333:others'))).toEqual(['DENIED']);
  expect(document.Properties.ResourceArn).toEqual(stack.resolve(target.functionArn));
});

test('150 accounts assume one role, which their callers are told', () => {
  const { stack, permissions } = partners(OnPolicyOverflow.ROLE);

  const done = synthesized(stack);
  const [role, ...others] = done.resources('AWS::IAM::Role').filter(({ id }) => id.includes('InvokerRole'));
  const { Statement: [trust] } = role.Properties.AssumeRolePolicyDocument as { Statement: { Principal: { AWS: object[] } }[] };
  expect([others, done.permissions()]).toEqual([[], []]);
  expect(trust.Principal.AWS).toHaveLength(150);
  expect(stack.resolve(permissions[149].callerStatements.map((statement) => statement.toStatementJson()))).toEqual(
    [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: { 'Fn::GetAtt': [role.id, 'Arn'] } }]);
  expect(JSON.stringify((done.template(stack) as { Outputs: object }).Outputs)).toContain('sts:AssumeRole');
  expect(messagesOf(stack)).toEqual([expect.stringMatching(/^warning 150 accounts assume the role; ask for a higher quota 'Role trust policy length' in this account/)]);
});

test('a few accounts keep their permissions, whatever would happen to many', () => {
  for (const overflow of [OnPolicyOverflow.ERROR, OnPolicyOverflow.COLLAPSE, OnPolicyOverflow.DOCUMENT, OnPolicyOverflow.ROLE]) {
    const done = synthesized(partners(overflow, ACCOUNTS.slice(0, 20)).stack);

    expect(done.permissions()).toHaveLength(20);
  }
});

test('fails for 150 accounts that nobody may merge', () => {
  expect(() => synthesized(partners(OnPolicyOverflow.ERROR).stack)).toThrow(/the policy holds 150 statements that may take \d+ of 20480 bytes; set 'onPolicyOverflow'/);
  expect(() => synthesized(partners(OnPolicyOverflow.COLLAPSE).stack)).toThrow(/there is nothing left to merge.+accounts and other sources never; set 'onPolicyOverflow' to DOCUMENT/);
});

test('fails for a document whose source is known in another stack alone', () => {
  const { stack } = partners(OnPolicyOverflow.DOCUMENT, ACCOUNTS.slice(0, 90));
  const other = new Stack(stack.node.root, 'Other', { env: { account: stack.account, region: stack.region } });
  const topic = new sns.Topic(other, 'Topic');
  (stack.node.findChild('Fn') as SecureFunction).addPermission('OnTopic', { scope: other, principal: new iam.ServicePrincipal('sns.amazonaws.com'), sourceArn: topic.topicArn });

  expect(() => synthesized(stack)).toThrow(/^'onPolicyOverflow' is DOCUMENT, so the source must be known in the function's stack, got one of another stack.+set 'onPolicyOverflow' to COLLAPSE \[Other\/OnTopic\]$/);
});

test('fails for a document that would be merged', () => {
  expect(() => new SecureFunction(newStack(), 'Fn', { ...CODE, resourcePolicyEngine: ResourcePolicyEngine.DOCUMENT, onPolicyOverflow: OnPolicyOverflow.COLLAPSE })).toThrow(
    "'onPolicyOverflow' is about a policy of permissions, and 'resourcePolicyEngine' is DOCUMENT, got COLLAPSE; leave one of them out [Stack/Fn]");
});

test('a policy that is nearly full has a warning that can be acknowledged', () => {
  const { stack } = partners(OnPolicyOverflow.ERROR, ACCOUNTS.slice(0, 70));

  expect(messagesOf(stack)).toEqual([expect.stringMatching(/^warning the policy is nearly full: it holds 70 statements that may take 1\d{4} of 20480 bytes.+\[ack: [Aa]nnotation::LambdaPermissions-PolicySize\]/)]);
});
