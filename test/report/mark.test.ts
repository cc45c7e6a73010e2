import { condition, invoke, located } from './access';
import { Condition, Statement } from '../../src/model/statement';
import { Mark, grantMarks, invokeMarks, isWide, trustMarks } from '../../src/report/mark';

test.each<[string, Mark[], Partial<Statement>]>([
  ['one action on one resource', [], {}],
  ['every action', ['ANY_ACTION'], { actions: ['*'] }],
  ['a pattern of actions', ['ACTION_PATTERN'], { actions: ['s3:Get*'] }],
  ['everything but some actions', ['EVERY_ACTION_BUT'], { actions: undefined, notActions: ['iam:*'] }],
  ['every resource', ['ANY_RESOURCE'], { resources: ['*'] }],
  ['a pattern of resources', ['RESOURCE_PATTERN'], { resources: ['arn:aws:s3:::b', 'arn:aws:s3:::b*'] }],
  ['a pattern of accounts', ['RESOURCE_PATTERN'], { resources: ['arn:aws:sqs:r:*:jobs/a/b'] }],
  ['every table', ['RESOURCE_PATTERN'], { resources: ['arn:aws:dynamodb:r:111122223333:table/*'] }],
  ['a pattern of tables', ['RESOURCE_PATTERN'], { resources: ['arn:aws:dynamodb:r:111122223333:table/T*/index/I'] }],
  ['the indexes of a table', ['RESOURCE_PARTS'], { resources: ['arn:aws:dynamodb:r:111122223333:table/T/index/*'] }],
  ['secrets under a path', ['RESOURCE_PATTERN'], { resources: ['arn:aws:secretsmanager:r:111122223333:secret:prod/*'] }],
  ['roles under a path', ['RESOURCE_PATTERN'], { resources: ['arn:aws:iam::111122223333:role/service/*'] }],
  ['log groups under a path', ['RESOURCE_PATTERN'], { resources: ['arn:aws:logs:r:111122223333:log-group:/aws/lambda/*'] }],
  ['parameters under a path', ['RESOURCE_PATTERN'], { resources: ['arn:aws:ssm:r:111122223333:parameter/prod/*'] }],
  ['repositories under a path', ['RESOURCE_PATTERN'], { resources: ['arn:aws:ecr:r:111122223333:repository/team/*'] }],
  ['the objects of a bucket in any partition', ['RESOURCE_PATTERN'], { resources: ['arn:*:s3:::b/*'] }],
  ['the streams of a log group', ['RESOURCE_PARTS'], { resources: ['arn:aws:logs:r:${AWS::AccountId}:log-group:${App.Logs}:*'] }],
  ['the objects of a bucket', ['RESOURCE_PARTS'], { resources: ['arn:aws:s3:::b/?'] }],
  ['the objects of a bucket, wherever it is', ['RESOURCE_PARTS'], { resources: ['arn:${AWS::Partition}:s3:::b/*'] }],
  ['a pattern of buckets, wherever they are', ['RESOURCE_PATTERN'], { resources: ['arn:${AWS::Partition}:s3:::b*'] }],
  ['every table, wherever it is', ['RESOURCE_PATTERN'], { resources: ['arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*'] }],
  ['tables whose name begins with a parameter', ['RESOURCE_PATTERN'], { resources: ['arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${App::Prefix}*'] }],
  ['the indexes of a table, wherever it is', ['RESOURCE_PARTS'], { resources: ['arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${App.T}/index/*'] }],
  ['everything but some resources', ['EVERY_RESOURCE_BUT'], { resources: undefined, notResources: ['x'] }],
  ['a plain asterisk in a name', [], { resources: ['arn:aws:s3:::b/${*}'] }],
  ['a policy variable', [], { resources: ['arn:aws:s3:::b/${aws:username}'] }],
  ['both', ['ANY_ACTION', 'ANY_RESOURCE'], { actions: ['*'], resources: ['*'] }],
  ['a wildcard that only denies', [], { effect: 'Deny', actions: ['*'], resources: ['*'] }],
])('a grant of %s is marked %j', (_, marks, more) => {
  expect(grantMarks(located({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/k'], ...more }))).toEqual(marks);
});

test.each<[string, Mark[], Condition[]]>([
  ['without a condition', ['ANY_SOURCE'], []],
  ['from one source', [], [condition('ArnLike', 'AWS:SourceArn', 'arn:aws:s3:::b')]],
  ['from one account', [], [condition('StringEquals', 'aws:SourceAccount', '1')]],
  ['with a token', [], [condition('StringEquals', 'lambda:EventSourceToken', 't')]],
  ['from a pattern of sources', ['SOURCE_PATTERN'], [condition('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::b*')]],
  ['from any rule of a bus', ['SOURCE_PATTERN'], [condition('ArnLike', 'aws:SourceArn', 'arn:aws:events:r:111122223333:rule/bus/*')]],
  ['from an organization that no call of a service has', [], [condition('StringEquals', 'aws:PrincipalOrgID', 'o-1')]],
  ['from the paths of one API', ['SOURCE_PARTS'], [condition('ArnLike', 'aws:SourceArn', 'arn:aws:execute-api:r:1:api/$default/GET/items/*')]],
  ['from any stage of one API', ['SOURCE_PATTERN'], [condition('ArnLike', 'aws:SourceArn', 'arn:aws:execute-api:r:1:api/*/GET/items')]],
  ['from any stage of one API, wherever it is', ['SOURCE_PATTERN'], [
    condition('ArnLike', 'aws:SourceArn', 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${App.Api}/*/GET/items'),
  ]],
  ['from the paths of one API, wherever it is', ['SOURCE_PARTS'], [
    condition('ArnLike', 'aws:SourceArn', 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${App.Api}/$default/GET/items/*'),
  ]],
  ['from any source, spelled out', ['ANY_SOURCE'], [condition('ArnLike', 'aws:SourceArn', '*')]],
  ['where the source may be absent', ['ANY_SOURCE'], [condition('StringEqualsIfExists', 'aws:SourceAccount', '1')]],
  ['from all accounts but one', ['ANY_SOURCE'], [condition('StringNotEquals', 'aws:SourceAccount', '1')]],
  ['with another condition', ['ANY_SOURCE'], [condition('Bool', 'aws:SecureTransport', 'true')]],
  ['from a source that is there', ['ANY_SOURCE'], [condition('Null', 'aws:SourceArn', 'false')]],
])('a service that may invoke %s is marked %j', (_, marks, conditions) => {
  expect(invokeMarks(invoke('s3.amazonaws.com', conditions))).toEqual(marks);
});

test('anyone is marked, in a function policy and in a trust policy', () => {
  const statement = located({ principals: [{ kind: 'AWS', id: '*' }] });

  expect(invokeMarks(statement)).toEqual(['ANY_PRINCIPAL']);
  expect(trustMarks(statement)).toEqual(['ANY_PRINCIPAL']);
});

test('a role that any Lambda function of its account may have is not marked: nothing else is documented', () => {
  expect(trustMarks(located({ principals: [{ kind: 'Service', id: 'lambda.amazonaws.com' }], actions: ['sts:AssumeRole'] }))).toEqual([]);
});

test('everyone but some is marked', () => {
  expect(trustMarks(located({ notPrincipals: [{ kind: 'AWS', id: 'x' }] }))).toEqual(['EVERY_PRINCIPAL_BUT']);
});

test.each<[Mark, boolean]>([['RESOURCE_PATTERN', true], ['ANY_RESOURCE', true], ['RESOURCE_PARTS', false], ['SOURCE_PARTS', false]])('%s is wide: %s', (mark, wide) => {
  expect(isWide(mark)).toBe(wide);
});
