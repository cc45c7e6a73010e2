import { readTemplates, readWithDefaults } from '../../src/cloudformation/read-template';
import { TemplateSource } from '../../src/cloudformation/template-source';
import { FunctionAccess } from '../../src/model/function-access';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const ROLE = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } };
const FUNCTION = { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } };
const QUEUE = { Type: 'AWS::SQS::Queue' };

function stack(name: string, template: object, more: Partial<TemplateSource> = ENV): TemplateSource {
  return { stack: name, template, ...more };
}

function permission(functionName: unknown, sourceArn: unknown = 'arn:aws:sns:eu-west-1:111122223333:t'): object {
  const properties = { Action: 'lambda:InvokeFunction', FunctionName: functionName, Principal: 'sns.amazonaws.com', SourceArn: sourceArn };
  return { Type: 'AWS::Lambda::Permission', Properties: properties };
}

function policy(role: unknown, resource: unknown = '*'): object {
  const statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: resource };
  return { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: [role], PolicyDocument: { Version: '2012-10-17', Statement: statement } } };
}

function exported(name: unknown, value: unknown): object {
  return { Value: value, Export: { Name: name } };
}

function sourceArns({ targets }: FunctionAccess): string[] {
  return targets.flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions.flatMap(({ values }) => values)));
}

function resources({ role }: FunctionAccess): string[] {
  return (role?.policies ?? []).flatMap(({ statements }) => (statements ?? []).flatMap((statement) => statement.resources ?? []));
}

describe('between stacks', () => {
  const functions = stack('Functions', {
    Resources: { Fn: FUNCTION, Role: ROLE },
    Outputs: {
      Arn: exported('FnArn', { 'Fn::GetAtt': ['Fn', 'Arn'] }),
      Role: exported({ 'Fn::Sub': '${AWS::Region}-role' }, { Ref: 'Role' }),
    },
  });

  test('a permission finds the function through its export', () => {
    const triggers = stack('Triggers', { Resources: { P: permission({ 'Fn::ImportValue': 'FnArn' }) } });

    const [fn] = readTemplates([triggers, functions]);

    expect(fn.targets[0].statements[0].source).toMatchObject({ stack: 'Triggers', logicalId: 'P' });
    expect(fn.gaps).toEqual([]);
  });

  test('a policy finds the role through its export, whose name is built', () => {
    const more = stack('More', { Resources: { P: policy({ 'Fn::ImportValue': { 'Fn::Join': ['-', ['eu-west-1', 'role']] } }) } });

    const [fn] = readTemplates([functions, more]);

    expect(fn.role?.policies.map(({ source }) => `${source.stack} ${source.logicalId}`)).toEqual(['More P']);
  });

  test('a resource has the same ARN on both sides', () => {
    const data = stack('Data', { Resources: { Q: QUEUE }, Outputs: { Q: exported('Q', { 'Fn::GetAtt': ['Q', 'Arn'] }) } });
    const user = stack('User', { Resources: { Fn: FUNCTION, Role: ROLE, P: policy({ Ref: 'Role' }, { 'Fn::ImportValue': 'Q' }) } });

    expect(resources(readTemplates([data, user])[0])).toEqual(['arn:aws:sqs:eu-west-1:111122223333:${Data.Q}']);
  });

  test('an import from a stack that is not here is a placeholder', () => {
    const user = stack('User', { Resources: { Fn: FUNCTION, Role: ROLE, P: policy({ Ref: 'Role' }, { 'Fn::ImportValue': 'Q' }) } });

    const [fn] = readTemplates([user]);

    expect(resources(fn)).toEqual(['${User::ImportValue.Q}']);
    expect(fn.gaps).toEqual([]);
  });

  test('of two exports with one name, the one in the same account and region is meant', () => {
    const outputs = { Q: exported('Q', { 'Fn::GetAtt': ['Q', 'Arn'] }) };
    const make = (name: string, region: string) => stack(name, { Resources: { Q: QUEUE }, Outputs: outputs }, { ...ENV, region });
    const user = stack('User', { Resources: { Fn: FUNCTION, Role: ROLE, P: policy({ Ref: 'Role' }, { 'Fn::ImportValue': 'Q' }) } });

    const [fn] = readTemplates([make('East', 'us-east-1'), make('West', 'eu-west-1'), user]);

    expect(resources(fn)).toEqual(['arn:aws:sqs:eu-west-1:111122223333:${West.Q}']);
  });

  test('exports that lead to each other are a gap', () => {
    const a = stack('A', {
      Resources: { Fn: FUNCTION, Role: ROLE, P: policy({ Ref: 'Role' }, { 'Fn::ImportValue': 'X' }) },
      Outputs: { X: exported('X', { 'Fn::ImportValue': 'Y' }) },
    });
    const b = stack('B', { Outputs: { Y: exported('Y', { 'Fn::ImportValue': 'X' }) } });

    const [fn] = readTemplates([a, b]);

    expect(fn.gaps.map(({ reason }) => reason)).toEqual(['Output X of template A leads back to itself']);
  });

  test('a reference to another region goes through what CDK writes there', () => {
    const key = '/cdk/exports/User/Dataeuwest1RefQ';
    const data = stack('Data', {
      Resources: { Q: QUEUE, Writer: { Type: 'Custom::CrossRegionExportWriter', Properties: { WriterProps: { exports: { [key]: { 'Fn::GetAtt': ['Q', 'Arn'] } } } } } },
    });
    const reader = { Type: 'Custom::CrossRegionExportReader', Properties: {} };
    const user = stack('User', {
      Resources: { Fn: FUNCTION, Role: ROLE, P: policy({ Ref: 'Role' }, { 'Fn::GetAtt': ['Reader', key] }), Reader: reader },
    }, { ...ENV, region: 'us-east-1' });

    expect(resources(readTemplates([data, user])[0])).toEqual(['arn:aws:sqs:eu-west-1:111122223333:${Data.Q}']);
  });

  test('an output of a stack is read by the name CloudFormation knows it by', () => {
    const data = stack('Artifact', { Resources: { Q: QUEUE }, Outputs: { Q: { Value: { 'Fn::GetAtt': ['Q', 'Arn'] } } } }, { ...ENV, stackName: 'data' });
    const output = { 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'Q' } };
    const user = stack('User', { Resources: { Fn: FUNCTION, Role: ROLE, P: policy({ Ref: 'Role' }, output) } });

    expect(resources(readTemplates([data, user])[0])).toEqual(['arn:aws:sqs:eu-west-1:111122223333:${Artifact.Q}']);
  });

  test('a name that two stacks give their functions means one\'s own', () => {
    const make = (name: string) => stack(name, {
      Resources: { Fn: { ...FUNCTION, Properties: { ...FUNCTION.Properties, FunctionName: 'api' } }, Role: ROLE, P: permission({ Ref: 'Fn' }, `arn:aws:sns:::${name}`) },
    }, {});

    expect(readTemplates([make('Blue'), make('Green')]).map(sourceArns)).toEqual([['arn:aws:sns:::Blue'], ['arn:aws:sns:::Green']]);
  });

  test('a name that two other stacks give their functions is a gap of both', () => {
    const make = (name: string) => stack(name, { Resources: { Fn: { ...FUNCTION, Properties: { ...FUNCTION.Properties, FunctionName: 'api' } }, Role: ROLE } }, {});
    const triggers = stack('Triggers', { Resources: { P: permission('api') } }, {});

    expect(readTemplates([make('Blue'), make('Green'), triggers]).map(({ gaps }) => gaps.map(({ reason }) => reason))).toEqual([
      ['several functions are named api'], ['several functions are named api'],
    ]);
  });

  test('functions come in the order of stack and logical id, whatever the order of the templates', () => {
    const a = stack('A', { Resources: { Z: FUNCTION, B: FUNCTION, Role: ROLE } });
    const b = stack('B', { Resources: { A: FUNCTION, Role: ROLE } });

    const names = (sources: TemplateSource[]) => readTemplates(sources).map(({ stack: name, logicalId }) => `${name} ${logicalId}`);

    expect(names([b, a])).toEqual(['A B', 'A Z', 'B A']);
    expect(readTemplates([b, a])).toEqual(readTemplates([a, b]));
  });
});

describe('nested stacks', () => {
  const parent = (template: object) => stack('Parent', template);
  const child = (template: object) => stack('Child', template, { parent: { stack: 'Parent', logicalId: 'Nested' } });
  const nested = (parameters: object = {}) => ({ Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: parameters } });

  test('take their environment and parameters from the parent', () => {
    const [fn] = readTemplates([
      parent({ Resources: { Nested: nested({ Queue: { 'Fn::GetAtt': ['Q', 'Arn'] } }), Q: QUEUE } }),
      child({
        Parameters: { Queue: { Type: 'String', Default: 'not-this' } },
        Resources: { Fn: FUNCTION, Role: ROLE, P: policy({ Ref: 'Role' }, { Ref: 'Queue' }) },
      }),
    ]);

    expect(fn.arn).toBe('arn:aws:lambda:eu-west-1:111122223333:function:${Child.Fn}');
    expect(resources(fn)).toEqual(['arn:aws:sqs:eu-west-1:111122223333:${Parent.Q}']);
  });

  test('give their outputs to the parent', () => {
    const [fn] = readTemplates([
      parent({ Resources: { Nested: nested(), P: permission({ 'Fn::GetAtt': ['Nested', 'Outputs.Name'] }) } }),
      child({ Resources: { Fn: FUNCTION, Role: ROLE }, Outputs: { Name: { Value: { Ref: 'Fn' } } } }),
    ]);

    expect(fn.targets[0].statements).toHaveLength(1);
  });

  test('that are not here have outputs that are placeholders', () => {
    const output = { 'Fn::GetAtt': ['Nested', 'Outputs.Arn'] };

    const [fn] = readTemplates([parent({ Resources: { Nested: nested(), Fn: FUNCTION, Role: ROLE, P: policy({ Ref: 'Role' }, output) } })]);

    expect(resources(fn)).toEqual(['${Parent::Nested.Outputs.Arn}']);
  });

  test('a condition is decided by what the parent gives', () => {
    const conditions = { Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } } };
    const resource = { 'Fn::If': ['Prod', 'arn:aws:s3:::prod', '*'] };

    const [fn] = readTemplates([
      parent({ Resources: { Nested: nested({ Env: 'prod' }) } }),
      child({
        ...conditions,
        Parameters: { Env: { Type: 'String', Default: 'dev' } },
        Resources: { Fn: FUNCTION, Role: ROLE, P: policy({ Ref: 'Role' }, resource) },
      }),
    ]);

    expect(resources(fn)).toEqual(['arn:aws:s3:::prod']);
    expect(fn.gaps).toEqual([]);
  });

  test.each([
    ['itself', [{ stack: 'A', parent: { stack: 'A', logicalId: 'X' } }]],
    ['each other', [{ stack: 'A', parent: { stack: 'B', logicalId: 'X' } }, { stack: 'B', parent: { stack: 'A', logicalId: 'X' } }]],
    ['a stack that is not here', [{ stack: 'A', parent: { stack: 'Z', logicalId: 'X' } }]],
  ])('that name %s as parent are read all the same', (_, links) => {
    const template = {
      Parameters: { P: { Type: 'String' } },
      Resources: { Fn: FUNCTION, Role: ROLE, X: nested({ P: { Ref: 'P' } }), Q: policy({ Ref: 'Role' }, { Ref: 'P' }) },
    };

    const functions = readTemplates(links.map((link) => ({ ...link, template })));

    expect(functions.map(({ stack: name }) => name)).toEqual(links.map((link) => link.stack));
  });
});

describe('a parameter whose default decides', () => {
  const isProd = { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] };
  const dev = { Type: 'String', Default: 'dev' };
  const defaults = (template: object, more: object = {}) => {
    return readWithDefaults([stack('App', { ...template, Resources: { Fn: FUNCTION, Role: ROLE, ...more } })]).defaults;
  };

  test.each<[string, object, object]>([
    ['whether a permission is there', { Conditions: { Prod: isProd } }, { P: { ...permission({ Ref: 'Fn' }), Condition: 'Prod' } }],
    ['one of two values', { Conditions: { Prod: isProd } }, { P: policy({ Ref: 'Role' }, { 'Fn::If': ['Prod', 'arn:aws:s3:::prod', '*'] }) }],
    ['a part of an ARN', {}, { P: policy({ Ref: 'Role' }, { 'Fn::Sub': 'arn:aws:s3:::${Env}' }) }],
    ['the name of the role', {}, { Role: { Type: 'AWS::IAM::Role', Properties: { ...ROLE.Properties, RoleName: { Ref: 'Env' } } } }],
  ])('is told: %s', (_, template, more) => {
    expect(defaults({ Parameters: { Env: dev }, ...template }, more)).toEqual([{ stack: 'App', parameter: 'Env', value: 'dev' }]);
  });

  test.each([true, 'true', 'yes'])('is told without its value where the template hides it: NoEcho %s', (hides) => {
    expect(defaults({ Parameters: { Env: { ...dev, NoEcho: hides } } }, { P: policy({ Ref: 'Role' }, { Ref: 'Env' }) })).toEqual([{ stack: 'App', parameter: 'Env' }]);
  });

  test.each<[string, object, object]>([
    ['nothing of it is read', dev, { T: { Type: 'AWS::EC2::Instance', Condition: 'Prod', Properties: { KeyName: { Ref: 'Env' } } } }],
    ['its value is fetched during deployment', { ...dev, Type: 'AWS::SSM::Parameter::Value<String>' }, { P: policy({ Ref: 'Role' }, { Ref: 'Env' }) }],
    ['it has none', { Type: 'String' }, { P: policy({ Ref: 'Role' }, { Ref: 'Env' }) }],
  ])('is not told where %s', (_, parameter, more) => {
    expect(defaults({ Parameters: { Env: parameter }, Conditions: { Prod: isProd } }, more)).toEqual([]);
  });

  test('is the one of the parent, where the parent gives its own', () => {
    const { defaults: told } = readWithDefaults([
      stack('Parent', { Parameters: { Env: dev }, Resources: { Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Env: { Ref: 'Env' } } } } } }),
      stack('Child', {
        Parameters: { Env: { Type: 'String', Default: 'test' } },
        Resources: { Fn: FUNCTION, Role: ROLE, P: policy({ Ref: 'Role' }, { Ref: 'Env' }) },
      }, { parent: { stack: 'Parent', logicalId: 'Nested' } }),
    ]);

    expect(told).toEqual([{ stack: 'Parent', parameter: 'Env', value: 'dev' }]);
  });
});

test('two templates with one name are told apart', () => {
  const functions = readTemplates([stack('A', { Resources: { Fn: FUNCTION, Role: ROLE } }), stack('A', { Resources: { Fn: FUNCTION, Role: ROLE } })]);

  expect(functions.map(({ arn }) => arn)).toEqual([
    'arn:aws:lambda:eu-west-1:111122223333:function:${A.Fn}', 'arn:aws:lambda:eu-west-1:111122223333:function:${A-2.Fn}',
  ]);
});
