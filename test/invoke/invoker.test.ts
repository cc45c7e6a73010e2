import { Aws } from 'aws-cdk-lib';
import { SecureFunction } from '../../src/function/secure-function';
import { InvokePermission } from '../../src/invoke/invoke-permission';
import { Invoker } from '../../src/invoke/invoker';
import { CODE, messageOf, newStack } from '../push/app';

const LEX = 'lexv2.amazonaws.com';

test.each<[string, () => Invoker, RegExp]>([
  ['an account with eleven digits', () => Invoker.account('44445555666'), /^'accountId' must be an account id of twelve digits, got '44445555666'$/],
  ['everybody', () => Invoker.account('*'), /^'accountId' .+, got '\*'$/],
  ['a name in place of a role', () => Invoker.role('caller'), /^'roleOrArn' must be the ARN of one role, such as .+, got 'caller'$/],
  ['neither a role nor text', () => Invoker.role(42), /^'roleOrArn' must be a role or its ARN, got a value of type number$/],
  ['no role', () => Invoker.role(undefined), /^'roleOrArn' must be a role or its ARN, got a value of type undefined$/],
  ['a pattern of roles', () => Invoker.role('arn:aws:iam::444455556666:role/*'), /^'roleOrArn' must be the ARN of one role.+ got 'arn:aws:iam::444455556666:role\/\*'$/],
  ['a session', () => Invoker.role('arn:aws:sts::444455556666:assumed-role/caller/me'), /; a session ends, so name the role it is of$/],
  ['the root of an account', () => Invoker.role('arn:aws:iam::444455556666:root'), /; for everybody in an account use Invoker.account\(id\)$/],
  ['a user in place of a role', () => Invoker.role('arn:aws:iam::444455556666:user/ann'), /; use Invoker.user$/],
  ['a role in place of a user', () => Invoker.user('arn:aws:iam::444455556666:role/caller'), /; use Invoker.role$/],
  ['a group', () => Invoker.user('arn:aws:iam::444455556666:group/team'), /; a group is no principal of a policy, so use `target.grantInvoke\(group\)`$/],
  ['an organizational unit without its path', () => Invoker.organization('ou-ab12-11111111'), /^'organization' .+ got 'ou-ab12-11111111'; an organizational unit is named by its path/],
  ['a pattern of services', () => Invoker.service('*.amazonaws.com', { sourceAccount: '111122223333' }), /^'principal' must be the name of one service, .+ got '\*.amazonaws.com'$/],
  ['a pattern that matches nothing', () => Invoker.service(LEX, { sourceArn: 'arn:aws:*', sourceAccount: '111122223333' }), /^'sourceArn' must be an ARN that names partition and service/],
  ['Lambda’s pollers', () => Invoker.service('lambda.amazonaws.com', { sourceAccount: '111122223333' }), /; use PullTrigger$/],
  ['a service that acts for its caller', () => Invoker.service('athena.amazonaws.com', { sourceAccount: '111122223333' }), /Athena invokes a function in the name of who runs the query, .+grantInvoke/],
  ['a service that acts for who deploys', () => Invoker.service('cloudformation.amazonaws.com', { sourceAccount: '111122223333' }), /CloudFormation invokes a function in the name of who deploys the stack, /],
])('fails for %s', (_, make, expected) => {
  expect(messageOf(make)).toMatch(expected);
});

describe('a service that could call for anybody', () => {
  const stack = newStack();
  const target = new SecureFunction(stack, 'Fn', CODE);

  test.each<[string, () => Invoker, RegExp]>([
    ['a service without a source', () => Invoker.service(LEX), /^'sourceArn' or 'sourceAccount' must say for what 'lexv2.amazonaws.com' calls, got neither; /],
    ['a source without an account', () => Invoker.service(LEX, { sourceArn: 'arn:aws:lex:::bot-alias/A' }), /^'sourceArn' must hold an account for 'lexv2.amazonaws.com'/],
    ['a pattern of accounts', () => Invoker.service(LEX, { sourceArn: 'arn:aws:lex:eu-west-1:*:bot-alias/A' }), /^'sourceArn' must hold an account/],
    ['a bucket without its owner', () => Invoker.service('s3.amazonaws.com', { sourceArn: 'arn:aws:s3:::images' }), /^'sourceArn' and 'sourceAccount' are both needed for 's3.amazonaws.com'/],
    ['an owner without a bucket', () => Invoker.service('s3.amazonaws.com', { sourceAccount: '111122223333' }), /^'sourceArn' and 'sourceAccount' are both needed for 's3.amazonaws.com'/],
    ['Alexa without a skill', () => Invoker.service('alexa-appkit.amazon.com', { sourceAccount: '111122223333' }), /^'eventSourceToken' must be the id of the skill/],
    ['Alexa with an empty token', () => Invoker.service('alexa-connectedhome.amazon.com', { eventSourceToken: '' }), /^'eventSourceToken' must be the id of the skill/],
  ])('fails in a permission, and not before: %s', (name, make, expected) => {
    const invoker = make();

    expect(messageOf(() => new InvokePermission(stack, name, { target, invoker }))).toMatch(expected);
  });
});

test.each(['states', 'scheduler', 'pipes', 'firehose', 'codepipeline', 'codedeploy', 'iotevents', 'redshift', 'ssm'])('fails for %s.amazonaws.com, which invokes with a role, and names RoleInvoker', (service) => {
  expect(messageOf(() => Invoker.service(`${service}.amazonaws.com`, { sourceAccount: '111122223333' }))).toMatch(
    /^'principal' must be a service that the function's policy lets in, got '.+': .+ invokes a function with the role of .+, and never by a statement .+RoleInvoker$/);
});

test('values that are only known at deployment are taken as they are', () => {
  expect(() => {
    Invoker.account(Aws.ACCOUNT_ID);
    Invoker.role(`arn:aws:iam::${Aws.ACCOUNT_ID}:role/caller`);
    Invoker.service(LEX, { sourceArn: `arn:aws:lex:eu-west-1:${Aws.ACCOUNT_ID}:bot-alias/A`, sourceAccount: Aws.ACCOUNT_ID });
  }).not.toThrow();
});

test.each(['logs.eu-west-1.amazonaws.com', 'sns.amazonaws.com.cn', 'lambda.alarms.cloudwatch.amazonaws.com'])('%s is a service', (principal) => {
  expect(() => Invoker.service(principal, { sourceAccount: '111122223333' })).not.toThrow();
});
