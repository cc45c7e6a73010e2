import { App, Aws, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { DependencyGroup } from 'constructs';
import { msk, queue, table } from './sources';
import { ExecutionRole } from '../../src/function/execution-role';
import { PolicyKind } from '../../src/function/policy-kind';
import { SecureFunction } from '../../src/function/secure-function';
import { DynamoDbStreamPullSource } from '../../src/pull/dynamodb-stream';
import { IPullSource, PullSource, PullSourceConfig } from '../../src/pull/pull-source';
import { PullTrigger, PullTriggerProps } from '../../src/pull/pull-trigger';
import { SqsPullSource } from '../../src/pull/sqs';
import { CODE, Resource, Synthesized, messageOf, newStack } from '../push/app';
import { waitsFor } from '../template-graph';

interface Statement { readonly [element: string]: unknown }

function synthesized(stack: Stack): Synthesized {
  return new Synthesized(stack.node.root as App);
}

function documentOf({ Properties }: Resource): Statement[] {
  return (Properties.PolicyDocument as { Statement: Statement[] }).Statement;
}

function poll(stack: Stack, target: lambda.IFunction, props: Partial<PullTriggerProps> = {}): PullTrigger {
  return new PullTrigger(stack, 'Trigger', { target, ...props, source: props.source ?? new SqsPullSource(queue(stack)) });
}

describe('a fresh stack', () => {
  test.each([PolicyKind.INLINE, PolicyKind.MANAGED])('%s: the mapping waits for the second policy too, when the queue needs the function', (policyKind) => {
    const stack = newStack();
    const target = new SecureFunction(stack, 'Fn', { ...CODE, policyKind });
    const needing = new sqs.Queue(stack, 'Queue');
    needing.node.addDependency(target);
    poll(stack, target, { source: new SqsPullSource(needing) });

    const done = synthesized(stack);

    const [policy] = [...done.resources('AWS::IAM::Policy'), ...done.resources('AWS::IAM::ManagedPolicy')].filter(({ id }) => id.includes('DependentPolicy'));
    expect(documentOf(policy)[0].Action).toEqual(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage']);
    const [mapping] = done.resources('AWS::Lambda::EventSourceMapping');
    expect(mapping.DependsOn).toContain(policy.id);
    expect(waitsFor(done.template(stack), done.resources('AWS::Lambda::Function')[0].id, policy.id)).toBe(false);
  });

  test('the mapping waits for the policy of a role that is imported', () => {
    const stack = newStack();
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/theirs');
    poll(stack, new lambda.Function(stack, 'Fn', { ...CODE, role }));

    const done = synthesized(stack);

    const [mapping] = done.resources('AWS::Lambda::EventSourceMapping');
    expect(mapping.DependsOn).toContain(done.resources('AWS::IAM::Policy')[0].id);
  });

  test('the mapping waits for the policy of an execution role that a plain function has', () => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role', { policyKind: PolicyKind.MANAGED });
    poll(stack, new lambda.Function(stack, 'Fn', { ...CODE, role }));

    const done = synthesized(stack);

    expect(done.resources('AWS::Lambda::EventSourceMapping')[0].DependsOn).toContain(done.resources('AWS::IAM::ManagedPolicy')[0].id);
  });
});

describe('pollerOnly', () => {
  test('denies reading to every function’s code, without a name of one', () => {
    const stack = newStack();
    poll(stack, new lambda.Function(stack, 'Fn', CODE), { pollerOnly: true });

    expect(documentOf(synthesized(stack).resources('AWS::IAM::Policy')[0])[1]).toEqual({
      Effect: 'Deny',
      Action: ['sqs:DeleteMessage', 'sqs:ReceiveMessage'],
      Resource: 'arn:aws:sqs:eu-west-1:111122223333:queue',
      Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    });
  });

  test('is off when nobody asks for it', () => {
    const stack = newStack();
    poll(stack, new lambda.Function(stack, 'Fn', CODE));

    expect(documentOf(synthesized(stack).resources('AWS::IAM::Policy')[0]).map(({ Effect }) => Effect)).toEqual(['Allow']);
  });

  test('fails when the role is left to its owner', () => {
    const stack = newStack();

    expect(messageOf(() => poll(stack, new lambda.Function(stack, 'Fn', CODE), { pollerOnly: true, permissionExists: true }))).toBe(
      "'pollerOnly' writes into the execution role, which 'permissionExists' leaves to its owner; leave one of them out [Stack/Trigger]");
  });
});

describe('the role', () => {
  test('that takes no updates keeps what it has, and the source is mapped', () => {
    const stack = newStack();
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/theirs', { mutable: false });
    poll(stack, new lambda.Function(stack, 'Fn', { ...CODE, role }));

    const done = synthesized(stack);

    expect(done.resources('AWS::IAM::Policy')).toEqual([]);
    expect(done.resources('AWS::Lambda::EventSourceMapping')).toHaveLength(1);
  });

  test('fails when it says that it has not taken the statements', () => {
    const stack = newStack();
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/theirs');
    role.addToPrincipalPolicy = () => ({ statementAdded: false });
    const target = lambda.Function.fromFunctionAttributes(stack, 'Fn', { functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:theirs', role });

    expect(messageOf(() => poll(stack, target))).toBe("'target' has a role that takes no statements, so Lambda could not poll the source with it; its owner must "
      + "allow it sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:ReceiveMessage, then set 'permissionExists: true' [Stack/Trigger]");
  });

  test('tells cdk-nag of each wildcard that AWS leaves no other form for', () => {
    const stack = newStack();
    poll(stack, new SecureFunction(stack, 'Fn', CODE), { source: msk() });

    const [role] = synthesized(stack).resources('AWS::IAM::Role') as (Resource & { Metadata: { cdk_nag: { rules_to_suppress: { applies_to: string[] }[] } } })[];

    expect(role.Metadata.cdk_nag.rules_to_suppress.flatMap((rule) => rule.applies_to ?? [])).toEqual(expect.arrayContaining([
      'Resource::*', 'Resource::arn:aws:kafka:eu-west-1:111122223333:group/shop/0a1b-2/*',
    ]));
  });
});

describe('a key for the filters', () => {
  const filters = [lambda.FilterCriteria.filter({ body: { kind: lambda.FilterRule.isEqual('order') } })];

  test('lets Lambda decrypt for mappings of this account alone, and gives the role nothing', () => {
    const stack = newStack();
    const filterEncryption = new kms.Key(stack, 'Key');
    poll(stack, new lambda.Function(stack, 'Fn', CODE), { source: new SqsPullSource(queue(stack), { filters, filterEncryption }) });

    const done = synthesized(stack);

    const { Statement: statements } = done.resources('AWS::KMS::Key')[0].Properties.KeyPolicy as { Statement: Statement[] };
    expect(statements.slice(1)).toEqual([{
      Effect: 'Allow',
      Principal: { Service: 'lambda.eu-west-1.amazonaws.com' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':lambda:eu-west-1:111122223333:event-source-mapping:*']] } } },
    }]);
    expect(JSON.stringify(documentOf(done.resources('AWS::IAM::Policy')[0]))).not.toContain('kms:');
    expect(done.resources('AWS::Lambda::EventSourceMapping')[0].Properties.KmsKeyArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] });
  });

  test('fails without filters', () => {
    const stack = newStack();

    expect(messageOf(() => new SqsPullSource(queue(stack), { filterEncryption: new kms.Key(stack, 'Key') }))).toBe(
      "'filterEncryption' encrypts 'filters', but there are none; give 'filters', or leave the key out [Stack/Queue]");
  });
});

describe('what somebody else writes', () => {
  class OwnSource extends PullSource {
    public describe(): PullSourceConfig {
      return {
        id: 'Own',
        statements: [new iam.PolicyStatement({ actions: ['sqs:ReceiveMessage', 'sqs:GetQueueUrl'], resources: ['arn:aws:sqs:eu-west-1:111122223333:own'] })],
        mapping: { eventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:own' },
      };
    }
  }

  test('a source of a user’s keeps its statements, whatever way it is added', () => {
    const stack = newStack();
    const source: IPullSource = new OwnSource();
    new SecureFunction(stack, 'Added', CODE).addEventSource(new OwnSource());
    poll(stack, new SecureFunction(stack, 'Triggered', CODE), { source });

    const done = synthesized(stack);

    for (const id of ['Added', 'Triggered']) {
      const statements = done.function(id).role!.policies.flatMap((policy) => policy.statements!);
      expect(statements.map(({ actions }) => actions)).toContainEqual(['sqs:GetQueueUrl', 'sqs:ReceiveMessage']);
    }
  });

  test('a destination of a user’s keeps its grants, and may change the mapping', () => {
    const stack = newStack();
    const onFailure: lambda.IEventSourceDlq = {
      bind: (mapping, handler) => {
        handler.addToRolePolicy(new iam.PolicyStatement({ actions: ['events:PutEvents'], resources: ['arn:aws:events:eu-west-1:111122223333:event-bus/failed'] }));
        expect(Stack.of(mapping)).toBe(stack);
        expect(handler.node).toBe(target.node);
        return { destination: 'arn:aws:events:eu-west-1:111122223333:event-bus/failed' };
      },
    };
    const target = new SecureFunction(stack, 'Fn', CODE);
    poll(stack, target, { source: new DynamoDbStreamPullSource(table(stack), { onFailure }) });

    const done = synthesized(stack);

    const actions = done.function('Fn').role!.policies.flatMap((policy) => policy.statements!).flatMap((statement) => statement.actions);
    expect(actions).toContain('events:PutEvents');
  });
});

describe('a source', () => {
  test.each<[string, (stack: Stack) => IPullSource, RegExp]>([
    ['in another region', (stack) => new SqsPullSource(sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:us-east-1:111122223333:jobs')),
      /^'source' must be in the region of the function, eu-west-1, got one in us-east-1; poll it with a function in us-east-1 \[Stack\/Trigger\]$/],
    ['that is a pattern', (stack) => new DynamoDbStreamPullSource(dynamodb.Table.fromTableAttributes(stack, 'Table', {
      tableName: 'table', tableStreamArn: `arn:${Aws.PARTITION}:dynamodb:eu-west-1:111122223333:table/table/stream/*`,
    })), /^'source' must be one source, got the pattern 'arn:\$\{AWS::Partition\}:dynamodb:.+\/stream\/\*'; import it with its own ARN \[Stack\/Trigger\]$/],
  ])('fails %s', (_, source, expected) => {
    const stack = newStack();

    expect(messageOf(() => poll(stack, new SecureFunction(stack, 'Fn', CODE), { source: source(stack) }))).toMatch(expected);
  });

  test('may be in a region that is only known at deployment', () => {
    const stack = newStack();
    const source = new SqsPullSource(sqs.Queue.fromQueueArn(stack, 'Queue', `arn:aws:sqs:${Aws.REGION}:111122223333:jobs`));

    expect(() => poll(stack, new SecureFunction(stack, 'Fn', CODE), { source })).not.toThrow();
  });
});

test('a second source for another queue is another mapping', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  target.addEventSource(new SqsPullSource(queue(stack, 'One')));
  target.addEventSource(new SqsPullSource(queue(stack, 'Two')));

  expect(synthesized(stack).resources('AWS::Lambda::EventSourceMapping')).toHaveLength(2);
});

test('the mapping can be named and waited for', () => {
  const stack = newStack();
  const { mapping } = poll(stack, new lambda.Function(stack, 'Fn', CODE));
  const other = new sqs.Queue(stack, 'Other', { queueName: mapping.eventSourceMappingId });
  other.node.addDependency(new DependencyGroup(mapping));

  const done = synthesized(stack);

  expect(waitsFor(done.template(stack), done.resources('AWS::SQS::Queue')[0].id, done.resources('AWS::Lambda::EventSourceMapping')[0].id)).toBe(true);
});
