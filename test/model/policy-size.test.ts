import { readFileSync } from 'fs';
import { join } from 'path';
import { parseStatements } from '../../src/model/policy-document';
import { POLICY_SIZE_LIMIT, policySize } from '../../src/model/policy-size';
import { LocatedStatement } from '../../src/model/statement';

const FN = 'arn:aws:lambda:eu-west-1:111122223333:function:orders-service-prod-handler';

/** Statements of permissions as the template reader gives them; with a `Sid`, as Lambda gives them. */
function read(statements: readonly object[], logicalId = 'HandlerApiPermission', stackName = 'OrdersService'): LocatedStatement[] {
  const document = { Version: '2012-10-17', Statement: statements.map((statement) => ({ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FN, ...statement })) };
  const source = { stack: 'OrdersService', stackName, logicalId, resourceType: 'AWS::Lambda::Permission', property: 'Properties' };
  return parseStatements(document).statements.map((statement) => ({ ...statement, source }));
}

function forSource(service: string, arn: string, more: object = {}): object {
  return { Principal: { Service: service }, Condition: { ArnLike: { 'AWS:SourceArn': arn } }, ...more };
}

/** Policies as `aws lambda get-policy` prints them, in the order of elements that Lambda keeps. */
const STORED: [string, object][] = [
  ['a service, for a source and an account', {
    Sid: 's3-account',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: FN,
    Condition: { StringEquals: { 'AWS:SourceAccount': '111122223333' }, ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::images' } },
  }],
  ['another account', {
    Sid: 'xaccount-invoke', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 'lambda:InvokeFunction', Resource: FN,
  }],
  ['an organization', {
    Sid: 'PrincipalOrgIDExample',
    Effect: 'Allow',
    Principal: '*',
    Action: 'lambda:InvokeFunction',
    Resource: FN,
    Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5f' } },
  }],
  ['calls of a function URL', {
    Sid: 'UrlPolicyInvokeFunction',
    Effect: 'Allow',
    Principal: '*',
    Action: 'lambda:InvokeFunction',
    Resource: FN,
    Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
  }],
  ['a name with letters of two bytes', {
    Sid: 'paths',
    Effect: 'Allow',
    Principal: { Service: 'apigateway.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: FN,
    Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/prod/GET/straße' } },
  }],
];

test.each(STORED)('with its real statement id, %s counts what Lambda keeps, and at most 5 %% more', (_, statement) => {
  const kept = Buffer.byteLength(JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: [statement] }));

  const size = policySize(read([statement]));

  expect(size).toBeGreaterThanOrEqual(kept);
  expect(size).toBeLessThanOrEqual(kept * 1.05);
});

test('no statements take nothing, for then there is no policy', () => {
  expect(policySize([])).toBe(0);
});

const API = 'arn:aws:execute-api:eu-west-1:111122223333:abcdef1234';

/** How many of one kind public reports found to be the most that fits, with CDK's statements and ordinary names. */
const REPORTED: [string, number, (index: number) => object[]][] = [
  ['methods of a REST API, each with the console’s test', 22, (i) => ['prod', 'test-invoke-stage'].map((stage) => forSource('apigateway.amazonaws.com', `${API}/${stage}/GET/orders/items-${i}`))],
  ['methods of a REST API', 44, (i) => [forSource('apigateway.amazonaws.com', `${API}/prod/GET/orders/items-${i}`)]],
  ['routes of an HTTP API', 51, (i) => [forSource('apigateway.amazonaws.com', `${API}/*/*/orders/items-${i}`)]],
  ['rules of EventBridge', 46, (i) => [forSource('events.amazonaws.com', `arn:aws:events:eu-west-1:111122223333:rule/OrdersService-Rule${i}4F2C3A1B-1A2B3C4D5E6F7`)]],
];

test.each(REPORTED)('the limit is met near the number of %s that is known: %i', (_, reported, make) => {
  const fits = (count: number) => {
    const ids = Array.from({ length: count }, (__, index) => index);
    return policySize(ids.flatMap((index) => read(make(index), `OrdersApiItems${index}GETApiPermissionOrdersServiceApiA1B2C3D4GETorders`))) <= POLICY_SIZE_LIMIT;
  };

  expect(fits(Math.floor(reported * 0.8))).toBe(true);
  expect(fits(Math.ceil(reported * 1.25))).toBe(false);
});

const WORST: [string, string, string][] = [
  ['the account and region', 'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:orders', 'arn:aws-us-gov:sns:ap-southeast-7:111122223333:orders'],
  ['the id of an API', 'arn:aws:execute-api:eu-west-1:111122223333:${OrdersService.Api}/prod/GET/', 'arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/prod/GET/'],
  ['a made name of a rule', 'arn:aws:events:eu-west-1:111122223333:rule/${OrdersService.Nightly}', 'arn:aws:events:eu-west-1:111122223333:rule/OrdersService-Nightly-1A2B3C4D5E6F7'],
  ['a made name of a bucket', 'arn:aws:s3:::${OrdersService.Images}', 'arn:aws:s3:::ordersservice-images-1a2b3c4d5e6f7'],
  ['the id of a user pool', 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/${S.P}', 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Ab12Cd34E'],
];

test.each(WORST)('%s, known at deployment, counts as long as it can become', (_, known, deployed) => {
  expect(policySize(read([forSource('x.amazonaws.com', known)]))).toBeGreaterThanOrEqual(policySize(read([forSource('x.amazonaws.com', deployed)])));
});

test('a statement id is made of the name of the stack and the logical id, and has a hundred characters at most', () => {
  const size = (stack: string, logicalId: string) => policySize(read([{ Principal: { AWS: '444455556666' } }], logicalId, stack));
  const withId = (sid: string) => policySize(read([{ Principal: { AWS: '444455556666' }, Sid: sid }]));

  expect(size('Orders', 'HandlerPermission')).toBe(withId('Orders-HandlerPermission-1A2B3C4D5E6F7'));
  expect(size('Orders'.repeat(10), 'HandlerPermission'.repeat(10))).toBe(withId('x'.repeat(100)));
});

test('what has a name that is made of an unknown name of a stack counts with the longest one', () => {
  const topic = forSource('sns.amazonaws.com', 'arn:aws:sns:eu-west-1:111122223333:${OrdersService.OrdersOfTheWeek}');
  const [known] = read([topic]);
  const [unknown] = read([topic]).map((statement) => ({ ...statement, source: { ...statement.source, stackName: undefined } }));

  const [permission, topicName] = [100 - 'OrdersService-HandlerApiPermission-1A2B3C4D5E6F7'.length, 128 - 'OrdersService'.length];
  expect(policySize([unknown])).toBe(policySize([known]) + permission + topicName);
});

interface Recorded {
  readonly name: string;
  readonly link: string;
  /** The policy, as it was printed. */
  readonly printed?: { readonly Statement: object[] };
  /** How large AWS said that a policy is, of so many statements, whose longest source ends so. */
  readonly counted?: { readonly bytes: number; readonly statements: number; readonly source: string };
}

const RECORDED = JSON.parse(readFileSync(join(__dirname, 'recorded-policies.json'), 'utf8')) as Recorded[];

/** Elements of a policy that the reader gives in another order take as many bytes. */
test.each(RECORDED.filter(({ printed }) => printed))('a policy that a public report prints is counted to the byte, or at most 5 % above: $name ($link)', ({ printed }) => {
  const kept = Buffer.byteLength(JSON.stringify(printed));

  const size = policySize(read(printed!.Statement));

  expect(size).toBeGreaterThanOrEqual(kept);
  expect(size).toBeLessThanOrEqual(kept * 1.05);
});

/** The reports do not tell the names of stacks and functions, so these are not known. */
test.each(RECORDED.filter(({ counted }) => counted))('a policy whose size a public report tells is counted as large or larger: $name ($link)', ({ counted }) => {
  const { bytes, statements, source } = counted!;
  const ofTheApi = Array.from({ length: statements }, () => forSource('apigateway.amazonaws.com', `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${OrdersService.Api}/${source}`, {
    Resource: 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${OrdersService.Handler}',
  }));

  const unknown = read(ofTheApi).map((statement) => ({ ...statement, source: { ...statement.source, stackName: undefined } }));

  const size = policySize(unknown);

  expect(size).toBeGreaterThanOrEqual(bytes);
});

test('a statement of a document counts as it is written, with many sources in one', () => {
  const [statement] = read([{ Principal: { Service: 'sns.amazonaws.com' }, Condition: { ArnLike: { 'aws:SourceArn': ['arn:aws:sns:::a', 'arn:aws:sns:::b'] } } }]);
  const document = { ...statement, source: { ...statement.source, resourceType: 'AWS::Lambda::ResourcePolicy' } };

  expect(policySize([document])).toBe(JSON.stringify({
    Version: '2012-10-17',
    Id: 'default',
    Statement: [{
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: FN,
      Condition: { ArnLike: { 'aws:SourceArn': ['arn:aws:sns:::a', 'arn:aws:sns:::b'] } },
    }],
  }).length);
});
