import { App, Aws, Duration, Stack, Tags, Token, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CODE, idOf, inlineStatements, Json, newStack, policyStatements, resourcesOf, statement, templateOf } from './templates';
import { ExecutionRole, ExecutionRoleProps } from '../../src/function/execution-role';
import { PolicyKind } from '../../src/function/policy-kind';
import { TrustMode } from '../../src/function/trust-mode';

const ROLE = 'AWS::IAM::Role';
const MANAGED_POLICY = 'AWS::IAM::ManagedPolicy';
const POLICY = 'AWS::IAM::Policy';

function roleWith(props: ExecutionRoleProps): { role: Json; template: Json } {
  const stack = newStack();
  new ExecutionRole(stack, 'Role', props);
  const template = templateOf(stack);
  return { role: resourcesOf(template, ROLE).Role, template };
}

describe('the trust policy', () => {
  const lambdaMayAssume = { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } };
  const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:resize';

  test.each<[string, ExecutionRoleProps, object[]]>([
    ['by default', {}, [{ ...lambdaMayAssume, Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } } }]],
    ['ACCOUNT', { trustMode: TrustMode.ACCOUNT }, [{ ...lambdaMayAssume, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }]],
    ['DOCUMENTED', { trustMode: TrustMode.DOCUMENTED }, [lambdaMayAssume]],
    ['EDGE', { trustMode: TrustMode.EDGE }, [
      { ...lambdaMayAssume, Principal: { Service: ['edgelambda.amazonaws.com', 'lambda.amazonaws.com'] } },
    ]],
    ['FUNCTION', { trustMode: TrustMode.FUNCTION, functionName: 'resize' }, [{
      ...lambdaMayAssume,
      Condition: {
        StringEquals: { 'aws:SourceAccount': '111122223333' },
        ArnLike: { 'aws:SourceArn': [functionArn, `${functionArn}:*`] },
      },
    }]],
  ])('is exact %s', (_, props, expected) => {
    const { role } = roleWith(props);

    expect(role.AssumeRolePolicyDocument).toEqual({ Version: '2012-10-17', Statement: expected });
  });

  test.each([
    ['no function name', undefined, 'got none'],
    ['a name that is known after deployment', Token.asString({ Ref: 'Name' }), 'got a value that is only known at deployment'],
  ])('fails for FUNCTION with %s', (_, functionName, got) => {
    const stack = newStack();

    expect(() => new ExecutionRole(stack, 'Role', { trustMode: TrustMode.FUNCTION, functionName })).toThrow(
      `'trustMode' FUNCTION pins the role to one function by its name, so it needs a literal 'functionName'; ${got}. Pass a name, or use TrustMode.ACCOUNT [Stack/Role]`,
    );
  });

  test('names the account by reference in a stack that knows none', () => {
    const stack = new Stack(new App());
    const role = new ExecutionRole(stack, 'Role');

    expect(stack.resolve(role.assumeRolePolicy)).toMatchObject({
      Statement: [{ Condition: { StringEqualsIfExists: { 'aws:SourceAccount': stack.resolve(Aws.ACCOUNT_ID) } } }],
    });
  });
});

describe('the statements', () => {
  test('are for logs in the one log group, in the role itself, and nothing else', () => {
    const { role, template } = roleWith({});

    expect(role.Policies).toEqual([{
      PolicyName: 'Permissions',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Effect: 'Allow',
          Resource: { 'Fn::GetAtt': [idOf(template, 'AWS::Logs::LogGroup'), 'Arn'] },
        }],
      },
    }]);
    expect(role).not.toHaveProperty('ManagedPolicyArns');
    expect(Object.keys(template.Resources)).toHaveLength(2);
  });

  test('are for a given log group, and none is made', () => {
    const stack = newStack();
    const logGroup = logs.LogGroup.fromLogGroupArn(stack, 'Group', 'arn:aws:logs:eu-west-1:111122223333:log-group:shared:*');
    const role = new ExecutionRole(stack, 'Role', { logGroup });

    const template = templateOf(stack);

    expect(role.logGroup).toBe(logGroup);
    expect(resourcesOf(template, ROLE).Role.Policies[0].PolicyDocument.Statement).toMatchObject([
      { Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:shared:*' },
    ]);
    expect(Object.keys(resourcesOf(template, 'AWS::Logs::LogGroup'))).toEqual([]);
  });

  test('stand in one customer-managed policy for MANAGED, and a function waits for it', () => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role', { policyKind: PolicyKind.MANAGED });
    new lambda.Function(stack, 'Function', { ...CODE, role, logGroup: role.logGroup });
    role.addToPolicy(statement('s3:GetObject', 'arn:aws:s3:::images/*'));

    const template = templateOf(stack);

    expect(inlineStatements(template)).toEqual([]);
    expect(Object.keys(resourcesOf(template, MANAGED_POLICY))).toEqual(['RolePolicy']);
    expect(Object.keys(resourcesOf(template, POLICY))).toEqual([]);
    expect(resourcesOf(template, MANAGED_POLICY).RolePolicy).toMatchObject({ Roles: [{ Ref: idOf(template, ROLE) }] });
    expect(policyStatements(template, MANAGED_POLICY)).toEqual([{ Action: 's3:GetObject', Effect: 'Allow', Resource: 'arn:aws:s3:::images/*' }]);
    expect(template.Resources[idOf(template, 'AWS::Lambda::Function')].DependsOn).toContain(idOf(template, MANAGED_POLICY));
  });

  test('follow the context of the app, unless the role says otherwise', () => {
    const stack = newStack({ 'cdk-secure-lambda:policyKind': 'MANAGED' });
    new ExecutionRole(stack, 'Follows');
    new ExecutionRole(stack, 'Decides', { policyKind: PolicyKind.INLINE });

    const template = templateOf(stack);

    expect(Object.keys(resourcesOf(template, MANAGED_POLICY))).toEqual(['FollowsPolicy']);
    expect(resourcesOf(template, ROLE).Follows).not.toHaveProperty('Policies');
    expect(resourcesOf(template, ROLE).Decides.Policies).toHaveLength(1);
  });

  test.each(['managed', true, ['INLINE']])('fails for the context value %p', (value) => {
    const stack = newStack({ 'cdk-secure-lambda:policyKind': value });

    expect(() => new ExecutionRole(stack, 'Role')).toThrow(
      `the context value 'cdk-secure-lambda:policyKind' must be INLINE or MANAGED, got ${JSON.stringify(value)}. Change it in cdk.json [Stack/Role]`,
    );
  });

  test('come from accesses, which learn who is allowed', () => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role');
    const describe = jest.fn(() => ({ statements: [statement('s3:GetObject', 'arn:aws:s3:::images/a')] }));
    role.allow({ describe }, { describe: () => ({ statements: [] }) });

    expect(describe.mock.calls).toEqual([[role]]);
    expect(inlineStatements(templateOf(stack))).toEqual([{ Action: 's3:GetObject', Effect: 'Allow', Resource: 'arn:aws:s3:::images/a' }]);
  });

  test.each([
    ['without a resource', new iam.PolicyStatement({ actions: ['s3:GetObject'] }), 'must specify at least one resource'],
    ['with a principal', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'], principals: [new iam.AnyPrincipal()] }), 'cannot specify any IAM principals'],
  ])('fail at synthesis %s, which IAM would refuse', (_, bad, message) => {
    const stack = newStack();
    new ExecutionRole(stack, 'Role').addToPolicy(bad);

    expect(() => templateOf(stack)).toThrow(message);
  });
});

test('takes path, name, description and boundary', () => {
  const stack = newStack();
  const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'limit');
  new ExecutionRole(stack, 'Role', { path: '/app/', roleName: 'resize-role', description: 'resizes', permissionsBoundary });
  new ExecutionRole(stack, 'Plain');

  const { Role: full, Plain: plain } = resourcesOf(templateOf(stack), ROLE);

  expect(full).toMatchObject({
    Path: '/app/',
    RoleName: 'resize-role',
    Description: 'resizes',
    PermissionsBoundary: 'arn:aws:iam::111122223333:policy/limit',
  });
  expect(Object.keys(plain).sort()).toEqual(['AssumeRolePolicyDocument', 'Policies']);
});

test('gets the boundary and the tags of the app', () => {
  const stack = newStack();
  new ExecutionRole(stack, 'Role');
  iam.PermissionsBoundary.of(stack.node.root).apply(iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'));
  Tags.of(stack.node.root).add('team', 'images');

  const template = templateOf(stack);

  expect(JSON.stringify(resourcesOf(template, ROLE).Role.PermissionsBoundary)).toContain(':iam::aws:policy/PowerUserAccess');
  expect(resourcesOf(template, ROLE).Role.Tags).toEqual([{ Key: 'team', Value: 'images' }]);
});

describe('a function of another class that brings the role', () => {
  const network = ['ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses'];
  const functionWith = (props: (stack: Stack, role: ExecutionRole) => Partial<lambda.FunctionProps>) => {
    const stack = newStack();
    const role = new ExecutionRole(stack, 'Role');
    new lambda.Function(stack, 'Function', { ...CODE, role, logGroup: role.logGroup as logs.ILogGroup, ...props(stack, role) });
    return { role, template: templateOf(stack) };
  };
  const warningsOf = (role: ExecutionRole) => role.node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data));

  test('has what Lambda needs of it in a VPC, before it is created', () => {
    const { template } = functionWith((stack) => ({ vpc: new ec2.Vpc(stack, 'Vpc', { natGateways: 0 }), vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } }));

    expect(inlineStatements(template)).toEqual([{ Effect: 'Allow', Action: network, Resource: '*' }]);
  });

  test('has what Lambda needs of it for durable executions', () => {
    const { template } = functionWith(() => ({ durableConfig: { executionTimeout: Duration.hours(1) } }));

    expect(policyStatements(template).map(({ Action }) => Action)).toEqual([['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState']]);
  });

  test('is a warning without the role’s log group, and none with it, without the role’s grants, or when that is acknowledged', () => {
    const acknowledge = (role: ExecutionRole) => Validations.of(role).acknowledge({ id: 'LambdaPermissions-LogGroup', reason: 'it is silent' });

    expect(warningsOf(functionWith(() => ({ logGroup: undefined })).role)).toEqual([
      expect.stringMatching(/^the function Stack\/Function has this role and not its log group, so that its logs are lost; pass `logGroup: role\.logGroup`/),
    ]);
    expect(warningsOf(functionWith(() => ({})).role)).toEqual([]);
    expect(warningsOf(functionWith((_, role) => ({ logGroup: undefined, role: role.withoutPolicyUpdates() })).role)).toEqual([]);
    expect(warningsOf(functionWith((_, role) => { acknowledge(role); return { logGroup: undefined }; }).role)).toEqual([]);
  });
});
