import * as CASES from './read-permissions.json';
import { readTemplates } from '../../src/cloudformation/read-template';
import { FunctionAccess } from '../../src/model/function-access';
import { Condition, Principal } from '../../src/model/statement';

/** A permission as written, and the statement Lambda makes of it. */
interface Case {
  readonly name: string;
  readonly permission: object;
  readonly principals: readonly Principal[];
  readonly actions?: readonly string[];
  readonly conditions?: readonly Condition[];
  readonly gaps?: readonly string[];
}

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:${App.Fn}';
const RESOURCES = {
  Bucket: { Type: 'AWS::S3::Bucket' },
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } },
  Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
  Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] } } },
  Live: { Type: 'AWS::Lambda::Alias', Properties: { Name: 'live', FunctionName: { Ref: 'Fn' }, FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] } } },
  Named: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'named', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
};

function read(resources: object, more: object = {}): FunctionAccess[] {
  const template = { Parameters: { Partner: { Type: 'String' } }, ...more, Resources: { ...RESOURCES, ...resources } };
  return readTemplates([{ stack: 'App', template, account: '111122223333', region: 'eu-west-1' }]);
}

/** Which targets have statements: `LogicalId qualifier`. */
function holders(functions: readonly FunctionAccess[]): string[] {
  return functions.flatMap(({ logicalId, targets }) => targets
    .filter(({ statements }) => statements.length > 0)
    .map(({ kind, qualifier }) => [logicalId, kind, qualifier].filter(Boolean).join(' ')));
}

describe('AWS::Lambda::Permission', () => {
  test.each((CASES as unknown as { default: Case[] }).default)('for $name', (given) => {
    const properties = { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Fn' }, ...given.permission };

    const [fn] = read({ Permission: { Type: 'AWS::Lambda::Permission', Properties: properties } });

    expect(fn.targets[0].statements).toEqual([{
      effect: 'Allow',
      principals: given.principals,
      actions: given.actions ?? ['lambda:InvokeFunction'],
      resources: [FUNCTION_ARN],
      conditions: given.conditions ?? [],
      source: { stack: 'App', logicalId: 'Permission', resourceType: 'AWS::Lambda::Permission', property: 'Properties' },
    }]);
    expect(fn.gaps.map(({ reason }) => reason)).toEqual(given.gaps ?? []);
  });

  test.each([
    ['Ref of the function', { Ref: 'Fn' }, 'Fn FUNCTION'],
    ['ARN of the function', { 'Fn::GetAtt': ['Fn', 'Arn'] }, 'Fn FUNCTION'],
    ['ARN of the function, as text', { 'Fn::GetAtt': 'Fn.Arn' }, 'Fn FUNCTION'],
    ['Ref of an alias', { Ref: 'Live' }, 'Fn ALIAS live'],
    ['ARN of an alias', { 'Fn::GetAtt': ['Live', 'AliasArn'] }, 'Fn ALIAS live'],
    ['function and alias, joined', { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Fn', 'Arn'] }, ':', 'live']] }, 'Fn ALIAS live'],
    ['Ref of a version', { Ref: 'Version' }, 'Fn VERSION ${App.Version.Version}'],
    ['name', 'named', 'Named FUNCTION'],
    ['name and qualifier', 'named:7', 'Named VERSION 7'],
    ['name and alias that is made elsewhere', 'named:blue', 'Named ALIAS blue'],
    ['ARN', 'arn:aws:lambda:eu-west-1:111122223333:function:named', 'Named FUNCTION'],
    ['ARN with qualifier', 'arn:aws:lambda:eu-west-1:111122223333:function:named:7', 'Named VERSION 7'],
    ['partial ARN', '111122223333:function:named', 'Named FUNCTION'],
    ['partial ARN with qualifier', '111122223333:function:named:7', 'Named VERSION 7'],
    ['ARN of pseudo parameters', { 'Fn::Sub': 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:named' }, 'Named FUNCTION'],
  ])('finds its target by %s', (_, name, target) => {
    const properties = { Action: 'lambda:InvokeFunction', FunctionName: name, Principal: '444455556666' };

    const functions = read({ Permission: { Type: 'AWS::Lambda::Permission', Properties: properties } });

    expect(holders(functions)).toEqual([target]);
    expect(functions.flatMap(({ gaps }) => gaps)).toEqual([]);
  });

  test.each([
    ['other', 'arn:aws:lambda:eu-west-1:111122223333:function:other FUNCTION'],
    ['other:live', 'arn:aws:lambda:eu-west-1:111122223333:function:other ALIAS live'],
    ['arn:aws:lambda:us-east-1:111122223333:function:named', 'arn:aws:lambda:us-east-1:111122223333:function:named FUNCTION'],
    ['444455556666:function:named', 'arn:aws:lambda:eu-west-1:444455556666:function:named FUNCTION'],
  ])('for %s is told of a function that no template makes, with a gap, and of no other', (name, holder) => {
    const properties = { Action: 'lambda:InvokeFunction', FunctionName: name, Principal: '444455556666' };

    const functions = read({ Permission: { Type: 'AWS::Lambda::Permission', Properties: properties } });

    expect(holders(functions)).toEqual([holder]);
    expect(functions.flatMap(({ logicalId, gaps }) => gaps.map(({ source, reason }) => `${logicalId}: ${source.logicalId}: ${reason}`))).toEqual([
      `${holder.split(' ')[0]}: Permission: the function is in none of the templates, so its role, and what else its policy says, cannot be said`,
    ]);
  });

  test('for functions that no template makes are told once for each function', () => {
    const permission = (name: unknown) => {
      return { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', FunctionName: name, Principal: '*' } };
    };
    const url = { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: 'other', AuthType: 'NONE' } };
    const mapping = { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: 'other:live', EventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:jobs' } };
    const resources = { One: permission('other'), Two: permission({ 'Fn::Sub': '${AWS::AccountId}:function:other' }), Url: url, Mapping: mapping };

    const told = [resources, Object.fromEntries(Object.entries(resources).reverse())].map((written) => {
      const functions = readTemplates([{ stack: 'App', template: { Resources: written }, account: '111122223333', region: 'eu-west-1' }]);
      return functions.map(({ targets, urls, eventSources }) => {
        return [targets.flatMap(({ statements }) => statements).length, urls?.length, eventSources.length];
      });
    });

    expect(told).toEqual([[[2, 1, 1]], [[2, 1, 1]]]);
  });

  test('for a function that is not known is told by itself where the stack makes no function', () => {
    const properties = { Action: 'lambda:InvokeFunction', FunctionName: { 'Fn::ImportValue': 'theirs' }, Principal: '444455556666' };
    const template = { Resources: { Permission: { Type: 'AWS::Lambda::Permission', Properties: properties } } };

    const functions = readTemplates([{ stack: 'App', template }]);

    expect(holders(functions)).toEqual(['arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${App::ImportValue.theirs} FUNCTION']);
  });

  test('for a function that is not known is a gap of every function of the stack', () => {
    const properties = { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Partner' }, Principal: '444455556666' };

    const functions = read({ Permission: { Type: 'AWS::Lambda::Permission', Properties: properties } });

    expect(holders(functions)).toEqual([]);
    expect(functions.map(({ gaps }) => gaps.map(({ reason }) => reason))).toEqual([
      ['it names a function that is not known before deployment'], ['it names a function that is not known before deployment'],
    ]);
  });

  test('under a condition that cannot be decided is shown, and a gap', () => {
    const conditions = { Conditions: { Shared: { 'Fn::Equals': [{ Ref: 'Partner' }, 'x'] } } };
    const properties = { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Fn' }, Principal: '444455556666' };

    const [fn, other] = read({ Permission: { Type: 'AWS::Lambda::Permission', Condition: 'Shared', Properties: properties } }, conditions);

    expect(fn.targets[0].statements).toHaveLength(1);
    expect(fn.gaps.map(({ reason }) => reason)).toEqual(["condition 'Shared' cannot be decided before deployment"]);
    expect(other.gaps).toEqual([]);
  });

  test('under a condition that does not hold is not there', () => {
    const conditions = { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } };
    const properties = { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Fn' }, Principal: '444455556666' };

    const functions = read({ Permission: { Type: 'AWS::Lambda::Permission', Condition: 'Never', Properties: properties } }, conditions);

    expect(holders(functions)).toEqual([]);
    expect(functions.flatMap(({ gaps }) => gaps)).toEqual([]);
  });

  test('with a source account that a condition decides is shown both ways', () => {
    const conditions = { Conditions: { Scoped: { 'Fn::Equals': [{ Ref: 'Partner' }, 'x'] } } };
    const account = { 'Fn::If': ['Scoped', '444455556666', { Ref: 'AWS::NoValue' }] };
    const properties = { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Fn' }, Principal: 's3.amazonaws.com', SourceAccount: account };

    const [fn] = read({ Permission: { Type: 'AWS::Lambda::Permission', Properties: properties } }, conditions);

    expect(fn.targets[0].statements.map((statement) => statement.conditions)).toEqual([
      [{ operator: 'StringEquals', key: 'aws:SourceAccount', values: ['444455556666'] }], [],
    ]);
    expect(fn.gaps.map(({ reason }) => reason)).toEqual(["condition 'Scoped' cannot be decided before deployment"]);
  });

  test.each([
    ['no properties', undefined],
    ['properties of another type', 'x'],
    ['a function name of another type', { Action: 'lambda:InvokeFunction', FunctionName: { a: 1 }, Principal: 'x' }],
    ['no principal', { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Fn' } }],
    ['a principal of another type', { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Fn' }, Principal: ['x'] }],
    ['no action', { FunctionName: { Ref: 'Fn' }, Principal: 's3.amazonaws.com' }],
    ['a source of another type', { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Fn' }, Principal: 's3.amazonaws.com', SourceArn: { a: 1 } }],
  ])('with %s is a gap', (_, properties) => {
    const [fn] = read({ Permission: { Type: 'AWS::Lambda::Permission', Properties: properties } });

    expect(fn.targets.flatMap(({ statements }) => statements)).toEqual([]);
    expect(fn.gaps.map(({ source }) => source.logicalId)).toContain('Permission');
  });
});

describe('AWS::Lambda::ResourcePolicy', () => {
  const statement = { Sid: 'Org', Effect: 'Deny', Principal: '*', Action: 'lambda:*', Resource: { 'Fn::GetAtt': ['Fn', 'Arn'] } };

  test('gives its statements to the target that it names', () => {
    const properties = { ResourceArn: { Ref: 'Live' }, PolicyDocument: { Version: '2012-10-17', Statement: [statement] } };

    const [fn] = read({ Document: { Type: 'AWS::Lambda::ResourcePolicy', Properties: properties } });

    expect(fn.targets[2].statements).toEqual([{
      sid: 'Org',
      effect: 'Deny',
      principals: [{ kind: 'AWS', id: '*' }],
      actions: ['lambda:*'],
      resources: [FUNCTION_ARN],
      conditions: [],
      source: {
        stack: 'App',
        logicalId: 'Document',
        resourceType: 'AWS::Lambda::ResourcePolicy',
        property: 'Properties.PolicyDocument.Statement[0]',
      },
    }]);
    expect(holders([fn])).toEqual(['Fn ALIAS live']);
  });

  test('without a document is a gap', () => {
    const [fn] = read({ Document: { Type: 'AWS::Lambda::ResourcePolicy', Properties: { ResourceArn: { Ref: 'Fn' } } } });

    expect(fn.gaps.map(({ reason }) => reason)).toEqual(['the policy document is not known']);
  });
});
