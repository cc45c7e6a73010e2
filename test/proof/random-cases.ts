import * as fc from 'fast-check';
import { evaluate } from '../../src/model/evaluate';
import { Case, policiesOf, requestOf } from '../model/case';

const SEED = 20261122;
const OWNER = '111122223333';
const OTHER = '444455556666';

const CALLERS = [
  { AWS: `arn:aws:iam::${OWNER}:role/app` }, { AWS: `arn:aws:iam::${OWNER}:user/ana` }, { AWS: `arn:aws:sts::${OWNER}:assumed-role/app/s1` },
  { AWS: `arn:aws:iam::${OTHER}:role/app` }, { AWS: `arn:aws:iam::${OTHER}:user/ana` }, { Service: 's3.amazonaws.com' }, { Service: 'events.amazonaws.com' }, '*',
];
/** Everybody is left out where there is a boundary: that difference is listed. */
const NAMED = [...CALLERS.filter((caller) => caller !== '*'), { AWS: OWNER }, { AWS: OTHER }, { AWS: `arn:aws:iam::${OTHER}:root` }];
const ACTIONS = ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl', 's3:GetObject', 's3:PutObject', 'dynamodb:Query'];
const ACTION_PATTERNS = [...ACTIONS, '*', 'lambda:*', 'lambda:InvokeFunction*', 's3:?etObject', 'S3:GETOBJECT', 'dynamodb:Q*'];
const FUNCTION = `arn:aws:lambda:eu-west-1:${OWNER}:function:resize`;
const RESOURCES = [FUNCTION, `${FUNCTION}:live`, 'arn:aws:s3:::images/in/a.jpg', 'arn:aws:s3:::images/out/a.jpg', `arn:aws:dynamodb:eu-west-1:${OWNER}:table/t`];
const RESOURCE_PATTERNS = [
  ...RESOURCES, '*', `${FUNCTION}:*`, `${FUNCTION}*`, `arn:aws:lambda:*:${OWNER}:function:*`, 'arn:aws:s3:::images/*', 'arn:aws:s3:::*/in/?.jpg', 'arn:aws:dynamodb:*',
];

/** Conditions of the kinds that the cases have: confused deputy, organization, VPC endpoint, addresses, function URL, tags, dates. */
const CONDITIONS: readonly object[] = [
  { StringEquals: { 'AWS:SourceAccount': OWNER } }, { StringNotEquals: { 'aws:SourceAccount': OWNER } }, { StringEqualsIfExists: { 'aws:SourceAccount': [OWNER, OTHER] } },
  { ArnLike: { 'AWS:SourceArn': `arn:aws:events:eu-west-1:${OWNER}:rule/nightly-*` } }, { ArnNotLike: { 'aws:SourceArn': 'arn:aws:s3:::images' } },
  { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } }, { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } },
  { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }, { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] } }, { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { Bool: { 'aws:SecureTransport': 'false' } }, { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } }, { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
  { Null: { 'aws:SourceVpce': 'false' } }, { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['env', 'team'] } }, { 'ForAnyValue:StringNotLike': { 'aws:TagKeys': 'e*' } },
  { NumericLessThanEquals: { 's3:max-keys': '10' } }, { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' }, Bool: { 'aws:SecureTransport': 'true' } },
];

const text = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const context = fc.record({
  'aws:SourceAccount': text(OWNER, OTHER),
  'aws:SourceArn': text(`arn:aws:events:eu-west-1:${OWNER}:rule/nightly-1`, 'arn:aws:s3:::images'),
  'aws:PrincipalOrgID': text('o-a1b2c3d4e5', 'o-zzzzzzzzzz'),
  'aws:PrincipalOrgPaths': fc.subarray(['o-a1b2c3d4e5/r-ab12/ou-1/', 'o-zzzzzzzzzz/r-1/']),
  'aws:SourceVpce': text('vpce-1a2b3c4d', 'vpce-0'),
  'aws:SourceIp': text('203.0.113.7', '198.51.100.1', '2001:db8::1'),
  'aws:SecureTransport': text('true', 'false'),
  'lambda:FunctionUrlAuthType': text('AWS_IAM', 'NONE'),
  'lambda:InvokedViaFunctionUrl': text('true'),
  'aws:TagKeys': fc.subarray(['env', 'team', 'cost']),
  's3:max-keys': text('5', '10', '11'),
  'aws:CurrentTime': text('2025-12-31T23:59:59Z', '2026-06-01T00:00:00Z'),
}).map((keys) => Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined)) as { [key: string]: string | string[] });

function statement(principals?: readonly unknown[]): fc.Arbitrary<object> {
  return fc.record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    action: fc.tuple(fc.constantFrom('Action', 'Action', 'Action', 'NotAction'), fc.subarray(ACTION_PATTERNS, { minLength: 1, maxLength: 6 })),
    resource: fc.tuple(fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'), fc.subarray(RESOURCE_PATTERNS, { minLength: 1, maxLength: 6 })),
    Principal: principals ? fc.constantFrom(...principals) : fc.constant(undefined),
    Condition: fc.option(fc.constantFrom(...CONDITIONS), { nil: undefined, freq: 1 }),
  }).map(({ action, resource, ...rest }) => ({ ...rest, [action[0]]: action[1], [resource[0]]: resource[1] }));
}

const policies = (boundary: boolean) => fc.record({
  identity: fc.array(statement(), { maxLength: 4 }),
  resource: fc.array(statement(boundary ? NAMED : [...NAMED, '*']), { maxLength: 4 }),
  ...boundary ? { boundary: fc.array(statement(), { maxLength: 2 }) } : {},
});

const random: fc.Arbitrary<Omit<Case, 'expected'>> = fc.record({
  request: fc.record({
    principal: fc.constantFrom(...CALLERS),
    action: fc.constantFrom(...ACTIONS),
    resource: fc.constantFrom(...RESOURCES),
    resourceAccount: fc.constantFrom(OWNER, OWNER, OTHER),
    context,
  }),
  policies: fc.boolean().chain((boundary) => policies(boundary)),
}).map(({ request, policies: written }) => ({ name: 'random', request, ...written }));

/** Random requests and policies, always the same ones, each with what we decide. */
export function randomCases(count: number): Case[] {
  return fc.sample(random, { seed: SEED, numRuns: count }).map((one) => {
    const written: Case = JSON.parse(JSON.stringify(one));
    return { ...written, expected: evaluate(requestOf(written.request!), policiesOf(written)).outcome };
  });
}
