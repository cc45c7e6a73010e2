import { FUNCTION_ARN, ROLE_ARN, Written, outcomeOf, written } from './templates';
import { RequestOptions } from '../../src/assertions/request-options';
import { messageOf } from '../push/app';

const OBJECT = 'arn:aws:s3:::images/in/a.jpg';
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:jobs';

function allow(action: string, resource: string, condition?: object): object {
  return { Effect: 'Allow', Action: action, Resource: resource, ...condition && { Condition: condition } };
}

function deny(action: string, resource: string, condition?: object): object {
  return { ...allow(action, resource, condition), Effect: 'Deny' };
}

const GET = allow('s3:GetObject', 'arn:aws:s3:::images/in/*');
const BUCKET = { Images: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'images' } } };
const OWN_BUCKET = allow('s3:GetObject', 'arn:aws:s3:::images/in/*', { StringEquals: { 'aws:ResourceAccount': '111122223333' } });
const MANAGED = { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: ['resize'], PolicyDocument: { Version: '2012-10-17', Statement: [GET] } } };

const DENYING = { ...MANAGED, Properties: { Roles: ['resize'], PolicyDocument: { Version: '2012-10-17', Statement: [deny('s3:*', '*')] } } };
const UNATTACHED = { ...DENYING, Properties: { ...DENYING.Properties, Roles: [] } };
const WANTED = { Parameters: { Wanted: { Type: 'String' } }, Conditions: { Wanted: { 'Fn::Equals': [{ Ref: 'Wanted' }, 'yes'] } } };
const NOTHING = { Ref: 'AWS::NoValue' };

const BOUNDED: Written = {
  identity: [GET], role: { PermissionsBoundary: { Ref: 'Boundary' } }, resources: { Boundary: { ...MANAGED, Properties: { ...MANAGED.Properties, Roles: [] } } },
};

const CASES: [string, Written, string, string, RequestOptions, string][] = [
  ['nothing is allowed by no policy', {}, 's3:GetObject', OBJECT, {}, 'DENIED'],
  ['a managed policy', { resources: { Managed: MANAGED } }, 's3:GetObject', OBJECT, {}, 'ALLOWED'],
  ['a policy of its own resource', { resources: { Policy: { ...MANAGED, Type: 'AWS::IAM::Policy' } } }, 's3:GetObject', OBJECT, {}, 'ALLOWED'],
  ['a managed policy that nobody knows', { identity: [GET], role: { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/theirs'] } }, 's3:GetObject', OBJECT, {}, 'CANNOT_SAY'],
  ['a Deny, whatever else nobody knows', { identity: [deny('s3:*', '*')], role: { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/theirs'] } }, 's3:GetObject', OBJECT, {}, 'DENIED'],
  ['a Deny after an Allow', { identity: [GET, deny('s3:*', 'arn:aws:s3:::images/in/a*')] }, 's3:GetObject', OBJECT, {}, 'DENIED'],
  ['a boundary that allows', { identity: [GET], role: { PermissionsBoundary: { Ref: 'Boundary' } }, resources: { Boundary: { ...MANAGED, Properties: { ...MANAGED.Properties, Roles: [] } } } }, 's3:GetObject', OBJECT, {}, 'ALLOWED'],
  ['a boundary that does not', { identity: [allow('s3:*', '*')], role: { PermissionsBoundary: { Ref: 'Boundary' } }, resources: { Boundary: { ...MANAGED, Properties: { ...MANAGED.Properties, Roles: [] } } } }, 's3:PutObject', OBJECT, {}, 'DENIED'],
  ['a boundary that nobody knows', { identity: [GET], role: { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/theirs' } }, 's3:GetObject', OBJECT, {}, 'CANNOT_SAY'],
  ['a boundary that nobody knows, where the policies do not allow', { identity: [GET], role: { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/theirs' } }, 's3:PutObject', OBJECT, {}, 'DENIED'],
  ['a boundary that the role may not have, where the policies do not allow',
    { identity: [GET], sections: WANTED, resources: { Managed: UNATTACHED }, role: { PermissionsBoundary: { 'Fn::If': ['Wanted', { Ref: 'Managed' }, NOTHING] } } }, 's3:PutObject', OBJECT, {}, 'DENIED'],
  ['a boundary that the role may not have, and that does not allow',
    { identity: [allow('s3:*', '*')], sections: WANTED, resources: { Managed: { ...MANAGED, Properties: { ...MANAGED.Properties, Roles: [] } } }, role: { PermissionsBoundary: { 'Fn::If': ['Wanted', { Ref: 'Managed' }, NOTHING] } } },
    's3:PutObject', OBJECT, {}, 'CANNOT_SAY'],
  ['a boundary and a policy that nobody knows', { identity: [GET], role: { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/b', ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/p'] } },
    's3:PutObject', OBJECT, {}, 'CANNOT_SAY'],
  ['a boundary that does not allow, beside a policy that nobody knows',
    { ...BOUNDED, role: { ...BOUNDED.role, ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/p'] } }, 's3:PutObject', OBJECT, {}, 'DENIED'],
  ['a boundary that allows, beside a policy that nobody knows',
    { ...BOUNDED, role: { ...BOUNDED.role, ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/p'] } }, 's3:GetObject', OBJECT, {}, 'CANNOT_SAY'],
  ['a boundary whose statements may be others, beside a policy that nobody knows', {
    ...BOUNDED,
    sections: WANTED,
    resources: { Boundary: { ...MANAGED, Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [{ 'Fn::If': ['Wanted', GET, allow('s3:*', '*')] }] } } } },
    role: { ...BOUNDED.role, ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/p'] },
  }, 's3:DeleteObject', 'arn:aws:s3:::images/in/a.jpg', {}, 'CANNOT_SAY'],
  ['a key that nobody gave', { identity: [allow('s3:ListBucket', 'arn:aws:s3:::images', { StringLike: { 's3:prefix': 'in/*' } })] }, 's3:ListBucket', 'arn:aws:s3:::images', {}, 'CANNOT_SAY'],
  ['a key that the context gives', { identity: [allow('s3:ListBucket', 'arn:aws:s3:::images', { StringLike: { 's3:prefix': 'in/*' } })] }, 's3:ListBucket', 'arn:aws:s3:::images', { context: { 's3:prefix': 'in/2026' } }, 'ALLOWED'],
  ['a key that the context gives another value', { identity: [allow('s3:ListBucket', 'arn:aws:s3:::images', { StringLike: { 's3:prefix': 'in/*' } })] }, 's3:ListBucket', 'arn:aws:s3:::images', { context: { 's3:prefix': 'out/' } }, 'DENIED'],
  ['a key that the context leaves empty, as a list of all objects does',
    { identity: [allow('s3:ListBucket', 'arn:aws:s3:::images', { StringEquals: { 's3:prefix': ['', 'in/'] } })] }, 's3:ListBucket', 'arn:aws:s3:::images', { context: { 's3:prefix': '' } }, 'ALLOWED'],
  ['a key that nobody gave, where another action is asked', { identity: [allow('s3:ListBucket', 'arn:aws:s3:::images', { StringLike: { 's3:prefix': 'in/*' } })] }, 's3:GetObject', OBJECT, {}, 'DENIED'],
  ['a Deny on a key that nobody gave', { identity: [GET, deny('s3:*', '*', { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } })] }, 's3:GetObject', OBJECT, {}, 'CANNOT_SAY'],
  ['a policy variable that nobody gave', { identity: [allow('s3:GetObject', 'arn:aws:s3:::images/${aws:PrincipalTag/team}/*')] }, 's3:GetObject', OBJECT, {}, 'CANNOT_SAY'],
  ['a policy variable that the context gives', { identity: [allow('s3:GetObject', 'arn:aws:s3:::images/${aws:PrincipalTag/team}/*')] }, 's3:GetObject', OBJECT, { context: { 'aws:PrincipalTag/team': 'in' } }, 'ALLOWED'],
  ['a user name, which a role does not have', { identity: [allow('s3:GetObject', 'arn:aws:s3:::images/${aws:username}/*')] }, 's3:GetObject', OBJECT, {}, 'DENIED'],
  ['calls on behalf, which code does not make', { identity: [allow('s3:GetObject', '*', { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' } })] }, 's3:GetObject', OBJECT, {}, 'DENIED'],
  ['calls on behalf, where the context tells them', { identity: [allow('s3:GetObject', '*', { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' } })] },
    's3:GetObject', OBJECT, { context: { 'aws:CalledVia': 'athena.amazonaws.com' } }, 'ALLOWED'],
  ['a Deny without TLS', { identity: [GET, deny('*', '*', { Bool: { 'aws:SecureTransport': 'false' } })] }, 's3:GetObject', OBJECT, {}, 'ALLOWED'],
  ['a Deny outside of a region', { identity: [allow('sqs:SendMessage', QUEUE), deny('*', '*', { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } })] }, 'sqs:SendMessage', QUEUE, {}, 'DENIED'],
  ['a bucket of the template', { identity: [OWN_BUCKET], resources: BUCKET }, 's3:GetObject', OBJECT, {}, 'ALLOWED'],
  ['a bucket whose owner nobody knows', { identity: [OWN_BUCKET] }, 's3:GetObject', OBJECT, {}, 'CANNOT_SAY'],
  ['a bucket whose owner the question tells', { identity: [OWN_BUCKET] }, 's3:GetObject', OBJECT, { resourceAccount: '111122223333' }, 'ALLOWED'],
  ['a bucket whose owner is somebody else', { identity: [OWN_BUCKET] }, 's3:GetObject', OBJECT, { resourceAccount: '444455556666' }, 'DENIED'],
  ['a queue of another account', { identity: [allow('sqs:SendMessage', '*')] }, 'sqs:SendMessage', 'arn:aws:sqs:eu-west-1:444455556666:theirs', {}, 'ALLOWED'],
  ['a queue of another account where only the own is allowed',
    { identity: [allow('sqs:SendMessage', '*', { StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } })] }, 'sqs:SendMessage', 'arn:aws:sqs:eu-west-1:444455556666:theirs', {}, 'DENIED'],
  ['code of this function only', { identity: [allow('sqs:SendMessage', QUEUE, { ArnEquals: { 'lambda:SourceFunctionArn': FUNCTION_ARN } })] }, 'sqs:SendMessage', QUEUE, {}, 'ALLOWED'],
  ['code of another function only', { identity: [allow('sqs:SendMessage', QUEUE, { ArnEquals: { 'lambda:SourceFunctionArn': `${FUNCTION_ARN}-other` } })] }, 'sqs:SendMessage', QUEUE, {}, 'DENIED'],
  ['the poller, where code may not', { identity: [allow('sqs:ReceiveMessage', QUEUE), deny('sqs:*', QUEUE, { Null: { 'lambda:SourceFunctionArn': 'false' } })] }, 'sqs:ReceiveMessage', QUEUE, { calledByLambda: true }, 'ALLOWED'],
  ['code, where only the poller may', { identity: [allow('sqs:ReceiveMessage', QUEUE), deny('sqs:*', QUEUE, { Null: { 'lambda:SourceFunctionArn': 'false' } })] }, 'sqs:ReceiveMessage', QUEUE, {}, 'DENIED'],
  ['another role that it may assume', { identity: [allow('sts:AssumeRole', 'arn:aws:iam::444455556666:role/theirs')] }, 'sts:AssumeRole', 'arn:aws:iam::444455556666:role/theirs', {}, 'ALLOWED'],
  ['another role that it may assume under a condition', { identity: [allow('sts:AssumeRole', 'arn:aws:iam::444455556666:role/theirs', { StringEquals: { 'sts:ExternalId': 'x' } })] }, 'sts:AssumeRole', 'arn:aws:iam::444455556666:role/theirs', {}, 'CANNOT_SAY'],
  ['another role that it may not assume', { identity: [allow('sts:AssumeRole', 'arn:aws:iam::444455556666:role/theirs')] }, 'sts:AssumeRole', 'arn:aws:iam::444455556666:role/other', {}, 'DENIED'],
  ['every resource', { identity: [allow('xray:PutTraceSegments', '*')] }, 'xray:PutTraceSegments', '*', {}, 'ALLOWED'],
  ['some resource', { identity: [GET] }, 's3:GetObject', '*', {}, 'CANNOT_SAY'],
  ['no resource', { identity: [GET] }, 's3:PutObject', '*', {}, 'DENIED'],
  ['an action without a resource, where only an ARN is allowed', { identity: [allow('s3:ListAllMyBuckets', 'arn:aws:s3:::images')] }, 's3:ListAllMyBuckets', '*', {}, 'DENIED'],
  ['an action without a resource, asked with an ARN', { identity: [allow('s3:ListAllMyBuckets', 'arn:aws:s3:::images')] }, 's3:ListAllMyBuckets', 'arn:aws:s3:::images', {}, 'DENIED'],
  ['an action without a resource, where an ARN is denied', { identity: [allow('xray:PutTraceSegments', '*'), deny('xray:*', 'arn:aws:xray:eu-west-1:111122223333:group/*')] },
    'xray:PutTraceSegments', '*', {}, 'ALLOWED'],
  ['an action without a resource, where all but an ARN is denied',
    { identity: [allow('xray:PutTraceSegments', '*'), { Effect: 'Deny', Action: 'xray:*', NotResource: 'arn:aws:xray:eu-west-1:111122223333:group/*' }] },
    'xray:PutTraceSegments', '*', {}, 'DENIED'],
  ['an action that takes a resource although AWS lists none', { identity: [allow('states:SendTaskSuccess', 'arn:aws:states:eu-west-1:111122223333:stateMachine:jobs')] },
    'states:SendTaskSuccess', '*', {}, 'CANNOT_SAY'],
  ['a permission that nobody knows says nothing about the role', { identity: [GET], resources: { Other: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: 'resize', Action: 'lambda:InvokeFunction', Principal: { Ref: 'Who' } } } } }, 's3:GetObject', OBJECT, {}, 'ALLOWED'],
  ['a function that may not be there says nothing about its role', {
    identity: [GET],
    sections: WANTED,
    resources: { Resize: { Type: 'AWS::Lambda::Function', Condition: 'Wanted', Properties: { FunctionName: 'resize', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } } },
  }, 's3:GetObject', OBJECT, {}, 'ALLOWED'],
  ['a policy that may not be there', {
    resources: { Managed: { ...MANAGED, Condition: 'Wanted' } },
    sections: WANTED,
  }, 's3:GetObject', OBJECT, {}, 'CANNOT_SAY'],
  ['a Deny that may not be there', { identity: [GET, { 'Fn::If': ['Wanted', deny('s3:*', '*'), NOTHING] }], sections: WANTED }, 's3:GetObject', OBJECT, {}, 'CANNOT_SAY'],
  ['a Deny that may be about another resource', { identity: [GET, deny('s3:*', { 'Fn::If': ['Wanted', OBJECT, QUEUE] } as unknown as string)], sections: WANTED }, 's3:GetObject', OBJECT, {}, 'CANNOT_SAY'],
  ['a Deny in a policy that may not be there', { identity: [GET], sections: WANTED, resources: { Managed: { ...DENYING, Condition: 'Wanted' } } }, 's3:GetObject', OBJECT, {}, 'CANNOT_SAY'],
  ['a Deny in a policy that the role may not have', { identity: [GET], sections: WANTED, resources: { Managed: UNATTACHED }, role: { ManagedPolicyArns: [{ 'Fn::If': ['Wanted', { Ref: 'Managed' }, NOTHING] }] } },
    's3:GetObject', OBJECT, {}, 'CANNOT_SAY'],
  ['a Deny in a boundary that the role may not have', { identity: [GET], sections: WANTED, resources: { Managed: UNATTACHED }, role: { PermissionsBoundary: { 'Fn::If': ['Wanted', { Ref: 'Managed' }, NOTHING] } } },
    's3:GetObject', OBJECT, {}, 'CANNOT_SAY'],
  ['a Deny beside one that may not be there', { identity: [GET, { 'Fn::If': ['Wanted', deny('s3:*', '*'), NOTHING] }, deny('s3:*', '*')], sections: WANTED }, 's3:GetObject', OBJECT, {}, 'DENIED'],
  ['a Deny in a managed policy beside one that nobody knows', { identity: [GET], resources: { Managed: UNATTACHED }, role: { ManagedPolicyArns: [{ Ref: 'Managed' }, 'arn:aws:iam::111122223333:policy/theirs'] } },
    's3:GetObject', OBJECT, {}, 'DENIED'],
  ['a role that is in no template', { resources: { Resize: { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::111122223333:role/theirs' } } } }, 's3:GetObject', OBJECT, {}, 'CANNOT_SAY'],
];

test.each(CASES)('%s', (_, template, action, resource, options, expected) => {
  const fn = written(template);

  expect(outcomeOf(() => fn.allows(action, resource, options), () => fn.denies(action, resource, options))).toBe(expected);
});

const TRUST: [string, Written, string, string][] = [
  ['Lambda', {}, 'lambda.amazonaws.com', 'ALLOWED'],
  ['another service', {}, 'states.amazonaws.com', 'DENIED'],
  ['Lambda for another account only', { trust: trusting({ StringEquals: { 'aws:SourceAccount': '444455556666' } }) }, 'lambda.amazonaws.com', 'DENIED'],
  ['Lambda for this function only', { trust: trusting({ ArnEquals: { 'aws:SourceArn': FUNCTION_ARN } }) }, 'lambda.amazonaws.com', 'ALLOWED'],
  ['Lambda under a condition that nobody gave', { trust: trusting({ StringEquals: { 'sts:ExternalId': 'x' } }) }, 'lambda.amazonaws.com', 'CANNOT_SAY'],
  ['Lambda, whatever the role may do', { role: { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/theirs'] } }, 'lambda.amazonaws.com', 'ALLOWED'],
  ['whom the role in no template trusts', { resources: { Resize: { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::111122223333:role/theirs' } } } }, 'lambda.amazonaws.com', 'CANNOT_SAY'],
  ['Lambda, unless a Deny is there', { sections: WANTED, role: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trusting({}), { 'Fn::If': ['Wanted', { ...trusting({}), Effect: 'Deny' }, NOTHING] }] } } },
    'lambda.amazonaws.com', 'CANNOT_SAY'],
  ['whom a document trusts that is a parameter', { role: { AssumeRolePolicyDocument: { Ref: 'Document' } } }, 'lambda.amazonaws.com', 'CANNOT_SAY'],
];

function trusting(condition: object): object {
  return { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole', Condition: condition };
}

test.each(TRUST)('the role may be assumed by %s', (_, template, service, expected) => {
  const fn = written(template);

  expect(outcomeOf(() => fn.canBeAssumedBy(service), () => fn.cannotBeAssumedBy(service))).toBe(expected);
});

test('a source of another account is of that account, unless it is said whose it is', () => {
  const fn = written({ trust: trusting({ StringEquals: { 'aws:SourceAccount': '111122223333' } }) });
  const sourceArn = 'arn:aws:lambda:eu-west-1:444455556666:function:theirs';

  fn.cannotBeAssumedBy('lambda.amazonaws.com', { sourceArn });
  fn.canBeAssumedBy('lambda.amazonaws.com', { sourceArn, sourceAccount: '111122223333' });
  fn.canBeAssumedBy('lambda.amazonaws.com', { sourceArn: 'arn:aws:s3:::images' });
});

test('fails when a role is assumed for sources of a pattern, of which one may be denied and another allowed', () => {
  const fn = written({ trust: trusting({ ArnEquals: { 'aws:SourceArn': FUNCTION_ARN } }) });

  expect(messageOf(() => fn.cannotBeAssumedBy('lambda.amazonaws.com', { sourceArn: 'arn:aws:lambda:eu-west-1:111122223333:function:*' })))
    .toContain("'sourceArn' must name one, not a pattern, got 'arn:aws:lambda:eu-west-1:111122223333:function:*'");
});

test.each<[string, Written, string, string, string]>([
  ['what the policies lack', { identity: [GET] }, 's3:GetObject', 'arn:aws:s3:::images/out/a.jpg',
    'calling s3:GetObject on arn:aws:s3:::images/out/a.jpg from Template/Resize must be allowed, but it is denied: the nearest statement matches but for '
    + 'the resource: it wants arn:aws:s3:::images/in/*, the request has arn:aws:s3:::images/out/a.jpg; '
    + 'the nearest statement is Template Role Properties.Policies[0].PolicyDocument.Statement[0]'],
  ['which statement denies', { identity: [GET, deny('s3:*', '*')] }, 's3:GetObject', OBJECT,
    'but it is denied: the Deny statement Role Properties.Policies[0].PolicyDocument.Statement[1] matches; the statement is Template Role Properties.Policies[0].PolicyDocument.Statement[1]'],
  ['that there is nothing', {}, 's3:GetObject', OBJECT, 'but it is denied: no statement allows anything'],
  ['what is not known', { identity: [GET], role: { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/theirs'] } }, 's3:GetObject', OBJECT,
    'but it cannot be decided: not all policies that take part are known; in those that are: the Allow statement Role Properties.Policies[0].PolicyDocument.Statement[0] matches; '
    + 'the statement in question is Template Role Properties.Policies[0].PolicyDocument.Statement[0]; not known: the document of managed policy arn:aws:iam::111122223333:policy/theirs is in none of the templates (Template Role Properties.ManagedPolicyArns[0])'],
  ['that a Deny may not be there', { identity: [GET, { 'Fn::If': ['Wanted', deny('s3:*', '*'), NOTHING] }], sections: WANTED }, 's3:GetObject', OBJECT,
    'but it cannot be decided: the Deny statement Role Properties.Policies[0].PolicyDocument.Statement[1] matches, and whether it is there as it was read is not known; '
    + 'the statement in question is Template Role Properties.Policies[0].PolicyDocument.Statement[1]; '
    + "not known: condition 'Wanted' cannot be decided before deployment (Template Role Properties.Policies[0].PolicyDocument.Statement[1])"],
  ['that the boundary is in the way', {
    identity: [GET],
    role: { PermissionsBoundary: { Ref: 'Boundary' } },
    resources: { Boundary: { ...MANAGED, Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [allow('sqs:*', '*')] } } } },
  }, 's3:GetObject', OBJECT,
  'but it is denied: the permissions boundary does not allow it'],
  ['which variable of a resource nobody gave', { identity: [allow('s3:GetObject', 'arn:aws:s3:::images/${aws:PrincipalTag/team}/*')] }, 's3:GetObject', OBJECT,
    'the resource: it wants arn:aws:s3:::images/${aws:PrincipalTag/team}/*, the request has arn:aws:s3:::images/in/a.jpg, and it is not known what the request has as aws:PrincipalTag/team; '],
  ['which variable of a condition nobody gave', { identity: [allow('s3:GetObject', '*', { StringEquals: { 'aws:PrincipalAccount': '${aws:PrincipalTag/home}' } })] }, 's3:GetObject', OBJECT,
    'aws:PrincipalAccount: it wants ${aws:PrincipalTag/home}, the request has 111122223333, and it is not known what the request has as aws:PrincipalTag/home; '],
  ['that a key must be absent', { identity: [allow('s3:GetObject', '*', { Null: { 'aws:PrincipalArn': 'True' } })] }, 's3:GetObject', OBJECT, 'aws:PrincipalArn: it wants none, the request has '],
  ['that IAM has no such operator', { identity: [allow('s3:GetObject', '*', { StringEqual: { 'aws:PrincipalAccount': '111122223333' } })] }, 's3:GetObject', OBJECT,
    'aws:PrincipalAccount: IAM documents no operator StringEqual; '],
])('fails and says %s', (_, template, action, resource, message) => {
  expect(messageOf(() => written(template).allows(action, resource))).toContain(message);
});

test('the role that another one trusts is named with the statement that allows it', () => {
  const fn = written({ identity: [GET, allow('sts:AssumeRole', ROLE_ARN)] });

  expect(messageOf(() => fn.denies('sts:AssumeRole', ROLE_ARN))).toContain('but it is allowed: its own policies allow it, and the other role is taken to trust it; '
    + 'the statement is Template Role Properties.Policies[0].PolicyDocument.Statement[1]');
});
