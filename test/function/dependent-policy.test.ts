import { Aspects, CfnResource, CustomResource, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sm from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { CODE, idOf, inlineStatements, Json, newStack, policyStatements, resourcesOf, Statement, statement, templateOf } from './templates';
import { ExecutionRole } from '../../src/function/execution-role';
import { PolicyKind } from '../../src/function/policy-kind';
import { SecureFunction } from '../../src/function/secure-function';
import { cycleIn, waitsFor } from '../template-graph';

const FUNCTION = 'AWS::Lambda::Function';

/** What is true of both kinds: where the statements are that a function waits for, and where the others. */
const KINDS = [PolicyKind.INLINE, PolicyKind.MANAGED];

function secure(scope: Construct, id: string, policyKind?: PolicyKind): SecureFunction {
  return new SecureFunction(scope, id, { ...CODE, policyKind });
}

function actionsOf(statements: Statement[]): string[] {
  return [...new Set(statements.flatMap(({ Action }) => Action))].sort();
}

/** The actions that stand in a policy of the template which no function waits for. */
function dependentActions(template: Json): string[] {
  const policies = { ...resourcesOf(template, 'AWS::IAM::Policy'), ...resourcesOf(template, 'AWS::IAM::ManagedPolicy') };
  const dependent = Object.entries(policies).filter(([id]) => id.endsWith('DependentPolicy'));
  return actionsOf(dependent.flatMap(([, policy]) => policy.PolicyDocument.Statement as Statement[]));
}

describe.each(KINDS)('%s: a statement that needs the role', (kind) => {
  test.each<[string, (stack: Stack, a: SecureFunction) => void, string[]]>([
    ['to invoke itself', (_, a) => a.grantInvoke(a), ['lambda:InvokeFunction']],
    ['to invoke an alias of itself', (_, a) => a.addAlias('live').grantInvoke(a), ['lambda:InvokeFunction']],
    ['that names the role', (_, a) => a.addToRolePolicy(statement('iam:GetRole', a.role!.roleArn)), ['iam:GetRole']],
    ['that names what names the role in an override', (stack, a) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      (bucket.node.defaultChild as CfnResource).addPropertyOverride('Tags', [{ Key: 'owner', Value: a.role!.roleName }]);
      bucket.grantDelete(a);
    }, ['s3:DeleteObject*']],
    ['for a key whose policy names the role', (stack, a) => {
      const key = new kms.Key(stack, 'Key');
      key.addToResourcePolicy(new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: ['*'], principals: [a.grantPrincipal] }));
      key.grantDecrypt(a);
    }, ['kms:Decrypt']],
    ['for a resource that was told to wait for the function', (stack, a) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      bucket.node.addDependency(a);
      bucket.grantDelete(a);
    }, ['s3:DeleteObject*']],
    ['for a state machine that invokes the function', (stack, a) => {
      const machine = new sfn.StateMachine(stack, 'Machine', {
        definitionBody: sfn.DefinitionBody.fromChainable(new LambdaInvoke(stack, 'Invoke', { lambdaFunction: a })),
      });
      machine.grantStartExecution(a);
    }, ['states:StartExecution']],
  ])('%s stands in a second policy that the function does not wait for', (_, grant, expected) => {
    const stack = newStack();
    const a = secure(stack, 'A', kind);
    a.addToRolePolicy(statement('s3:PutObject', 'arn:aws:s3:::images/*'));
    grant(stack, a);

    const template = templateOf(stack);

    expect(dependentActions(template)).toEqual(expected);
    expect(waitsFor(template, idOf(template, FUNCTION), idOf(template, typeOfPolicy(kind), 'AAccessRoleDependentPolicy'))).toBe(false);
  });
});

test.each(KINDS)('%s: of functions in a ring that invoke each other, the first one waits for nobody', (kind) => {
  const stack = newStack();
  const [a, b, c] = ['A', 'B', 'C'].map((id) => secure(stack, id, kind));
  b.grantInvoke(a);
  c.grantInvoke(b);
  a.grantInvoke(c);

  const template = templateOf(stack);

  expect(Object.keys(resourcesOf(template, typeOfPolicy(kind))).filter((id) => id.endsWith('DependentPolicy'))).toEqual(['AAccessRoleDependentPolicy']);
  expect(dependentActions(template)).toEqual(['lambda:InvokeFunction']);
  expect(waitsFor(template, idOf(template, FUNCTION, 'B'), idOf(template, FUNCTION, 'A'))).toBe(true);
  expect(waitsFor(template, idOf(template, FUNCTION, 'A'), idOf(template, FUNCTION, 'B'))).toBe(false);
});

describe.each(KINDS)('%s: a statement that does not need the role', (kind) => {
  test('stands where the function waits for it, and there is no second policy', () => {
    const stack = newStack();
    const a = secure(stack, 'A', kind);
    const b = secure(stack, 'B', kind);
    b.grantInvoke(a);
    a.addEventSource(new SqsEventSource(new sqs.Queue(stack, 'Queue')));
    new s3.Bucket(stack, 'Bucket').grantDelete(a);

    const template = templateOf(stack);

    expect(dependentActions(template)).toEqual([]);
    const first = kind === PolicyKind.INLINE ? inlineStatements(template) : policyStatements(template, 'AWS::IAM::ManagedPolicy');
    expect(actionsOf(first)).toEqual(expect.arrayContaining(['lambda:InvokeFunction', 's3:DeleteObject*', 'sqs:ReceiveMessage']));
    if (kind === PolicyKind.MANAGED) {
      const waits = template.Resources[idOf(template, FUNCTION, 'A')].DependsOn as string[];
      expect(waits).toContain(idOf(template, 'AWS::IAM::ManagedPolicy', 'AAccessRolePolicy'));
    }
  });
});

test('the second policy holds the statements that need the role alone, and is attached to it', () => {
  const stack = newStack();
  const a = secure(stack, 'A');
  a.addToRolePolicy(statement('s3:PutObject', 'arn:aws:s3:::images/*'));
  a.grantInvoke(a);

  const template = templateOf(stack);

  const handler = idOf(template, FUNCTION);
  const id = idOf(template, 'AWS::IAM::Policy');
  expect(template.Resources[id].Properties).toEqual({
    PolicyName: id,
    Roles: [{ Ref: idOf(template, 'AWS::IAM::Role') }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [{
        Action: 'lambda:InvokeFunction',
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [handler, 'Arn'] },
      }],
    },
  });
  expect(inlineStatements(template)).toEqual([{ Action: 's3:PutObject', Effect: 'Allow', Resource: 'arn:aws:s3:::images/*' }]);
});

test('a function and a nested stack that needs it do not form a cycle', () => {
  const stack = newStack();
  const a = secure(stack, 'A');
  const nested = new NestedStack(stack, 'Nested');
  const queue = new sqs.Queue(nested, 'Queue');
  const plain = new sqs.Queue(new NestedStack(stack, 'Apart'), 'Queue');
  new CfnResource(nested, 'Uses', { type: 'Test::A::B', properties: { Function: a.functionArn } });
  queue.grantSendMessages(a);
  plain.grantPurge(a);

  const template = templateOf(stack);

  expect(dependentActions(template)).toContain('sqs:SendMessage');
  expect(actionsOf(inlineStatements(template))).toEqual(['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:PurgeQueue']);
});

test('a function in a nested stack keeps in its role what is for the parent', () => {
  const stack = newStack();
  const nested = new NestedStack(stack, 'Nested');
  const a = secure(nested, 'A');
  new sqs.Queue(stack, 'Queue').grantPurge(a);
  a.grantInvoke(a);

  templateOf(stack);
  const template = Template.fromStack(nested).toJSON();

  expect(cycleIn(template)).toBeUndefined();
  expect(actionsOf(inlineStatements(template))).toEqual(['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:PurgeQueue']);
  expect(dependentActions(template)).toEqual(['lambda:InvokeFunction']);
});

test('functions of one role may invoke each other', () => {
  const stack = newStack();
  const role = new ExecutionRole(stack, 'Role');
  const [a, b] = ['A', 'B'].map((id) => new lambda.Function(stack, id, { ...CODE, role, logGroup: role.logGroup }));
  a.grantInvoke(b);

  expect(dependentActions(templateOf(stack))).toEqual(['lambda:InvokeFunction']);
});

test('an event source mapping waits for its statements in the second policy', () => {
  const stack = newStack();
  const a = secure(stack, 'A');
  const queue = new sqs.Queue(stack, 'Queue');
  (queue.node.defaultChild as CfnResource).addPropertyOverride('Tags', [{ Key: 'owner', Value: a.role!.roleName }]);
  a.addEventSource(new SqsEventSource(queue));

  const template = templateOf(stack);

  expect(dependentActions(template)).toContain('sqs:ReceiveMessage');
  expect(waitsFor(template, idOf(template, 'AWS::Lambda::EventSourceMapping'), idOf(template, 'AWS::IAM::Policy', 'AAccess'))).toBe(true);
});

test('what runs the code while it is deployed waits for its statements in the second policy', () => {
  const stack = newStack();
  const a = new SecureFunction(stack, 'A', { ...CODE, runtime: lambda.Runtime.PYTHON_3_12, snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS });
  a.addAlias('live');
  const secret = new sm.Secret(stack, 'Secret', { encryptionKey: new kms.Key(stack, 'Key') });
  secret.grantRead(a);
  secret.addRotationSchedule('Rotation', { rotationLambda: a });
  const provider = new Provider(stack, 'Provider', { onEventHandler: a });
  new CustomResource(stack, 'Direct', { serviceToken: a.functionArn });
  new CustomResource(stack, 'Provided', { serviceToken: provider.serviceToken, resourceType: 'Custom::Provided' });
  new CustomResource(new NestedStack(stack, 'Nested'), 'Resource', { serviceToken: a.functionArn });
  secure(stack, 'B').addAlias('live', { provisionedConcurrentExecutions: 1 }).grantInvoke(a);

  const template = templateOf(stack);

  const policy = idOf(template, 'AWS::IAM::Policy', 'AAccess');
  const running = ['AWS::CloudFormation::CustomResource', 'Custom::Provided', 'AWS::SecretsManager::RotationSchedule', 'AWS::CloudFormation::Stack'];
  expect(running.filter((type) => !waitsFor(template, idOf(template, type), policy))).toEqual([]);
  expect(waitsFor(template, idOf(template, 'AWS::Lambda::Version', 'A'), policy)).toBe(true);
  expect(waitsFor(template, idOf(template, 'AWS::Lambda::Alias', 'B'), policy)).toBe(false);
});

test('a custom resource does not wait for a policy that names it', () => {
  const stack = newStack();
  const a = secure(stack, 'A');
  const resource = new CustomResource(stack, 'Resource', { serviceToken: a.functionArn });
  a.addToRolePolicy(statement('s3:GetObject', resource.getAttString('Arn')));

  expect(dependentActions(templateOf(stack))).toEqual(['s3:GetObject']);
});

test('an event source mapping does not wait for a policy that names it', () => {
  const stack = newStack();
  const a = secure(stack, 'A');
  const mapping = a.addEventSourceMapping('Jobs', { eventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:jobs' });
  a.addToRolePolicy(statement('lambda:UpdateEventSourceMapping', mapping.eventSourceMappingArn));

  expect(dependentActions(templateOf(stack))).toEqual(['lambda:UpdateEventSourceMapping']);
});

function typeOfPolicy(kind: PolicyKind): string {
  return kind === PolicyKind.INLINE ? 'AWS::IAM::Policy' : 'AWS::IAM::ManagedPolicy';
}

test('fails when an Aspect makes a resource need the role after a statement that names it was placed in the role', () => {
  const stack = newStack();
  const a = secure(stack, 'A', PolicyKind.INLINE);
  const topic = new sns.Topic(stack, 'Topic');
  topic.grantPublish(a);
  Aspects.of(stack).add({
    visit: (node) => {
      if (node === topic) { (topic.node.defaultChild as sns.CfnTopic).displayName = a.functionArn; }
    },
  });

  expect(() => templateOf(stack)).toThrow(/the statement that allows sns:Publish names a resource that an Aspect made need this role/);
});
