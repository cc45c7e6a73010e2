import { readTemplates } from '../../src/cloudformation/read-template';
import { FunctionAccess, PolicyAccess } from '../../src/model/function-access';

const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
const READ = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const LIST = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::b' };
const MANAGED = 'CUSTOMER_MANAGED arn:aws:iam::111122223333:policy/${App.Policy}: Policy Properties.PolicyDocument.Statement[0] s3:GetObject';
const CONDITIONS = { Wide: { 'Fn::Equals': [{ Ref: 'Param' }, 'x'] } };

interface Given {
  readonly role?: object;
  readonly roleProperty?: unknown;
  readonly resources?: object;
  readonly region?: string;
}

function read({ role = {}, roleProperty = { 'Fn::GetAtt': ['Role', 'Arn'] }, resources = {}, region = 'eu-west-1' }: Given): FunctionAccess {
  const template = {
    Parameters: { Param: { Type: 'String' }, Arns: { Type: 'CommaDelimitedList' } },
    Conditions: CONDITIONS,
    Resources: {
      Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: roleProperty } },
      Role: { Type: 'AWS::IAM::Role', Metadata: { 'aws:cdk:path': 'App/Role/Resource' }, Properties: { AssumeRolePolicyDocument: TRUST, ...role } },
      ...resources,
    },
  };
  return readTemplates([{ stack: 'App', template, account: '111122223333', region }])[0];
}

function document(...statements: unknown[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

function reasons({ gaps }: FunctionAccess): string[] {
  return gaps.map(({ reason }) => reason);
}

/** Form, name, and each statement with its property and first action. */
function shown(policies: readonly PolicyAccess[] = []): string[] {
  return policies.flatMap(({ kind, name, statements }) => (statements ?? [undefined]).map((statement) => {
    return `${kind} ${name}: ${statement ? `${statement.source.logicalId} ${statement.source.property} ${statement.actions?.[0]}` : 'unknown'}`;
  }));
}

describe('trust', () => {
  test('is read with its place and construct path', () => {
    const { role } = read({});

    expect(role?.trust).toEqual([{
      effect: 'Allow',
      principals: [{ kind: 'Service', id: 'lambda.amazonaws.com' }],
      actions: ['sts:AssumeRole'],
      conditions: [],
      source: {
        stack: 'App',
        logicalId: 'Role',
        resourceType: 'AWS::IAM::Role',
        constructPath: 'App/Role/Resource',
        property: 'Properties.AssumeRolePolicyDocument.Statement[0]',
      },
    }]);
    expect(role?.constructPath).toBe('App/Role/Resource');
  });

  test('that is missing is a gap', () => {
    const access = read({ role: { AssumeRolePolicyDocument: undefined } });

    expect(access.role?.trust).toEqual([]);
    expect(reasons(access)).toEqual(['the policy document is not known']);
  });
});

describe('policies', () => {
  test('inline in the role', () => {
    const access = read({ role: { Policies: [{ PolicyName: 'p', PolicyDocument: document(READ, LIST) }] } });

    expect(shown(access.role?.policies)).toEqual([
      'INLINE p: Role Properties.Policies[0].PolicyDocument.Statement[0] s3:GetObject',
      'INLINE p: Role Properties.Policies[0].PolicyDocument.Statement[1] s3:ListBucket',
    ]);
    expect(reasons(access)).toEqual([]);
  });

  test.each([
    ['AWS::IAM::Policy', { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: document(READ) }, 'POLICY p'],
    ['AWS::IAM::RolePolicy', { PolicyName: 'p', RoleName: { Ref: 'Role' }, PolicyDocument: document(READ) }, 'ROLE_POLICY p'],
    ['AWS::IAM::ManagedPolicy', { Roles: [{ Ref: 'Role' }], PolicyDocument: document(READ) }, 'CUSTOMER_MANAGED arn:aws:iam::111122223333:policy/${App.Policy}'],
    [
      'AWS::IAM::ManagedPolicy',
      { ManagedPolicyName: 'm', Path: '/team/', Roles: [{ Ref: 'Role' }], PolicyDocument: document(READ) },
      'CUSTOMER_MANAGED arn:aws:iam::111122223333:policy/team/m',
    ],
  ])('in %s', (type, properties, name) => {
    const access = read({ resources: { Policy: { Type: type, Properties: properties } } });

    expect(shown(access.role?.policies)).toEqual([`${name}: Policy Properties.PolicyDocument.Statement[0] s3:GetObject`]);
    expect(reasons(access)).toEqual([]);
  });

  test('in a managed policy that the role names', () => {
    const managed = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(READ) } };

    const access = read({ role: { ManagedPolicyArns: [{ Ref: 'Policy' }] }, resources: { Policy: managed } });

    expect(shown(access.role?.policies)).toEqual([MANAGED]);
  });

  test('in a managed policy that is attached from both sides count once', () => {
    const managed = { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: document(READ) } };

    const access = read({ role: { ManagedPolicyArns: [{ Ref: 'Policy' }] }, resources: { Policy: managed } });

    expect(access.role?.policies).toHaveLength(1);
  });

  test('for another role are not the function\'s', () => {
    const policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: ['other'], PolicyDocument: document(READ) } };

    const access = read({ resources: { Policy: policy } });

    expect(access.role?.policies).toEqual([]);
    expect(reasons(access)).toEqual([]);
  });

  test('for a role that is not known are a gap', () => {
    const policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: [{ Ref: 'Param' }], PolicyDocument: document(READ) } };

    expect(reasons(read({ resources: { Policy: policy } }))).toEqual(['the policy is for a role that is not known before deployment']);
  });

  test('of AWS that functions commonly carry are known, and stand where the role names them', () => {
    const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']] };

    const access = read({ role: { ManagedPolicyArns: [arn] } });

    expect(shown(access.role?.policies)).toEqual([
      'AWS_MANAGED arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole: Role Properties.ManagedPolicyArns[0] logs:CreateLogGroup',
    ]);
    expect(reasons(access)).toEqual([]);
  });

  test.each([
    ['AdministratorAccess', '*'], ['AmazonS3FullAccess', 's3:*'], ['AmazonDynamoDBFullAccess', 'dynamodb:*'], ['service-role/AWSConfigRulesExecutionRole', 'config:Put*'],
  ])('%s of AWS is known, so that a role with it is seen to be wide', (name, action) => {
    const access = read({ role: { ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}`] } });

    expect(access.role?.policies[0].statements?.flatMap(({ actions }) => actions)).toContain(action);
    expect(reasons(access)).toEqual([]);
  });

  test('of AWS name resources of the partition', () => {
    const arn = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/CloudWatchLambdaInsightsExecutionRolePolicy' };

    const { role } = read({ role: { ManagedPolicyArns: [arn] }, region: 'cn-north-1' });

    expect(role?.policies[0].name).toBe('arn:aws-cn:iam::aws:policy/CloudWatchLambdaInsightsExecutionRolePolicy');
    expect(role?.policies[0].statements?.[1].resources).toEqual(['arn:aws-cn:logs:*:*:log-group:/aws/lambda-insights:*']);
  });

  test.each([
    ['AWS', 'arn:aws:iam::aws:policy/ReadOnlyAccess', 'AWS_MANAGED'],
    ['a customer', 'arn:aws:iam::111122223333:policy/other', 'CUSTOMER_MANAGED'],
  ])('of %s that are in none of the templates cannot be said', (_, arn, kind) => {
    const access = read({ role: { ManagedPolicyArns: [arn] } });

    expect(shown(access.role?.policies)).toEqual([`${kind} ${arn}: unknown`]);
    expect(reasons(access)).toEqual([`the document of managed policy ${arn} is in none of the templates`]);
  });

  test('in a list that is not known cannot be said', () => {
    const access = read({ role: { ManagedPolicyArns: { Ref: 'Arns' } } });

    expect(shown(access.role?.policies)).toEqual(['CUSTOMER_MANAGED ${App::Arns}: unknown']);
    expect(reasons(access)).toHaveLength(1);
  });

  test('with a statement under a condition show it both ways, with a gap', () => {
    const statement = { 'Fn::If': ['Wide', { ...READ, Resource: '*' }, READ] };

    const access = read({ role: { Policies: [{ PolicyName: 'p', PolicyDocument: document(LIST, statement) }] } });

    expect(access.role?.policies[0].statements?.map(({ resources }) => resources)).toEqual([['arn:aws:s3:::b'], ['*'], ['arn:aws:s3:::b/*']]);
    expect(reasons(access)).toEqual(["condition 'Wide' cannot be decided before deployment"]);
  });

  test('with a resource under a condition show it both ways, never as one', () => {
    const statement = { ...READ, Resource: { 'Fn::If': ['Wide', '*', 'arn:aws:s3:::b/*'] } };

    const access = read({ role: { Policies: [{ PolicyName: 'p', PolicyDocument: document(statement) }] } });

    expect(access.role?.policies[0].statements?.map(({ resources }) => resources)).toEqual([['*'], ['arn:aws:s3:::b/*']]);
  });

  test('under a condition as a whole are shown, with a gap', () => {
    const policy = { 'Fn::If': ['Wide', { PolicyName: 'p', PolicyDocument: document(READ) }, { Ref: 'AWS::NoValue' }] };

    const access = read({ role: { Policies: [policy] } });

    expect(access.role?.policies).toHaveLength(1);
    expect(reasons(access)).toEqual(["condition 'Wide' cannot be decided before deployment"]);
  });

  test('with a statement that IAM would not take are a gap, and the others are read', () => {
    const access = read({ role: { Policies: [{ PolicyName: 'p', PolicyDocument: document({ Effect: 'Allow' }, READ) }] } });

    expect(shown(access.role?.policies)).toEqual(['INLINE p: Role Properties.Policies[0].PolicyDocument.Statement[1] s3:GetObject']);
    expect(reasons(access)).toEqual(["a statement needs 'Action' or 'NotAction'"]);
  });

  test.each([
    ['null', null], ['text', 'x'], ['a number', 5], ['a list of nothing useful', [null, 5, 'x', []]], ['an object', { a: 1 }],
  ])('that are %s are a gap', (_, policies) => {
    expect(reasons(read({ role: { Policies: policies } })).length).toBeGreaterThan(0);
  });
});

describe('the boundary', () => {
  test('is a managed policy of the templates', () => {
    const managed = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(READ) } };

    const { role } = read({ role: { PermissionsBoundary: { Ref: 'Policy' } }, resources: { Policy: managed } });

    expect(shown(role?.boundary ? [role.boundary] : [])).toEqual([MANAGED]);
    expect(role?.policies).toEqual([]);
  });

  test('that is in none of the templates is a gap', () => {
    const access = read({ role: { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/limit' } });

    expect(access.role?.boundary).toEqual({
      kind: 'CUSTOMER_MANAGED',
      name: 'arn:aws:iam::111122223333:policy/limit',
      source: expect.objectContaining({ property: 'Properties.PermissionsBoundary' }) as object,
    });
    expect(reasons(access)).toHaveLength(1);
  });

  test('that is not there is undefined', () => {
    expect(read({}).role).not.toHaveProperty('boundary');
  });
});

describe('the role of a function', () => {
  test.each([
    ['a literal ARN of a role with a name', { role: { RoleName: 'worker' }, roleProperty: 'arn:aws:iam::111122223333:role/worker' }],
    ['a literal ARN of a role with a path', { role: { RoleName: 'worker', Path: '/team/' }, roleProperty: 'arn:aws:iam::111122223333:role/team/worker' }],
    ['an ARN made of its name', { roleProperty: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Role}' } }],
  ])('is found by %s', (_, given) => {
    const access = read(given);

    expect(access.role?.logicalId).toBe('Role');
    expect(access.roleArn).toBe(access.role?.arn);
    expect(reasons(access)).toEqual([]);
  });

  test.each([
    ['of another account', 'arn:aws:iam::444455556666:role/worker'],
    ['in no template', 'arn:aws:iam::111122223333:role/other'],
    ['that is a parameter', { Ref: 'Param' }],
    ['that a condition decides', { 'Fn::If': ['Wide', { 'Fn::GetAtt': ['Role', 'Arn'] }, 'arn:aws:iam::111122223333:role/other'] }],
    ['of another type', { a: 1 }],
    ['that is missing', undefined],
  ])('%s is not known, and a gap', (_, roleProperty) => {
    const access = readTemplates([{
      stack: 'App',
      template: {
        Parameters: { Param: { Type: 'String' } },
        Conditions: CONDITIONS,
        Resources: {
          Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: roleProperty } },
          Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'worker' } },
        },
      },
      account: '111122223333',
      region: 'eu-west-1',
    }])[0];

    expect(access).not.toHaveProperty('role');
    expect(reasons(access)).toContain('the role of the function is in none of the templates, or it is not known which one it is');
  });
});
