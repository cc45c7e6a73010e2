import * as fc from 'fast-check';
import { readTemplates } from '../../src/cloudformation/read-template';

const ROLE = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } };
const FUNCTION = { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } };

test.each([
  ['nothing', undefined], ['null', null], ['a list', []], ['text', 'x'], ['an empty object', {}],
  ['resources of another type', { Resources: [1] }],
  ['resources that are no objects', { Resources: { A: null, B: 5, C: 'x', D: [], E: {} } }],
  ['a type that is no text', { Resources: { A: { Type: { Ref: 'x' } } } }],
  ['sections of other types', { Resources: {}, Parameters: 1, Conditions: 'x', Mappings: [], Outputs: null }],
])('a template that is %s has no functions', (_, template) => {
  expect(readTemplates([{ stack: 'App', template }])).toEqual([]);
});

test('a resource may be called like a part of a prototype', () => {
  const template = JSON.parse(JSON.stringify({ Resources: { constructor: FUNCTION, toString: FUNCTION, Role: ROLE } })
    .replace('"toString"', '"__proto__"')) as unknown;

  const functions = readTemplates([{ stack: 'App', template }]);

  expect(functions.map(({ logicalId }) => logicalId)).toEqual(['__proto__', 'constructor']);
  expect(functions.flatMap(({ gaps }) => gaps)).toEqual([]);
});

test('a reference to a part of a prototype is a reference to nothing', () => {
  const policy = { PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: { Ref: 'toString' } }] } };
  const role = { ...ROLE, Properties: { ...ROLE.Properties, Policies: [policy] } };

  const [fn] = readTemplates([{ stack: 'App', template: { Resources: { Fn: FUNCTION, Role: role } } }]);

  expect(fn.gaps.map(({ reason }) => reason)).toEqual(["'toString' is referred to, but is not in template App"]);
});

test('a function of SAM is not yet transformed, which is a gap', () => {
  const template = { Transform: 'AWS::Serverless-2016-10-31', Resources: { Fn: { Type: 'AWS::Serverless::Function', Properties: { FunctionName: 'sam' } } } };

  const [fn] = readTemplates([{ stack: 'App', template, account: '111122223333', region: 'eu-west-1' }]);

  expect(fn.arn).toBe('arn:aws:lambda:eu-west-1:111122223333:function:sam');
  expect(fn.gaps.map(({ reason }) => reason)).toEqual([expect.stringContaining('is not yet transformed')]);
});

test.each<[string, object, string[]]>([
  ['an API of SAM', { Api: { Type: 'AWS::Serverless::Api' } }, ["'Api' (AWS::Serverless::Api) is not yet transformed: what it grants is not in the template"]],
  ['a connector of SAM', { Link: { Type: 'AWS::Serverless::Connector' } }, ["'Link' (AWS::Serverless::Connector) is not yet transformed: what it grants is not in the template"]],
  ['a table of SAM, which grants nothing', { Table: { Type: 'AWS::Serverless::SimpleTable' } }, []],
  ['an included file of resources', { 'Fn::Transform': { Name: 'AWS::Include' } }, ['macro AWS::Include changes the section Resources in a way that is not known']],
  ['a macro in the properties of a permission', { P: { Type: 'AWS::IAM::Policy', Properties: { 'Roles': [], 'Fn::Transform': {} } } }, ["macro of an unknown name changes 'P' in a way that is not known"]],
  ['a macro in a bucket, which is no access', { Bucket: { Type: 'AWS::S3::Bucket', Properties: { 'Fn::Transform': { Name: 'Mine' } } } }, []],
  ['a nested stack whose template is not here', { Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://x/y.json' } } }, [
    "the template of the nested stack 'Nested' is not here, so what it grants cannot be said",
  ]],
  ['an application of SAM, which becomes a nested stack', { Nested: { Type: 'AWS::Serverless::Application', Properties: { Location: { ApplicationId: 'x' } } } }, [
    "the template of the nested stack 'Nested' is not here, so what it grants cannot be said",
  ]],
  ['a nested stack under a condition that does not hold', { Nested: { Type: 'AWS::CloudFormation::Stack', Condition: 'Never' } }, []],
])('%s', (_, more, reasons) => {
  const template = { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } }, Resources: { Fn: FUNCTION, Role: ROLE, ...more } };

  expect(readTemplates([{ stack: 'App', template }])[0].gaps.map(({ reason }) => reason)).toEqual(reasons);
});

test('a macro in a policy document is a gap, and the statements are read', () => {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
  const document = { 'Version': '2012-10-17', 'Statement': [statement], 'Fn::Transform': { Name: 'AWS::Include' } };
  const role = { ...ROLE, Properties: { ...ROLE.Properties, Policies: [{ PolicyName: 'p', PolicyDocument: document }] } };

  const [fn] = readTemplates([{ stack: 'App', template: { Resources: { Fn: FUNCTION, Role: role } } }]);

  expect(fn.role?.policies[0].statements).toHaveLength(1);
  expect(fn.gaps.map(({ reason }) => reason)).toEqual(['a macro changes the policy document in a way that is not known']);
});

test('loops in outputs, conditions and properties are followed', () => {
  const loop = (body: object) => ({ 'Fn::ForEach::Each': ['Name', ['A', 'B'], body] });
  const functions = {
    Conditions: loop({ 'Is${Name}': { 'Fn::Equals': ['${Name}', 'A'] } }),
    Resources: {
      FnA: { ...FUNCTION, Condition: 'IsA' },
      FnB: { ...FUNCTION, Condition: 'IsB' },
      Role: { ...ROLE, Properties: { 'Fn::ForEach::Only': ['Key', ['AssumeRolePolicyDocument'], { '${Key}': { Statement: [] } }] } },
    },
    Outputs: loop({ 'Out${Name}': { Value: { 'Fn::GetAtt': ['Fn${Name}', 'Arn'] }, Export: { Name: 'fn-${Name}' } } }),
  };
  const permission = { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: { 'Fn::ImportValue': 'fn-A' }, Principal: '*' } };

  const read = readTemplates([{ stack: 'App', template: functions }, { stack: 'More', template: { Resources: { P: permission } } }]);

  expect(read.map(({ logicalId, targets, gaps }) => [logicalId, targets[0].statements.length, gaps])).toEqual([['FnA', 1, []]]);
});

test('resources that a loop makes are read', () => {
  const template = {
    Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'A,B' } },
    Resources: {
      'Fn::ForEach::Functions': ['Name', { Ref: 'Names' }, {
        'Fn${Name}': { ...FUNCTION, Properties: { ...FUNCTION.Properties, FunctionName: { 'Fn::Sub': 'my-${Name}' } } },
      }],
      'Role': ROLE,
    },
  };

  const functions = readTemplates([{ stack: 'App', template, account: '111122223333', region: 'eu-west-1' }]);

  expect(functions.map(({ logicalId, arn }) => `${logicalId} ${arn}`)).toEqual([
    'FnA arn:aws:lambda:eu-west-1:111122223333:function:my-A', 'FnB arn:aws:lambda:eu-west-1:111122223333:function:my-B',
  ]);
});

test('a loop of resources that cannot be expanded is a gap of every function of the template', () => {
  const template = {
    Parameters: { Names: { Type: 'CommaDelimitedList' } },
    Resources: { 'Fn::ForEach::Functions': ['Name', { Ref: 'Names' }, { 'Fn${Name}': FUNCTION }], 'Fn': FUNCTION, 'Role': ROLE },
  };

  const [fn] = readTemplates([{ stack: 'App', template }]);

  expect(fn.gaps.map(({ reason }) => reason)).toEqual(['the items of a Fn::ForEach are not known']);
});

test('what a resource leads to stands at that resource, and what a macro does at the function that it may change', () => {
  const resources = { Fn: FUNCTION, Role: ROLE, Nested: { Type: 'AWS::CloudFormation::Stack' }, Link: { Type: 'AWS::Serverless::Connector' } };

  const [{ gaps }] = readTemplates([{ stack: 'App', template: { Transform: 'Mine', Resources: resources } }]);

  expect(gaps.map(({ source: { logicalId, resourceType, property } }) => [logicalId, resourceType, property])).toEqual([
    ['Fn', 'AWS::Lambda::Function', 'Type'], ['Nested', 'AWS::CloudFormation::Stack', 'Type'], ['Link', 'AWS::Serverless::Connector', 'Type'],
  ]);
});

test.each([
  ['Mine', ['macro Mine changes the template in a way that is not known']],
  [['AWS::LanguageExtensions', { Name: 'AWS::Include', Parameters: {} }], ['macro AWS::Include changes the template in a way that is not known']],
  ['AWS::Serverless-2016-10-31', []],
  [{ a: 1 }, []],
])('a template that goes through macro %j', (transform, expected) => {
  const [fn] = readTemplates([{ stack: 'App', template: { Transform: transform, Resources: { Fn: FUNCTION, Role: ROLE } } }]);

  expect(fn.gaps.map(({ reason }) => reason)).toEqual(expected);
});

test('what a stack cannot place is listed in short, whatever the order of its resources', () => {
  const permission = { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Param' }, Principal: '*' } };
  const many = Array.from({ length: 500 }, (_, index): [string, object] => [`P${index}`, permission]);

  const [[fn], [other]] = [many, [...many].reverse()].map((written) => {
    const resources = { Fn: FUNCTION, Role: ROLE, ...Object.fromEntries(written) };
    return readTemplates([{ stack: 'App', template: { Parameters: { Param: { Type: 'String' } }, Resources: resources } }]);
  });

  expect(fn.gaps).toHaveLength(21);
  expect(fn.gaps[20].reason).toBe("480 more of the stack's resources of type AWS::Lambda::Permission could not be placed");
  expect(other.gaps).toEqual(fn.gaps);
});

test('no template makes the reader throw', () => {
  const names = fc.constantFrom('Fn', 'Role', 'Policy', 'Alias', 'Param', 'C', 'AWS::Region', '__proto__', 'E', '');
  const intrinsics = fc.constantFrom(
    'Ref', 'Fn::GetAtt', 'Fn::Sub', 'Fn::Join', 'Fn::Select', 'Fn::Split', 'Fn::If', 'Fn::FindInMap', 'Fn::ImportValue', 'Fn::ForEach::X', 'Condition',
    'Fn::Equals', 'Fn::Not', 'Fn::Length', 'Fn::GetStackOutput',
  );
  const element = fc.constantFrom('Statement', 'Effect', 'Action', 'Resource', 'Principal', 'PolicyName', 'PolicyDocument', 'Version', 'Type');
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      names, fc.integer(), fc.constantFrom(null, true, '*', 'Allow', 's3:GetObject', '${Fn.Arn}', ''),
      fc.tuple(intrinsics, tie('value')).map(([name, argument]) => ({ [name]: argument })),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(element, tie('value'), { maxKeys: 4 }),
    ),
  }));
  const type = fc.constantFrom(
    'AWS::Lambda::Function', 'AWS::Lambda::Alias', 'AWS::Lambda::Version', 'AWS::Lambda::Permission', 'AWS::Lambda::ResourcePolicy', 'AWS::Lambda::EventSourceMapping',
    'AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy', 'AWS::Serverless::Function', 'AWS::CloudFormation::Stack',
  );
  const property = fc.constantFrom(
    'FunctionName', 'Role', 'RoleName', 'Roles', 'Policies', 'PolicyDocument', 'ManagedPolicyArns', 'AssumeRolePolicyDocument', 'PermissionsBoundary',
    'Principal', 'Action', 'SourceArn', 'ResourceArn', 'EventSourceArn', 'Name', 'Parameters',
  );
  const resource = fc.record({ Type: type, Properties: fc.oneof(fc.dictionary(property, value, { maxKeys: 6 }), value), Condition: names }, { requiredKeys: ['Type'] });
  const section = fc.oneof(fc.dictionary(names, value, { maxKeys: 3 }), value);
  const template = fc.record({
    Resources: fc.dictionary(names, resource, { maxKeys: 6 }), Parameters: section, Conditions: section, Outputs: section, Mappings: section,
  });

  fc.assert(fc.property(template, template, (a, b) => {
    const sources = [{ stack: 'A', template: a }, { stack: 'B', template: b, parent: { stack: 'A', logicalId: 'Fn' } }];
    const first = readTemplates(sources);

    expect(readTemplates([...sources].reverse())).toEqual(first);
    for (const { targets, role } of first) {
      for (const { actions, notActions } of [...targets.flatMap(({ statements }) => statements), ...role?.trust ?? []]) {
        expect((actions ?? notActions ?? []).length).toBeGreaterThan(0);
      }
    }
  }), { numRuns: 300, seed: 1 });
});

describe('size', () => {
  test('a structure that doubles with every reference is cut off', () => {
    const outputs = Object.fromEntries(Array.from({ length: 80 }, (_, index) => {
      const next = { 'Fn::ImportValue': `E${index + 1}` };
      return [`O${index}`, { Value: [[next, next], { a: next }], Export: { Name: `E${index}` } }];
    }));
    const policy = { PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::ImportValue': 'E0' } }] } };
    const role = { ...ROLE, Properties: { ...ROLE.Properties, Policies: [policy] } };

    const [fn] = readTemplates([{ stack: 'App', template: { Resources: { Fn: FUNCTION, Role: role }, Outputs: outputs } }]);

    expect(fn.gaps.map(({ reason }) => reason)).toContain('a reference leads to something other than text');
  });

  test.each([
    ['Join', (many: unknown[]) => ({ 'Fn::Join': ['', many] })],
    ['Sub', (many: unknown[]) => ({ 'Fn::Sub': many.map(() => '${Long}').join('') })],
    ['a list', (many: unknown[]) => many],
  ])('a long text that is repeated in %s is cut off', (_, repeated) => {
    const many = Array.from({ length: 5_000 }, () => ({ Ref: 'Long' }));
    const policy = { PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: repeated(many) }] } };
    const role = { ...ROLE, Properties: { ...ROLE.Properties, Policies: [policy] } };
    const parameters = { Long: { Type: 'String', Default: 'x'.repeat(60_000) } };

    const [fn] = readTemplates([{ stack: 'App', template: { Parameters: parameters, Resources: { Fn: FUNCTION, Role: role } } }]);

    expect(fn.gaps.map(({ reason }) => reason)).toContain('a text is too long');
  });

  test('functions and permissions that all have one name do not multiply', () => {
    const resources: { [id: string]: unknown } = { Role: ROLE };
    for (let index = 0; index < 500; index += 1) {
      resources[`Fn${index}`] = { ...FUNCTION, Properties: { ...FUNCTION.Properties, FunctionName: 'x' } };
      resources[`P${index}`] = { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'x', Principal: '444455556666' } };
    }

    const functions = readTemplates([{ stack: 'App', template: { Resources: resources } }]);

    expect(functions.flatMap(({ targets }) => targets.flatMap(({ statements }) => statements)).length).toBeLessThanOrEqual(20 * 500);
    expect(functions.every(({ gaps }) => gaps.length > 0)).toBe(true);
  });

  test('stacks that are nested in a long row are read', () => {
    const sources = Array.from({ length: 300 }, (_, index) => ({
      stack: `S${index}`, template: { Resources: { Fn: FUNCTION, Role: ROLE } }, parent: { stack: `S${index + 1}`, logicalId: 'X' },
    }));

    expect(readTemplates(sources)).toHaveLength(300);
  });

  /** Functions with a role, a policy of five statements, a permission and an event source each. */
  function app(count: number): object {
    const resources: { [id: string]: unknown } = {};
    const add = (id: string, type: string, properties: object) => { resources[id] = { Type: type, Properties: properties }; };
    for (let index = 0; index < count; index += 1) {
      const [fn, role, queue] = [`Fn${index}`, `Role${index}`, `Queue${index}`];
      const resource = { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::b${index}/\${${fn}}` };
      const statements = [1, 2, 3, 4, 5].map((at) => ({ Effect: 'Allow', Action: `s3:Get${at}`, Resource: resource }));
      resources[role] = ROLE;
      add(fn, 'AWS::Lambda::Function', { Role: { 'Fn::GetAtt': [role, 'Arn'] } });
      add(queue, 'AWS::SQS::Queue', {});
      add(`Policy${index}`, 'AWS::IAM::Policy', { PolicyName: 'p', Roles: [{ Ref: role }], PolicyDocument: { Version: '2012-10-17', Statement: statements } });
      add(`Permission${index}`, 'AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName: { Ref: fn }, Principal: 's3.amazonaws.com' });
      add(`Source${index}`, 'AWS::Lambda::EventSourceMapping', { FunctionName: { Ref: fn }, EventSourceArn: { 'Fn::GetAtt': [queue, 'Arn'] } });
    }
    return { Resources: resources };
  }

  /** Of one reading, over so many that it is not lost in the noise of the machine. */
  function cost(template: object, times: number): number {
    const before = process.cpuUsage();
    for (let time = 0; time < times; time += 1) { readTemplates([{ stack: 'App', template }]); }
    return process.cpuUsage(before).user / times;
  }

  test('costs no more than its share: ten times the functions take at most twelve times as long', () => {
    const [small, large] = [app(100), app(1_000)];
    const rounds = [1, 2, 3, 4].map(() => ({ small: cost(small, 10), large: cost(large, 1) })).slice(1); // the first one warms up

    const [few, many] = [Math.max(...rounds.map((round) => round.small)), Math.min(...rounds.map((round) => round.large))];

    expect(readTemplates([{ stack: 'App', template: large }])).toHaveLength(1_000);
    expect(many / few).toBeLessThan(12);
  });
});
