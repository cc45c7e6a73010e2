import { App, CfnResource, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { ResourcePolicyEngine } from '../../src/function/resource-policy-engine';
import { SecureFunction } from '../../src/function/secure-function';
import { InvokeDenial } from '../../src/invoke/invoke-denial';
import { InvokePerimeter } from '../../src/invoke/invoke-perimeter';
import { InvokePermission } from '../../src/invoke/invoke-permission';
import { Invoker } from '../../src/invoke/invoker';
import { evaluate } from '../../src/model/evaluate';
import { POLICY_SIZE_LIMIT, policySize } from '../../src/model/policy-size';
import { AccessRequest } from '../../src/model/request';
import { CODE, HOME, Synthesized, messageOf, newApp, newStack } from '../push/app';
import { waitsFor } from '../template-graph';

const TYPE = 'AWS::Lambda::ResourcePolicy';
const OU = 'o-abcdefghij/r-ab12/ou-ab12-11111111/';
const ROLE = 'arn:aws:iam::444455556666:role/caller';

function secure(stack: Stack, id = 'Fn'): SecureFunction {
  return new SecureFunction(stack, id, { ...CODE, functionName: id, resourcePolicyEngine: ResourcePolicyEngine.DOCUMENT });
}

/** What IAM answers to a call of a function whose policy is the document, by a caller whose own policies allow it. */
function answer(build: (stack: Stack, target: SecureFunction) => void, caller: Partial<AccessRequest>, own = true): string {
  const stack = newStack();
  build(stack, secure(stack));
  const done = new Synthesized(stack.node.root as App);
  expect(done.permissions()).toEqual([]);
  const { arn, targets, gaps } = done.function('Fn');
  expect(gaps).toEqual([]);
  const request = { principal: { kind: 'AWS' as const, id: ROLE }, action: 'lambda:InvokeFunction', resource: arn, context: {}, ...caller };
  const source = { stack: 'Other', logicalId: 'Caller', resourceType: 'AWS::IAM::Role', property: 'Properties' };
  const identity = own ? [{ effect: 'Allow' as const, actions: [request.action], resources: [arn], conditions: [], source }] : [];
  return evaluate(request, { identity, resource: targets[0].statements }).outcome;
}

const permit = (invoker: Invoker) => (stack: Stack, target: SecureFunction) => { new InvokePermission(stack, 'Permit', { target, invoker }); };
const topics = (account: string, context = {}) => ({
  principal: { kind: 'Service' as const, id: 'sns.amazonaws.com' },
  context: { 'aws:SourceArn': [`arn:aws:sns:eu-west-1:${account}:orders`], ...context },
});

test.each<[string, Invoker, Partial<AccessRequest>, string]>([
  ['the account', Invoker.account('444455556666'), {}, 'ALLOWED'],
  ['another account', Invoker.account('777788889999'), {}, 'DENIED'],
  ['the organization', Invoker.organization('o-abcdefghij'), { context: { 'aws:PrincipalOrgID': ['o-abcdefghij'] } }, 'ALLOWED'],
  ['another organization', Invoker.organization('o-abcdefghij'), { context: { 'aws:PrincipalOrgID': ['o-zzzzzzzzzz'] } }, 'DENIED'],
  ['the unit', Invoker.organization(OU), { context: { 'aws:PrincipalOrgPaths': [OU] } }, 'ALLOWED'],
  ['a unit below the unit', Invoker.organization(OU), { context: { 'aws:PrincipalOrgPaths': [`${OU}ou-ab12-22222222/`] } }, 'ALLOWED'],
  ['a unit beside the unit', Invoker.organization(OU), { context: { 'aws:PrincipalOrgPaths': ['o-abcdefghij/r-ab12/ou-ab12-33333333/'] } }, 'DENIED'],
  ['no unit', Invoker.organization(OU), {}, 'DENIED'],
  ['the role, by its ARN as text', Invoker.role(ROLE), { context: { 'aws:PrincipalArn': [ROLE] } }, 'ALLOWED'],
  ['another role', Invoker.role(ROLE), { context: { 'aws:PrincipalArn': [`${ROLE}2`] } }, 'DENIED'],
  ['a topic of the organization', Invoker.service('sns.amazonaws.com', { organization: 'o-abcdefghij' }), topics('777788889999', { 'aws:SourceOrgID': ['o-abcdefghij'] }), 'ALLOWED'],
  ['a topic of another organization', Invoker.service('sns.amazonaws.com', { organization: 'o-abcdefghij' }), topics('777788889999', { 'aws:SourceOrgID': ['o-zzzzzzzzzz'] }), 'DENIED'],
  ['a topic of the unit', Invoker.service('sns.amazonaws.com', { organization: OU }), topics('777788889999', { 'aws:SourceOrgPaths': [OU] }), 'ALLOWED'],
  ['a topic outside of the unit', Invoker.service('sns.amazonaws.com', { organization: OU }), topics('777788889999', { 'aws:SourceOrgPaths': ['o-abcdefghij/r-ab12/'] }), 'DENIED'],
])('a document and %s', (_, invoker, caller, expected) => {
  expect(answer(permit(invoker), caller)).toBe(expected);
});

test.each<[string, object, { readonly [key: string]: string[] }, string]>([
  ['from the address', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': ['203.0.113.7'] }, 'ALLOWED'],
  ['from another address', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': ['198.51.100.7'] }, 'DENIED'],
  ['with the tag', { StringEquals: { 'aws:PrincipalTag/team': ['shop', 'web'] } }, { 'aws:PrincipalTag/team': ['web'] }, 'ALLOWED'],
  ['without the tag', { StringEquals: { 'aws:PrincipalTag/team': ['shop', 'web'] } }, {}, 'DENIED'],
  ['another role, with the tag', { StringEquals: { 'aws:PrincipalTag/team': 'shop' } }, { 'aws:PrincipalTag/team': ['shop'], 'aws:PrincipalArn': [`${ROLE}2`] }, 'DENIED'],
])('a role under more conditions: %s', (_, conditions, context, expected) => {
  expect(answer((stack, target) => {
    new InvokePermission(stack, 'Permit', { target, invoker: Invoker.role(ROLE), conditions });
  }, { context: { 'aws:PrincipalArn': [ROLE], ...context } })).toBe(expected);
});

test.each<[string, boolean, object, RegExp]>([
  ['without a document', false, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, /^'conditions' have no place in AWS::Lambda::Permission, got IpAddress; use the document engine/],
  ['of what the invoker says', true, { StringLike: { 'AWS:SourceArn': '*' } }, /^'conditions' must not hold 'AWS:SourceArn', which 'invoker' or 'viaFunctionUrl' says; choose another invoker \[Stack\/Permit\]$/],
  ['that AWS does not take', true, { ArnLike: { 'lambda:SourceFunctionArn': '*' } }, /^'conditions' must not hold 'lambda:SourceFunctionArn', which AWS does not take/],
  ['without a key', true, { IpAddress: '203.0.113.0/24' }, /^'conditions' must be operators with keys and values, .+ got 'IpAddress' without a key/],
])('fails for conditions %s', (_, hasDocument, conditions, expected) => {
  const stack = newStack();
  const target = hasDocument ? secure(stack) : new SecureFunction(stack, 'Fn', CODE);

  expect(messageOf(() => new InvokePermission(stack, 'Permit', { target, invoker: Invoker.role(ROLE), conditions }))).toMatch(expected);
});

const everybody = permit(Invoker.organization('o-abcdefghij'));
const MINE = { 'aws:PrincipalOrgID': ['o-abcdefghij'], 'aws:PrincipalIsAWSService': ['false'] };

test.each<[string, object, { readonly [key: string]: string[] }, string]>([
  ['organization: one of mine', { organization: 'o-abcdefghij' }, MINE, 'ALLOWED'],
  ['unit: one of mine', { organization: OU }, { ...MINE, 'aws:PrincipalOrgPaths': [`${OU}ou-ab12-22222222/`] }, 'ALLOWED'],
  ['unit: one of another unit', { organization: OU }, { ...MINE, 'aws:PrincipalOrgPaths': ['o-abcdefghij/r-ab12/ou-ab12-33333333/'] }, 'DENIED'],
  ['unit: one of none', { organization: OU }, MINE, 'DENIED'],
  ['endpoint: through it', { sourceVpcEndpoints: ['vpce-1'] }, { ...MINE, 'aws:SourceVpce': ['vpce-1'] }, 'ALLOWED'],
  ['endpoint: through another', { sourceVpcEndpoints: ['vpce-1'] }, { ...MINE, 'aws:SourceVpce': ['vpce-2'] }, 'DENIED'],
  ['endpoint: through none', { sourceVpcEndpoints: ['vpce-1'] }, { ...MINE, 'aws:SourceIp': ['203.0.113.7'] }, 'DENIED'],
  ['address: from it', { sourceIps: ['203.0.113.0/24'] }, { ...MINE, 'aws:SourceIp': ['203.0.113.7'] }, 'ALLOWED'],
  ['address: from another', { sourceIps: ['203.0.113.0/24'] }, { ...MINE, 'aws:SourceIp': ['198.51.100.7'] }, 'DENIED'],
  ['both: through the endpoint', { sourceIps: ['203.0.113.0/24'], sourceVpcEndpoints: ['vpce-1'] }, { ...MINE, 'aws:SourceVpce': ['vpce-1'], 'aws:SourceIp': ['10.0.0.1'] }, 'ALLOWED'],
  ['both: from neither', { sourceIps: ['203.0.113.0/24'], sourceVpcEndpoints: ['vpce-1'] }, { ...MINE, 'aws:SourceIp': ['198.51.100.7'] }, 'DENIED'],
  ['TLS: with it', { requireTls: true }, { ...MINE, 'aws:SecureTransport': ['true'] }, 'ALLOWED'],
  ['TLS: without', { requireTls: true }, { ...MINE, 'aws:SecureTransport': ['false'] }, 'DENIED'],
])('a perimeter of %s', (_, inside, context, expected) => {
  expect(answer((stack, target) => {
    everybody(stack, target);
    new InvokePerimeter(stack, 'Perimeter', { target, ...inside });
  }, { context })).toBe(expected);
});

test.each<[string, Invoker, Partial<AccessRequest>, string]>([
  ['an account', Invoker.account('444455556666'), { context: MINE }, 'DENIED'],
  ['another account', Invoker.account('777788889999'), { context: MINE }, 'ALLOWED'],
  ['a role, by its ARN as text', Invoker.role(ROLE), { context: { ...MINE, 'aws:PrincipalArn': [ROLE] } }, 'DENIED'],
  ['another role of its account', Invoker.role(`${ROLE}2`), { context: { ...MINE, 'aws:PrincipalArn': [ROLE] } }, 'ALLOWED'],
  ['a user', Invoker.user('arn:aws:iam::444455556666:user/ann'), { principal: { kind: 'AWS', id: 'arn:aws:iam::444455556666:user/ann' }, context: { ...MINE, 'aws:PrincipalArn': ['arn:aws:iam::444455556666:user/ann'] } }, 'DENIED'],
  ['a unit', Invoker.organization(OU), { context: { ...MINE, 'aws:PrincipalOrgPaths': [OU] } }, 'DENIED'],
  ['another unit', Invoker.organization(OU), { context: { ...MINE, 'aws:PrincipalOrgPaths': ['o-abcdefghij/r-ab12/'] } }, 'ALLOWED'],
  ['the organization that may', Invoker.organization('o-abcdefghij'), { context: MINE }, 'DENIED'],
])('a denial of %s in an organization that may', (_, invoker, caller, expected) => {
  expect(answer((stack, target) => {
    everybody(stack, target);
    new InvokeDenial(stack, 'Denial', { target, invoker });
  }, caller)).toBe(expected);
});

test.each<[string, string, string]>([['a topic', 'orders', 'DENIED'], ['another topic', 'invoices', 'ALLOWED']])('a denial of %s of an account whose topics may', (_, topic, expected) => {
  expect(answer((stack, target) => {
    permit(Invoker.service('sns.amazonaws.com', { sourceArn: 'arn:aws:sns:eu-west-1:111122223333:*' }))(stack, target);
    new InvokeDenial(stack, 'Denial', { target, invoker: Invoker.service('sns.amazonaws.com', { sourceArn: `arn:aws:sns:eu-west-1:111122223333:${topic}` }) });
  }, topics('111122223333'))).toBe(expected);
});

const images = (name: string, context = {}) => ({
  principal: { kind: 'Service' as const, id: 's3.amazonaws.com' }, context: { 'aws:SourceArn': [`arn:aws:s3:::${name}`], 'aws:SourceAccount': ['111122223333'], ...context },
});

test.each<[string, Partial<AccessRequest>, string]>([
  ['the bucket', images('images'), 'DENIED'],
  ['the bucket, in the hands of another account', images('images', { 'aws:SourceAccount': ['777788889999'] }), 'DENIED'],
  ['another bucket', images('images2'), 'ALLOWED'],
])('a denial of a bucket, whoever owns it, where all buckets of the account may: %s', (_, caller, expected) => {
  expect(answer((stack, target) => {
    target.addPermission('Buckets', { principal: new iam.ServicePrincipal('s3.amazonaws.com'), sourceAccount: '111122223333' });
    const invoker = Invoker.service('s3.amazonaws.com', { sourceArn: 'arn:aws:s3:::images', sourceAccount: '111122223333' });
    new InvokeDenial(stack, 'Denial', { target, invoker });
  }, caller)).toBe(expected);
});

const OFFICE = { sourceIps: ['203.0.113.0/24'] };
const AWAY = { 'aws:PrincipalArn': [ROLE], 'aws:SourceIp': ['198.51.100.7'], 'aws:PrincipalIsAWSService': ['false'], 'aws:ViaAWSService': ['false'] };
const BY_URL = { action: 'lambda:InvokeFunctionUrl', context: { ...AWAY, 'lambda:FunctionUrlAuthType': ['AWS_IAM'] } };
const SERVICE = topics('111122223333', { 'aws:PrincipalIsAWSService': ['true'], 'aws:ViaAWSService': ['false'] });

test.each<[string, object, Partial<AccessRequest>, string]>([
  ['calls of the URL, and one of the URL', { ...OFFICE, actions: ['InvokeFunctionUrl'] }, BY_URL, 'DENIED'],
  ['calls of the URL, and one of the API', { ...OFFICE, actions: ['InvokeFunctionUrl'] }, { context: AWAY }, 'ALLOWED'],
  ['calls of the API, and one of the API', { ...OFFICE, actions: ['InvokeFunction'] }, { context: AWAY }, 'DENIED'],
  ['services too, and a topic that may', { ...OFFICE, denyServices: true }, SERVICE, 'DENIED'],
  ['services too, for an organization, and a topic that may', { organization: 'o-abcdefghij', denyServices: true }, SERVICE, 'DENIED'],
  ['services too, for a unit, and a topic that may', { organization: OU, denyServices: true }, SERVICE, 'DENIED'],
  ['all but services, and a topic that may', OFFICE, SERVICE, 'ALLOWED'],
])('a perimeter for %s', (_, props, caller, expected) => {
  expect(answer((stack, target) => {
    permit(Invoker.role(ROLE))(stack, target);
    new InvokePermission(stack, 'Url', { target, invoker: Invoker.role(ROLE), viaFunctionUrl: true });
    new InvokePermission(stack, 'Topic', { target, invoker: Invoker.service('sns.amazonaws.com', { sourceArn: 'arn:aws:sns:eu-west-1:111122223333:orders' }) });
    new InvokePerimeter(stack, 'Perimeter', { target, ...props });
  }, caller)).toBe(expected);
});

test.each<[string, Partial<AccessRequest>, string]>([
  ['denies a role of the account that its own policy allows, when the account is not in the organization', { principal: { kind: 'AWS', id: 'arn:aws:iam::111122223333:role/a' } }, 'DENIED'],
  ['lets a service through that a statement allows', topics('111122223333', { 'aws:PrincipalIsAWSService': ['true'] }), 'ALLOWED'],
  ['lets no service through that no statement allows', { ...topics('777788889999'), context: { 'aws:PrincipalIsAWSService': ['true'] } }, 'DENIED'],
])('a perimeter %s', (_, caller, expected) => {
  expect(answer((stack, target) => {
    new InvokePerimeter(stack, 'Perimeter', { target, organization: 'o-abcdefghij' });
    permit(Invoker.service('sns.amazonaws.com', { sourceArn: 'arn:aws:sns:eu-west-1:111122223333:orders' }))(stack, target);
  }, caller)).toBe(expected);
});

test('CDK’s integrations write into the document, sources of one kind share a statement, and what is connected waits for it', () => {
  const stack = newStack();
  const target = secure(stack);
  const bucket = new s3.Bucket(stack, 'Images');
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new LambdaDestination(target));
  for (const id of ['Orders', 'Invoices']) { new sns.Topic(stack, id).addSubscription(new LambdaSubscription(target)); }
  target.grantInvoke(new iam.ServicePrincipal('lexv2.amazonaws.com', { conditions: { ArnLike: { 'aws:SourceArn': 'arn:aws:lex:eu-west-1:111122223333:bot-alias/A' } } }));

  const done = new Synthesized(stack.node.root as App);

  const [document, ...others] = done.resources(TYPE);
  expect([others, done.permissions()]).toEqual([[], []]);
  expect(document.Properties.ResourceArn).toEqual(stack.resolve(target.functionArn));
  const { statements } = done.function('Fn').targets[0];
  expect(statements.map(({ principals }) => principals![0].id)).toEqual(['s3.amazonaws.com', 'sns.amazonaws.com', 'lexv2.amazonaws.com']);
  expect(statements.map(({ conditions }) => conditions.find(({ key }) => key === 'aws:SourceArn')!.values.length)).toEqual([1, 2, 1]);
  const [notification] = done.resources('Custom::S3BucketNotifications');
  expect(waitsFor(done.template(stack), notification.id, document.id)).toBe(true);
});

test('function and alias have a document each, and a function without the engine has none', () => {
  const stack = newStack();
  const target = secure(stack);
  for (const [id, one] of Object.entries({ One: target, Two: target.addAlias('live') })) {
    new InvokePermission(stack, id, { target: one, invoker: Invoker.account('444455556666') });
  }
  new InvokePermission(stack, 'Three', { target: new SecureFunction(stack, 'Plain', CODE), invoker: Invoker.account('444455556666') });

  const done = new Synthesized(stack.node.root as App);

  expect(done.resources(TYPE)).toHaveLength(2);
  expect(done.function('Fn').targets.map(({ qualifier, statements }) => [qualifier, statements.length])).toEqual(expect.arrayContaining([[undefined, 1], ['live', 1]]));
  expect(done.permissions()).toHaveLength(1);
});

function withRules(resourcePolicyEngine: ResourcePolicyEngine): Stack {
  const stack = newStack();
  const target = new SecureFunction(stack, 'Fn', { ...CODE, resourcePolicyEngine });
  for (let i = 0; i < 200; i++) {
    new events.Rule(stack, `Rule${i}`, { ruleName: `orders-${i}`, eventPattern: { source: ['orders'] }, targets: [new LambdaFunction(target)] });
  }
  return stack;
}

test('200 rules on one function fit into a document', () => {
  const { statements } = new Synthesized(withRules(ResourcePolicyEngine.DOCUMENT).node.root as App).function('Fn').targets[0];

  expect(policySize(statements)).toBeLessThanOrEqual(POLICY_SIZE_LIMIT);
  expect(statements.flatMap(({ conditions }) => conditions.flatMap(({ values }) => values))).toHaveLength(200);
});

test('fails for 200 rules on one function whose policy is made of permissions', () => {
  expect(() => new Synthesized(withRules(ResourcePolicyEngine.PERMISSIONS).node.root as App)).toThrow(
    /the policy holds 200 statements that may take \d+ of 20480 bytes; set 'onPolicyOverflow' to COLLAPSE .+ to DOCUMENT .+ to ROLE .+ \[Stack\/Fn\/Resource\]/);
});

test('fails for a permission that somebody writes beside the document', () => {
  const stack = newStack();
  const target = secure(stack);
  permit(Invoker.account('444455556666'))(stack, target);
  new lambda.CfnPermission(stack, 'Beside', { action: 'lambda:InvokeFunction', principal: '777788889999', functionName: target.functionArn });

  expect(() => new Synthesized(stack.node.root as App)).toThrow(/AWS::Lambda::Permission Stack\/Beside is for the same target as Stack\/Fn\/ResourcePolicy, which would overwrite it/);
});

test('fails for a source that waits for the document it stands in', () => {
  const stack = newStack();
  const target = secure(stack);
  const source = new CfnResource(stack, 'Source', { type: 'Other::Service::Source' });
  permit(Invoker.service('lexv2.amazonaws.com', { sourceArn: source.getAtt('Arn').toString() }))(stack, target);
  source.node.addDependency(target.node.findChild('ResourcePolicy'));

  expect(() => new Synthesized(stack.node.root as App)).toThrow(/a source in the policy document waits for the document.+name the source by a literal ARN/);
});

test('fails for a source of another stack that asks from there, and takes one that is named by a literal ARN or asks from here', () => {
  const app = newApp();
  const functions = new Stack(app, 'Functions', { env: HOME });
  const target = secure(functions);
  const sources = new Stack(app, 'Sources', { env: HOME });
  const principal = new iam.ServicePrincipal('sns.amazonaws.com');
  const topic = new sns.Topic(sources, 'Orders');
  const message = messageOf(() => target.addPermission('Permission', { scope: sources, principal, sourceArn: topic.topicArn }));
  target.addPermission('Literal', { scope: sources, principal, sourceArn: 'arn:aws:sns:eu-west-1:111122223333:orders' });
  topic.addSubscription(new LambdaSubscription(target));

  expect(message).toMatch(/^'resourcePolicyEngine' is DOCUMENT, so the source must be known in the function's stack.+set 'resourcePolicyEngine' to PERMISSIONS \[Sources\]$/);
  expect(new Synthesized(app).resources(TYPE, functions)).toHaveLength(1);
});

test('fails in a region without the resource type', () => {
  const stack = newStack({ account: '111122223333', region: 'cn-north-1' });

  expect(messageOf(() => secure(stack))).toBe(
    "'resourcePolicyEngine' must be PERMISSIONS in cn-north-1, got DOCUMENT; CloudFormation has no AWS::Lambda::ResourcePolicy there [Stack/Fn]");
});

test.each<[string, (stack: Stack) => void, RegExp]>([
  ['for a function whose policy is made of permissions', (stack) => new InvokePerimeter(stack, 'P', { target: new SecureFunction(stack, 'Fn', CODE), requireTls: true }), /^'target' must have a document as its policy/],
  ['of somebody for such a function', (stack) => new InvokeDenial(stack, 'P', { target: new SecureFunction(stack, 'Fn', CODE), invoker: Invoker.role(ROLE) }), /^'target' must have a document as its policy, because AWS::Lambda::Permission cannot deny/],
  ['of other actions', (stack) => new InvokePerimeter(stack, 'P', { target: secure(stack), ...OFFICE, actions: ['UpdateAlias'] }), /^'actions' must hold InvokeFunction or InvokeFunctionUrl, got 'UpdateAlias'; .+ use ManageDenial/],
  ['of no action', (stack) => new InvokePerimeter(stack, 'P', { target: secure(stack), ...OFFICE, actions: [] }), /^'actions' must hold InvokeFunction or InvokeFunctionUrl, got an empty list; /],
  ['of services without TLS', (stack) => new InvokePerimeter(stack, 'P', { target: secure(stack), requireTls: true, denyServices: true }), /^'denyServices' needs 'organization', 'sourceVpcEndpoints' or 'sourceIps'/],
  ['that says nothing', (stack) => new InvokePerimeter(stack, 'P', { target: secure(stack), sourceIps: [] }), /^'organization', 'sourceVpcEndpoints', 'sourceIps' or 'requireTls' must say/],
])('fails for a perimeter or denial %s', (_, make, expected) => {
  expect(messageOf(() => make(newStack()))).toMatch(expected);
});
