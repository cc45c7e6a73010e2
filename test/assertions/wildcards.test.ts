import { FUNCTION_ARN, Written, written } from './templates';
import { messageOf } from '../push/app';

function role(actions: string | string[], resources: string | string[], more: object = {}): Written {
  return { identity: [{ Effect: 'Allow', Action: actions, Resource: resources, ...more }] };
}

function source(arn: string): Written {
  return { permission: { Principal: 'apigateway.amazonaws.com', SourceArn: arn } };
}

function fromSource(condition: object): object {
  return { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'lambda:InvokeFunction', Resource: FUNCTION_ARN, Condition: condition };
}

const API = 'arn:aws:execute-api:eu-west-1:111122223333:abc123';

test.each<[string, Written]>([
  ['nothing at all', {}],
  ['one object', role('s3:GetObject', 'arn:aws:s3:::images/in/a.jpg')],
  ['the objects of a bucket', role('s3:GetObject', 'arn:aws:s3:::images/*')],
  ['the objects under a prefix', role('s3:GetObject', 'arn:aws:s3:::images/in/*')],
  ['the streams of a log group', role('logs:PutLogEvents', 'arn:aws:logs:eu-west-1:111122223333:log-group:resize:*')],
  ['the objects behind an access point', role('s3:GetObject', 'arn:aws:s3:eu-west-1:111122223333:accesspoint/images/object/*')],
  ['the versions of a function', role('lambda:InvokeFunction', 'arn:aws:lambda:eu-west-1:111122223333:function:resize:*')],
  ['the indexes of a search domain', role('es:ESHttpGet', 'arn:aws:es:eu-west-1:111122223333:domain/images/*')],
  ['the executions of a state machine', role('states:StopExecution', 'arn:aws:states:eu-west-1:111122223333:execution:resize:*')],
  ['the indexes of a table', role('dynamodb:Query', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/*')],
  ['a wildcard as a plain character', role('s3:GetObject', 'arn:aws:s3:::images/${*}')],
  ['a Deny of everything', role('*', '*', { Effect: 'Deny' })],
  ['a boundary of everything', {
    role: { PermissionsBoundary: { Ref: 'Boundary' } },
    resources: { Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } } } },
  }],
  ['a boundary that nobody knows', { ...role('s3:GetObject', 'arn:aws:s3:::images/*'), role: { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/theirs' } }],
  ['one method of an API with a path parameter', source(`${API}/prod/GET/items/*`)],
  ['one target group, whose id AWS makes', source('arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/resize/*')],
  ['a service for one account', { permission: { Principal: 'secretsmanager.amazonaws.com', SourceAccount: '111122223333' } }],
  ['a service for one organization', { policy: [fromSource({ StringEquals: { 'aws:SourceOrgID': 'o-mine' } })] }],
  ['a service of an organization, which no call has', { permission: { Principal: 's3.amazonaws.com', PrincipalOrgID: 'o-mine' } }],
  ['one Alexa skill', { permission: { Principal: 'alexa-appkit.amazon.com', EventSourceToken: 'amzn1.ask.skill.1' } }],
  ['a service that may read the function', { permission: { Principal: 's3.amazonaws.com', Action: 'lambda:GetFunction' } }],
  ['a service that must not invoke it', { policy: [{ ...fromSource({}), Effect: 'Deny' }] }],
  ['everybody of an organization', { permission: { Principal: '*', PrincipalOrgID: 'o-mine' } }],
])('%s holds no wildcard', (_, template) => {
  written(template).hasNoWildcards();
});

test.each<[string, Written, string]>([
  ['every resource', role('s3:GetObject', '*'), 'the resource * (Template Role Properties.Policies[0].PolicyDocument.Statement[0])'],
  ['every bucket', role('s3:GetObject', 'arn:aws:s3:::*'), 'the resource arn:aws:s3:::*'],
  ['buckets whose name begins alike', role('s3:GetObject', 'arn:aws:s3:::images*'), 'the resource arn:aws:s3:::images*'],
  ['every table', role('dynamodb:Query', 'arn:aws:dynamodb:eu-west-1:111122223333:table/*'), 'the resource arn'],
  ['every queue', role('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111122223333:*'), 'the resource arn'],
  ['every log group of Lambda', role('logs:PutLogEvents', 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/*'), 'the resource arn'],
  ['a log group of a name that depends on the region', role('logs:PutLogEvents', { 'Fn::Sub': 'arn:aws:logs:eu-west-1:111122223333:log-group:${Other}*' } as unknown as string), 'the resource arn'],
  ['a table in every region', role('dynamodb:Query', 'arn:aws:dynamodb:*:111122223333:table/orders'), 'the resource arn'],
  ['roles under a path', role('iam:PassRole', 'arn:aws:iam::111122223333:role/service-role/*'), 'the resource arn'],
  ['secrets under a path', role('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/*'), 'the resource arn'],
  ['parameters under a path', role('ssm:GetParameter', 'arn:aws:ssm:eu-west-1:111122223333:parameter/prod/*'), 'the resource arn'],
  ['repositories under a path', role('ecr:BatchGetImage', 'arn:aws:ecr:eu-west-1:111122223333:repository/team/*'), 'the resource arn'],
  ['budgets under a path', role('budgets:ViewBudget', 'arn:aws:budgets::111122223333:budget/team/*'), 'the resource arn'],
  ['what is in a resource of a service that nobody knows', role('new:Get', 'arn:aws:new:eu-west-1:111122223333:thing/a/*'), 'the resource arn'],
  ['every action', role('s3:*', 'arn:aws:s3:::images/*'), 'the action s3:*'],
  ['every action but one', { identity: [{ Effect: 'Allow', NotAction: 's3:PutObject', Resource: 'arn:aws:s3:::images/a' }] }, 'every action but s3:PutObject'],
  ['every resource but one', { identity: [{ Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::images/a' }] }, 'every resource but arn:aws:s3:::images/a'],
  ['everybody', { permission: { Principal: '*' } }, 'the principal * (Template Permission Properties)'],
  ['everybody in trust', { trust: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } }, 'the principal * (Template Role Properties.AssumeRolePolicyDocument.Statement[0])'],
  ['every principal but one', { policy: [{ Effect: 'Allow', NotPrincipal: { AWS: '444455556666' }, Action: 'lambda:InvokeFunction', Resource: FUNCTION_ARN }] },
    'every principal but arn:aws:iam::444455556666:root'],
  ['every stage of an API', source(`${API}/*/GET/items`), `the source ${API}/*/GET/items`],
  ['every rule of a bus', { permission: { Principal: 'events.amazonaws.com', SourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/orders/*' } },
    'the source arn:aws:events:eu-west-1:111122223333:rule/orders/*'],
  ['a service without a source', { permission: { Principal: 's3.amazonaws.com' } }, 'any source of s3.amazonaws.com (Template Permission Properties)'],
  ['a service whose source may be absent', { policy: [fromSource({ ArnLikeIfExists: { 'aws:SourceArn': 'arn:aws:s3:::images' } })] }, 'any source of s3.amazonaws.com'],
  ['any Alexa skill', { permission: { Principal: 'alexa-appkit.amazon.com' } }, 'any source of alexa-appkit.amazon.com'],
  ['every bucket as one of the sources', { policy: [fromSource({ 'ForAnyValue:ArnLike': { 'aws:SourceArn': 'arn:aws:s3:::*' } })] }, 'the source arn:aws:s3:::*'],
  ['every account as source', { policy: [fromSource({ StringLike: { 'aws:SourceAccount': '1111*' } })] }, 'the source 1111*'],
  ['a policy that nobody knows', { role: { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/theirs'] } },
    'whether the permissions of Template/Resize hold a wildcard cannot be decided: the document of managed policy arn:aws:iam::111122223333:policy/theirs'],
])('fails on %s', (_, template, message) => {
  expect(messageOf(() => written(template).hasNoWildcards())).toContain(message);
});

test('an action that is excepted may stand with any resource, and only that action', () => {
  const tracing = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

  written(role(tracing, '*')).hasNoWildcards({ exceptActions: tracing });
  expect(messageOf(() => written(role([...tracing, 's3:GetObject'], '*')).hasNoWildcards({ exceptActions: tracing }))).toContain('the resource *');
  expect(messageOf(() => written({}).hasNoWildcards({ exceptActions: ['xray:*'] }))).toContain("'exceptActions' must be one action");
});

test('a source that is a wildcard is told once', () => {
  const message = messageOf(() => written({ policy: [fromSource({ ArnLike: { 'aws:SourceArn': '*' } })] }).hasNoWildcards());

  expect(message).toContain('but hold the source * (');
  expect(message).not.toContain('any source');
});

test('lists no more wildcards than help', () => {
  const patterns = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `arn:aws:s3:::${name}*`);

  expect(messageOf(() => written(role('s3:GetObject', patterns)).hasNoWildcards())).toMatch(/arn:aws:s3:::e\* \([^)]*\), 2 more$/);
});
