import { Environment } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { FUNCTION_ARN, Written, outcomeOf, written } from './templates';
import { InvokeCaller } from '../../src/assertions/invoke-caller';
import { messageOf } from '../push/app';

const S3: InvokeCaller = { service: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::images', sourceAccount: '111122223333' };
const SNS: InvokeCaller = { service: 'sns.amazonaws.com', sourceArn: 'arn:aws:sns:eu-west-1:111122223333:orders' };
const THEIR_ROLE: InvokeCaller = { principalArn: 'arn:aws:iam::444455556666:role/deploy' };
const OUR_ROLE: InvokeCaller = { principalArn: 'arn:aws:iam::111122223333:role/deploy' };
const OWN_ROLE: InvokeCaller = { principalArn: 'arn:aws:iam::111122223333:role/resize' };
const OWN_SESSION: InvokeCaller = { principalArn: 'arn:aws:sts::111122223333:assumed-role/resize/resize' };
const URL = { Action: 'lambda:InvokeFunctionUrl', Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } } };
const VIA_URL = { Action: 'lambda:InvokeFunction', Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } } };
const NO_URL: InvokeCaller = { anonymous: true };
const SIGNED = lambda.FunctionUrlAuthType.AWS_IAM;
const PUBLIC_URL: InvokeCaller = { anonymous: true, functionUrlAuthType: lambda.FunctionUrlAuthType.NONE };

function statement(principal: unknown, more: object = {}): Written {
  return { policy: [allow(principal, more)] };
}

function allow(principal: unknown, more: object = {}): object {
  return { Effect: 'Allow', Principal: principal, Action: 'lambda:InvokeFunction', Resource: FUNCTION_ARN, ...more };
}

/** A role that no function has. */
function deploying(policy: object): object {
  const document = (Statement: object) => ({ Version: '2012-10-17', Statement });
  const trust = { Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' }, Action: 'sts:AssumeRole' };
  return {
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: 'deploy', AssumeRolePolicyDocument: document(trust), Policies: [{ PolicyName: 'Own', PolicyDocument: document(policy) }] },
  };
}

const WANTED = { Parameters: { Wanted: { Type: 'String' } }, Conditions: { Wanted: { 'Fn::Equals': [{ Ref: 'Wanted' }, 'yes'] } } };
/** A permission for S3 that may be there or not. */
const MAYBE: Written = {
  sections: WANTED,
  resources: {
    Other: { Type: 'AWS::Lambda::Permission', Condition: 'Wanted', Properties: { FunctionName: 'resize', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' } },
  },
};

/** A permission for S3 of a function that a parameter names. */
const SOMEWHERE: Written = {
  sections: { Parameters: { Name: { Type: 'String' } } },
  resources: { Other: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'Name' }, Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' } } },
};

const CASES: [string, Written, InvokeCaller, string][] = [
  ['nobody is let in by no policy', {}, S3, 'DENIED'],
  ['a service without a condition acts for everybody', { permission: { Principal: 's3.amazonaws.com' } }, { ...S3, sourceAccount: '999999999999' }, 'ALLOWED'],
  ['a service whose source is not given', { permission: { Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::images' } }, { service: 's3.amazonaws.com' }, 'CANNOT_SAY'],
  ['another service, whatever the source', { permission: { Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::images' } }, { service: 'ses.amazonaws.com' }, 'DENIED'],
  ['an account that only the ARN tells, where a condition asks for it',
    { permission: { Principal: 'sns.amazonaws.com', SourceArn: SNS.sourceArn, SourceAccount: '111122223333' } }, SNS, 'CANNOT_SAY'],
  ['an account that only the ARN tells, where no condition asks for it', { permission: { Principal: 'sns.amazonaws.com', SourceArn: SNS.sourceArn } }, SNS, 'ALLOWED'],
  ['an account that only the ARN tells, where a condition asks for another one',
    { permission: { Principal: 'sns.amazonaws.com', SourceAccount: '444455556666' } }, SNS, 'DENIED'],
  ['an account that only the ARN tells, where the condition holds without it too',
    statement({ Service: 'sns.amazonaws.com' }, { Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } } }), SNS, 'ALLOWED'],
  ['the organization of a source',
    statement({ Service: 'sns.amazonaws.com' }, { Condition: { StringEquals: { 'aws:SourceOrgID': 'o-abcdefghij' } } }), { ...SNS, sourceOrgId: 'o-abcdefghij' }, 'ALLOWED'],
  ['the organization of another source',
    statement({ Service: 'sns.amazonaws.com' }, { Condition: { StringEquals: { 'aws:SourceOrgID': 'o-abcdefghij' } } }), { ...SNS, sourceOrgId: 'o-klmnopqrst' }, 'DENIED'],
  ['a service is no member of an organization', statement('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } }), SNS, 'DENIED'],
  ['an Alexa skill', { permission: { Principal: 'alexa-appkit.amazon.com', EventSourceToken: 'skill' } },
    { service: 'alexa-appkit.amazon.com', eventSourceToken: 'skill' }, 'ALLOWED'],
  ['another Alexa skill', { permission: { Principal: 'alexa-appkit.amazon.com', EventSourceToken: 'skill' } },
    { service: 'alexa-appkit.amazon.com', eventSourceToken: 'other' }, 'DENIED'],
  ['a Deny after an Allow', { policy: [allow({ Service: 's3.amazonaws.com' }), allow('*', { Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceAccount': '111122223333' } } })] },
    { ...S3, sourceAccount: '999999999999' }, 'DENIED'],
  ['a Deny on a key that nobody gave', { policy: [allow({ Service: 's3.amazonaws.com' }), allow('*', { Effect: 'Deny', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })] }, S3, 'CANNOT_SAY'],
  ['a Deny on a key that the context gives', { policy: [allow({ Service: 's3.amazonaws.com' }), allow('*', { Effect: 'Deny', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })] },
    { ...S3, context: { 'AWS:SourceIp': '192.0.2.1' } }, 'ALLOWED'],
  ['what the context says counts more', { permission: { Principal: 's3.amazonaws.com', SourceAccount: '111122223333' } }, { ...S3, context: { 'AWS:SOURCEACCOUNT': '999999999999' } }, 'DENIED'],
  ['an account that is named', statement({ AWS: '444455556666' }), { account: '444455556666' }, 'ALLOWED'],
  ['an account that may only manage it', statement({ AWS: '444455556666' }, { Action: ['lambda:UpdateAlias', 'lambda:GetFunction'] }), { account: '444455556666' }, 'DENIED'],
  ['an account that may invoke it, where a change is denied', { policy: [allow({ AWS: '444455556666' }), allow('*', { Effect: 'Deny', Action: 'lambda:UpdateFunctionUrlConfig' })] },
    { account: '444455556666' }, 'ALLOWED'],
  ['an account that is not', statement({ AWS: '444455556666' }), { account: '777788889999' }, 'DENIED'],
  ['an account of which one role is named', statement({ AWS: THEIR_ROLE.principalArn }), { account: '444455556666' }, 'DENIED'],
  ['a role of an account that is named', statement({ AWS: '444455556666' }), THEIR_ROLE, 'ALLOWED'],
  ['a role of another account that is named', statement({ AWS: THEIR_ROLE.principalArn }), THEIR_ROLE, 'ALLOWED'],
  ['another role of that account', statement({ AWS: THEIR_ROLE.principalArn }), { principalArn: 'arn:aws:iam::444455556666:role/other' }, 'DENIED'],
  ['a role of the account that is named', statement({ AWS: OUR_ROLE.principalArn }), OUR_ROLE, 'ALLOWED'],
  ['a role of the account that is not named', statement({ AWS: THEIR_ROLE.principalArn }), OUR_ROLE, 'CANNOT_SAY'],
  ['a role of the account that a Deny names', { policy: [allow({ AWS: OUR_ROLE.principalArn }, { Effect: 'Deny' })] }, OUR_ROLE, 'DENIED'],
  ['a role of the templates that no function has, and that denies itself', { ...statement({ AWS: OUR_ROLE.principalArn }), resources: { Deploy: deploying({ Effect: 'Deny', Action: 'lambda:*', Resource: '*' }) } },
    OUR_ROLE, 'DENIED'],
  ['a role of the templates that no function has, which its account lets in', { ...statement({ AWS: '111122223333' }), resources: { Deploy: deploying({ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FUNCTION_ARN }) } },
    OUR_ROLE, 'ALLOWED'],
  ['a role of the templates that no function has, and whose policies do not allow', { resources: { Deploy: deploying({ Effect: 'Allow', Action: 's3:*', Resource: '*' }) } }, OUR_ROLE, 'DENIED'],
  ['a role of the templates whose policies do not allow', {}, OWN_ROLE, 'DENIED'],
  ['a role of the templates whose policies allow', { identity: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FUNCTION_ARN }] }, OWN_ROLE, 'ALLOWED'],
  ['a role of the templates whose boundary does not allow',
    {
      identity: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FUNCTION_ARN }],
      role: { PermissionsBoundary: { Ref: 'Boundary' } },
      resources: {
        Boundary: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] } },
        },
      },
    },
    OWN_ROLE, 'DENIED'],
  ['a session of a role of the templates whose policies allow', { identity: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FUNCTION_ARN }] }, OWN_SESSION, 'ALLOWED'],
  ['a session of a role of the templates whose policies do not allow', {}, OWN_SESSION, 'DENIED'],
  ['a session of a role of the templates whose policies deny', { identity: [{ Effect: 'Deny', Action: '*', Resource: '*' }], policy: [allow({ AWS: OWN_ROLE.principalArn })] }, OWN_SESSION, 'DENIED'],
  ['a session of a role of the same name in another account', { identity: [{ Effect: 'Deny', Action: '*', Resource: '*' }], policy: [allow({ AWS: '444455556666' })] },
    { principalArn: 'arn:aws:sts::444455556666:assumed-role/resize/resize' }, 'ALLOWED'],
  ['a caller in the region of the function', { policy: [allow({ AWS: '444455556666' }), allow('*', { Effect: 'Deny', Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } })] },
    { account: '444455556666' }, 'ALLOWED'],
  ['a member of the organization', { permission: { Principal: '*', PrincipalOrgID: 'o-abcdefghij' } }, { principalOrgId: 'o-abcdefghij' }, 'ALLOWED'],
  ['a member of another organization', { permission: { Principal: '*', PrincipalOrgID: 'o-abcdefghij' } }, { principalOrgId: 'o-klmnopqrst' }, 'DENIED'],
  ['a member of an organization that may be the account that is named', statement({ AWS: '444455556666' }), { principalOrgId: 'o-abcdefghij' }, 'CANNOT_SAY'],
  ['an account whose organization is not given', { permission: { Principal: '*', PrincipalOrgID: 'o-abcdefghij' } }, { account: '444455556666' }, 'CANNOT_SAY'],
  ['an account of the organization', { permission: { Principal: '*', PrincipalOrgID: 'o-abcdefghij' } }, { account: '444455556666', principalOrgId: 'o-abcdefghij' }, 'ALLOWED'],
  ['everybody', statement('*'), NO_URL, 'ALLOWED'],
  ['a user id, which a request without a signature has too', statement('*', { Condition: { StringNotLike: { 'aws:userid': 'AROAEXAMPLE:*' } } }), NO_URL, 'CANNOT_SAY'],
  ['nobody without a signature where a user name is asked for', statement('*', { Condition: { StringLike: { 'aws:username': '*' } } }), NO_URL, 'DENIED'],
  ['nobody without a signature where an organization is asked for', { permission: { Principal: '*', PrincipalOrgID: 'o-abcdefghij' } }, NO_URL, 'DENIED'],
  ['everybody through the URL', { policy: [allow('*', URL), allow('*', VIA_URL)] }, PUBLIC_URL, 'ALLOWED'],
  ['everybody, but not past the URL', { policy: [allow('*', URL), allow('*', VIA_URL)] }, NO_URL, 'DENIED'],
  ['a URL with one of its two statements', { policy: [allow('*', URL)] }, PUBLIC_URL, 'DENIED'],
  ['a URL that wants a signature', { policy: [allow('*', URL), allow('*', VIA_URL)] }, { ...THEIR_ROLE, functionUrlAuthType: SIGNED }, 'DENIED'],
  ['nobody without a signature through a URL that wants one', { policy: [allow('*', { Action: 'lambda:*' })] }, { ...NO_URL, functionUrlAuthType: SIGNED }, 'DENIED'],
  ['a URL that asks nobody to sign in, which the account alone may call', { policy: [allow({ AWS: '444455556666' }, { Action: 'lambda:*' })] },
    { account: '444455556666', functionUrlAuthType: PUBLIC_URL.functionUrlAuthType }, 'DENIED'],
  ['a URL that asks nobody to sign in, which the policies of a role allow', { identity: [{ Effect: 'Allow', Action: 'lambda:*', Resource: '*' }] },
    { ...OWN_ROLE, functionUrlAuthType: PUBLIC_URL.functionUrlAuthType }, 'DENIED'],
  ['a URL that asks for a signature, which the policies of a role allow', { identity: [{ Effect: 'Allow', Action: 'lambda:*', Resource: '*' }] },
    { ...OWN_ROLE, functionUrlAuthType: SIGNED }, 'ALLOWED'],
  ['a URL that asks nobody to sign in and is public, which the policies of a role deny',
    { identity: [{ Effect: 'Deny', Action: 'lambda:*', Resource: '*' }], policy: [allow('*', URL), allow('*', VIA_URL)] },
    { ...OWN_ROLE, functionUrlAuthType: PUBLIC_URL.functionUrlAuthType }, 'ALLOWED'],
  ['a URL that asks nobody to sign in, in the account of the function', {}, { account: '111122223333', functionUrlAuthType: PUBLIC_URL.functionUrlAuthType }, 'DENIED'],
  ['a permission that may be there or not', MAYBE, S3, 'CANNOT_SAY'],
  ['a permission beside one that may be there or not', { ...MAYBE, permission: { Principal: 's3.amazonaws.com' } }, S3, 'ALLOWED'],
  ['a permission beside one for a function that a parameter names', { ...SOMEWHERE, permission: { Principal: 's3.amazonaws.com' } }, S3, 'ALLOWED'],
  ['a permission that may be there or not, beside one for somebody else', { ...MAYBE, permission: { Principal: 'sns.amazonaws.com' } }, S3, 'CANNOT_SAY'],
  ['a permission of two principals', {
    permission: { Principal: { 'Fn::If': ['Wanted', 's3.amazonaws.com', 'sns.amazonaws.com'] } },
    sections: WANTED,
  }, S3, 'CANNOT_SAY'],
  ['a Deny in a policy that may be there or not', {
    permission: { Principal: 's3.amazonaws.com' },
    sections: WANTED,
    resources: {
      Other: { Type: 'AWS::Lambda::ResourcePolicy', Condition: 'Wanted', Properties: { ResourceArn: FUNCTION_ARN, PolicyDocument: { Version: '2012-10-17', Statement: [allow('*', { Effect: 'Deny' })] } } },
    },
  }, S3, 'CANNOT_SAY'],
  ['a permission for a function that a parameter names', SOMEWHERE, S3, 'CANNOT_SAY'],
  ['a federated user of another account that is named, whose policies nobody knows',
    statement({ AWS: 'arn:aws:sts::444455556666:federated-user/bob' }), { principalArn: 'arn:aws:sts::444455556666:federated-user/bob' }, 'ALLOWED'],
  ['a federated user of an account that is named', statement({ AWS: '444455556666' }), { principalArn: 'arn:aws:sts::444455556666:federated-user/bob' }, 'ALLOWED'],
  ['a role of another partition in an account of that number', statement({ AWS: '111122223333' }), { principalArn: 'arn:aws-us-gov:iam::111122223333:role/x' }, 'DENIED'],
  ['a permission beside very many whose function is not known, of which one denies', {
    permission: { Principal: 's3.amazonaws.com' },
    sections: { Parameters: { Name: { Type: 'String' } } },
    resources: {
      ...Object.fromEntries(Array.from({ length: 25 }, (_, index) => [
        `A${index}`, { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'Name' }, Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' } },
      ])),
      Z: { Type: 'AWS::Lambda::ResourcePolicy', Properties: { ResourceArn: { Ref: 'Name' }, PolicyDocument: { Version: '2012-10-17', Statement: [allow('*', { Effect: 'Deny' })] } } },
    },
  }, S3, 'CANNOT_SAY'],
  ['a permission that may be for a function whose name is a parameter', {
    sections: { Parameters: { Name: { Type: 'String' } } },
    resources: {
      Resize: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: { Ref: 'Name' }, Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
      Other: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: 'work', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' } },
    },
  }, S3, 'CANNOT_SAY'],
  ['a permission for another function, beside one whose name is generated', {
    resources: {
      Resize: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
      Other: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: 'work', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' } },
    },
  }, S3, 'DENIED'],
  ['a role policy that is not known says nothing about who invokes', { role: { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/theirs'] } }, S3, 'DENIED'],
];

test.each(CASES)('%s', (_, template, caller, expected) => {
  const fn = written(template);

  expect(outcomeOf(() => fn.allowsInvoke(caller), () => fn.deniesInvoke(caller))).toBe(expected);
});

test.each<[string, Written, InvokeCaller, string]>([
  ['which statement lets a caller in', { permission: { Principal: 's3.amazonaws.com' } }, S3,
    'invoking Template/Resize as s3.amazonaws.com with sourceArn arn:aws:s3:::images, sourceAccount 111122223333 must be denied, but it is allowed: '
    + 'the Allow statement Permission Properties matches; the statement is Template Permission Properties'],
  ['that the service may not send the account', { permission: { Principal: 'sns.amazonaws.com', SourceAccount: '111122223333' } }, SNS,
    "must be denied, but it cannot be decided: whether sns.amazonaws.com sends aws:SourceAccount decides, and 'sourceAccount' is not given"],
  ['what is not known of the policy', { resources: { Other: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: 'resize', Action: 'lambda:InvokeFunction', Principal: { Ref: 'Who' } } } } }, S3,
    'not known: '],
  ['of whom an organization was asked', { permission: { Principal: '*', PrincipalOrgID: 'o-abcdefghij' } }, { principalOrgId: 'o-abcdefghij' },
    'invoking Template/Resize as an account of an organization with principalOrgId o-abcdefghij must be denied, but it is allowed'],
])('fails and says %s', (_, template, caller, message) => {
  expect(messageOf(() => written(template).deniesInvoke(caller))).toContain(message);
});

test.each<[string, Written, InvokeCaller, string]>([
  ['that a URL wants a signature', statement('*'), { ...NO_URL, functionUrlAuthType: SIGNED }, 'but it is denied: the function URL lets in signed calls only'],
  ['that a URL knows nobody', statement({ AWS: '444455556666' }, { Action: 'lambda:*' }), { account: '444455556666', functionUrlAuthType: PUBLIC_URL.functionUrlAuthType },
    'but it is denied: the function URL asks nobody to sign in, so that every caller is anybody; lambda:InvokeFunctionUrl: the nearest statement matches but for the principal'],
])('fails and says %s, where it must be allowed', (_, template, caller, message) => {
  expect(messageOf(() => written(template).allowsInvoke(caller))).toContain(message);
});

test('a role of the templates calls as itself only if the stack is in that account, which may not be known', () => {
  const deny = { Effect: 'Deny', Action: 'lambda:InvokeFunction', Resource: '*' };
  const fn = (env: Environment) => written({ identity: [deny], permission: { Principal: OWN_ROLE.principalArn } }, env);
  const outcome = (env: Environment) => outcomeOf(() => fn(env).allowsInvoke(OWN_ROLE), () => fn(env).deniesInvoke(OWN_ROLE));

  expect([outcome({ account: '111122223333', region: 'eu-west-1' }), outcome({ region: 'eu-west-1' }), outcome({ account: '444455556666', region: 'eu-west-1' })]).toEqual(['DENIED', 'CANNOT_SAY', 'ALLOWED']);
  expect(messageOf(() => fn({}).allowsInvoke(OWN_ROLE))).toContain('whether the caller is the role');
});
