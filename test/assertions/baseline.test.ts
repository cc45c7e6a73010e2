import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ImageApp } from './image-app';
import { FUNCTION_ARN, Written, template, written } from './templates';
import { PermissionAssertions } from '../../src/assertions/permission-assertions';
import { readTemplates } from '../../src/cloudformation/read-template';
import { renderJson } from '../../src/report/json';
import { PermissionReport } from '../../src/report/permission-report';
import { summarize } from '../../src/report/permission-summary';
import { HOME, messageOf } from '../push/app';

const directory = mkdtempSync(join(tmpdir(), 'baseline-'));
const file = join(directory, 'permissions.json');

afterAll(() => rmSync(directory, { recursive: true }));

/** Writes what a permission report says of a hand-written template. */
function baseline(of: Written): string {
  const source = { stack: 'Template', template: template(of), account: HOME.account, region: HOME.region };
  writeFileSync(file, renderJson(summarize(readTemplates([source]))));
  return file;
}

function allow(action: string | string[], resource: string | string[], more: object = {}): object {
  return { Effect: 'Allow', Action: action, Resource: resource, ...more };
}

const GET = allow('s3:GetObject', 'arn:aws:s3:::images/in/*');
const GET_OUT = allow('s3:GetObject', 'arn:aws:s3:::images/out/*');
const DENY = { ...allow('s3:*', '*'), Effect: 'Deny' };
const S3 = { Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::images', SourceAccount: '111122223333' };
const BOUNDARY = { PermissionsBoundary: { Ref: 'Boundary' } };
const BOUNDED = { Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [allow('s3:*', '*')] } } } };
const QUEUE = { Queue: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: 'resize', EventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:jobs' } } };
const connected = (AuthType: string, destination: string) => ({
  resources: {
    Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: 'resize', AuthType } },
    Rule: { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Id: 'T', Arn: FUNCTION_ARN }] } },
    Config: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { FunctionName: 'resize', Qualifier: '$LATEST', DestinationConfig: { OnFailure: { Destination: destination } } } },
  },
});
const [LOST, ELSEWHERE] = ['arn:aws:sqs:eu-west-1:111122223333:lost', 'arn:aws:sqs:eu-west-1:444455556666:lost'];
const managed = (...names: string[]) => ({ ManagedPolicyArns: names.map((name) => `arn:aws:iam::${name}`) });
const [THEIR_POLICY, ADMIN, POWER_USER] = ['111122223333:policy/theirs', '111122223333:policy/admin', 'aws:policy/PowerUserAccess'];
const THEIRS = managed(THEIR_POLICY);
const bounded = (name: string) => ({ role: { PermissionsBoundary: `arn:aws:iam::111122223333:policy/${name}` } });
const NO_ACTION = { Effect: 'Allow', Resource: '*' };
/** A statement that is there or not, whichever a parameter without a value decides. */
const perhaps = (condition: string): Written => ({
  sections: { Parameters: { Stage: { Type: 'String' } }, Conditions: { [condition]: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } } },
  identity: [GET, { 'Fn::If': [condition, GET_OUT, { Ref: 'AWS::NoValue' }] }],
});
const inline = (PolicyName: string): Written => ({ role: { Policies: [{ PolicyName, PolicyDocument: 'not known' }] } });
const outside = (resources: object): Written => (
  { resources: { Resize: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'resize', Role: 'arn:aws:iam::111122223333:role/theirs' } }, ...resources } }
);
const attached = (PolicyName: string) => (
  { Attached: { Type: 'AWS::IAM::Policy', Properties: { PolicyName, Roles: ['theirs'], PolicyDocument: 'not known' } } }
);
const TRUST = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } };
const who = (principal: unknown, id: string | string[] = 'x'): Written => (
  { trust: { ...TRUST, Principal: principal, Condition: { StringEquals: { 'sts:ExternalId': id } } } }
);

test.each<[string, Written, Written]>([
  ['nothing changed', { identity: [GET], permission: S3, role: BOUNDARY, resources: { ...BOUNDED, ...QUEUE } }, { identity: [GET], permission: S3, role: BOUNDARY, resources: { ...BOUNDED, ...QUEUE } }],
  ['statements come in another order', { identity: [GET, GET_OUT] }, { identity: [GET_OUT, GET] }],
  ['two statements became one', { identity: [GET, GET_OUT] }, { identity: [allow(['s3:GetObject'], ['arn:aws:s3:::images/out/*', 'arn:aws:s3:::images/in/*'])] }],
  ['a statement moved to a managed policy', { identity: [GET] },
    { resources: { Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: ['resize'], PolicyDocument: { Version: '2012-10-17', Statement: [GET] } } } } }],
  ['what was not known still is not', { role: THEIRS }, { role: THEIRS }],
  ['policies that are not known come in another order', { role: managed(THEIR_POLICY, POWER_USER) }, { role: managed(POWER_USER, THEIR_POLICY) }],
  ['a boundary that was not known still is not', bounded('b1'), bounded('b1')],
  ['a condition that was not decided still is not', perhaps('Wanted'), perhaps('Wanted')],
  ['a statement that could not be read stands elsewhere', { identity: [GET, NO_ACTION] }, { identity: [NO_ACTION, GET] }],
  ['the role is in none of the templates', outside(attached('Mine')), outside(attached('Mine'))],
  ['URL, trigger and destination are the same', connected('AWS_IAM', LOST), connected('AWS_IAM', LOST)],
])('holds when %s', (_, before, now) => {
  written(now).matchesBaseline(baseline(before));
});

test.each<[string, Written, Written, string]>([
  ['an action was added', { identity: [GET] }, { identity: [allow(['s3:GetObject', 's3:DeleteObject'], 'arn:aws:s3:::images/in/*')] },
    'but added: role: Allow s3:DeleteObject on arn:aws:s3:::images/in/*. If this is meant, write the permission report again and commit it'],
  ['its URL asks nobody any more', connected('AWS_IAM', LOST), connected('NONE', LOST), 'but added: function URL: NONE of the function; removed: function URL: AWS_IAM of the function.'],
  ['something else invokes it', {}, connected('AWS_IAM', LOST), 'trigger: AWS::Events::Rule Rule invokes the function'],
  ['failures go elsewhere', connected('AWS_IAM', LOST), connected('AWS_IAM', ELSEWHERE), `but added: destination: FAILURE of the function goes to ${ELSEWHERE};`],
  ['an action was removed', { identity: [GET, GET_OUT] }, { identity: [GET] }, 'but removed: role: Allow s3:GetObject on arn:aws:s3:::images/out/*'],
  ['a resource was widened', { identity: [GET] }, { identity: [allow('s3:GetObject', 'arn:aws:s3:::images/*')] },
    'but widened: role: Allow s3:GetObject on arn:aws:s3:::images/* (was role: Allow s3:GetObject on arn:aws:s3:::images/in/*)'],
  ['a resource was narrowed', { identity: [allow('s3:GetObject', 'arn:aws:s3:::images/*')] }, { identity: [GET] }, 'but narrowed: '],
  ['an action was widened', { identity: [GET] }, { identity: [allow('s3:Get*', 'arn:aws:s3:::images/in/*')] }, 'but widened: role: Allow s3:Get* on'],
  ['a condition went', { permission: S3 }, { permission: { Principal: 's3.amazonaws.com', SourceArn: S3.SourceArn } },
    `but widened: function: Allow s3.amazonaws.com lambda:InvokeFunction on ${FUNCTION_ARN} if ArnLike aws:SourceArn arn:aws:s3:::images (was `],
  ['a condition has one more value', { trust: TRUST }, { trust: { ...TRUST, Condition: { StringEquals: { 'aws:SourceAccount': ['111122223333', '444455556666'] } } } }, 'but widened: trust: Allow lambda.amazonaws.com'],
  ['a source became a pattern', { permission: S3 }, { permission: { ...S3, SourceArn: 'arn:aws:s3:::*' } }, 'but widened: function: '],
  ['the principal became everybody', { permission: { Principal: '444455556666' } }, { permission: { Principal: '*' } }, 'but widened: function: Allow * lambda:InvokeFunction'],
  ['another caller came', { permission: S3 }, { permission: { Principal: 'sns.amazonaws.com' } }, 'but added: function: Allow sns.amazonaws.com'],
  ['a caller may change it in place of invoking it', { permission: { Principal: '444455556666' } }, { permission: { Principal: '444455556666', Action: 'lambda:UpdateAlias' } },
    'but added: function: Allow arn:aws:iam::444455556666:root lambda:UpdateAlias'],
  ['a Deny went', { identity: [GET, DENY] }, { identity: [GET] }, 'but widened: role: Deny s3:* on *'],
  ['a Deny shrank', { identity: [GET, DENY] }, { identity: [GET, { ...DENY, Action: 's3:DeleteObject' }] }, 'but widened: role: Deny s3:DeleteObject on * (was role: Deny s3:* on *)'],
  ['a Deny came', { identity: [GET] }, { identity: [GET, DENY] }, 'but narrowed: role: Deny s3:* on *'],
  ['the boundary went', { role: BOUNDARY, resources: BOUNDED }, { resources: BOUNDED }, 'but widened: boundary: none'],
  ['a queue came', {}, { resources: QUEUE }, `but added: event source: arn:aws:sqs:eu-west-1:111122223333:jobs invokes ${FUNCTION_ARN}`],
  ['a policy came that nobody knows', {}, { role: THEIRS }, 'but added: role: whatever policy arn:aws:iam::111122223333:policy/theirs allows. If this is meant, write'],
  ['a policy that nobody knows went', { role: THEIRS }, {}, 'but removed: role: whatever policy arn:aws:iam::111122223333:policy/theirs allows. If this is meant, write'],
  ['a policy that nobody knows became another one', { role: THEIRS }, { role: managed(ADMIN) },
    'but added: role: whatever policy arn:aws:iam::111122223333:policy/admin allows; removed: role: whatever policy arn:aws:iam::111122223333:policy/theirs allows.'],
  ['a policy of AWS came beside one that nobody knows', { role: THEIRS }, { role: managed(THEIR_POLICY, POWER_USER) },
    'but added: role: whatever policy arn:aws:iam::aws:policy/PowerUserAccess allows.'],
  ['a boundary that nobody knows became another one', bounded('b1'), bounded('b2'),
    'but added: boundary: whatever policy arn:aws:iam::111122223333:policy/b2 allows; removed: boundary: whatever policy arn:aws:iam::111122223333:policy/b1 allows.'],
  ['a boundary that nobody knows came', {}, bounded('b1'), 'but added: boundary: whatever policy arn:aws:iam::111122223333:policy/b1 allows; narrowed: boundary: none.'],
  ['a boundary that nobody knows went', bounded('b1'), {}, 'but widened: boundary: none; removed: boundary: whatever policy'],
  ['a boundary that nobody knows became a policy', bounded('theirs'), { role: THEIRS }, 'but widened: boundary: none; added: role: whatever policy'],
  ['an inline policy that nobody knows became another one', inline('Mine'), inline('Theirs'), 'but added: role: whatever policy Theirs allows; removed: role: whatever policy Mine allows.'],
  ['a policy of a role elsewhere that nobody knows became another one', outside(attached('Mine')), outside(attached('Theirs')),
    'but added: role: whatever policy Theirs allows; removed: role: whatever policy Mine allows.'],
  ['what was known is not any more', { identity: [GET, GET_OUT] }, perhaps('Wanted'),
    "but no longer known: condition 'Wanted' cannot be decided before deployment (Role Properties.Policies[0].PolicyDocument.Statement[1])."],
  ['what is not known became something else', perhaps('Wanted'), perhaps('Other'),
    "but no longer known: condition 'Other' cannot be decided before deployment (Role Properties.Policies[0].PolicyDocument.Statement[1]); "
    + "no longer unknown: condition 'Wanted' cannot be decided before deployment (Role)."],
  ['what was not known is known', perhaps('Wanted'), { identity: [GET, GET_OUT] }, "but no longer unknown: condition 'Wanted' cannot be decided before deployment (Role). If this is meant, write"],
  ['a condition has two values in place of one that reads like them', who({ Service: 'lambda.amazonaws.com' }, 'x or y'), who({ Service: 'lambda.amazonaws.com' }, ['x', 'y']),
    'but added: trust: Allow lambda.amazonaws.com sts:AssumeRole if StringEquals sts:ExternalId x or y; removed: trust: Allow lambda.amazonaws.com sts:AssumeRole if StringEquals sts:ExternalId "x or y".'],
  ['any service became anybody', who({ Service: '*' }), who({ AWS: '*' }), 'but widened: trust: Allow * sts:AssumeRole if StringEquals sts:ExternalId x (was trust: Allow Service * '],
  ['the role went out of the templates', {}, { resources: { Resize: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'resize', Role: 'arn:aws:iam::111122223333:role/theirs' } } } },
    'added: role: whatever arn:aws:iam::111122223333:role/theirs may do'],
])('fails when %s', (_, before, now, message) => {
  expect(messageOf(() => written(now).matchesBaseline(baseline(before)))).toContain(message);
});

test('a report that an older version wrote is compared by what it tells', () => {
  const report = JSON.parse(readFileSync(baseline(connected('AWS_IAM', LOST)), 'utf8'));
  const older = report.functions.map(({ urls, triggers, destinations, ...rest }: { readonly [key: string]: unknown }) => rest);
  writeFileSync(file, JSON.stringify({ ...report, functions: older }));

  written(connected('NONE', ELSEWHERE)).matchesBaseline(file);
});

test('a text in which something cannot be seen is the one that the report says', () => {
  const [condition, policy] = [perhaps('Wan\u00a0ted\u202e  \tor not'), inline('One\u202e name')];

  written(condition).matchesBaseline(baseline(condition));
  written(policy).matchesBaseline(baseline(policy));
  expect(messageOf(() => written(policy).matchesBaseline(baseline({})))).toContain('but added: role: whatever policy "One\u202e name" allows');
});

test('fails for all functions when a policy that nobody knows became another one', () => {
  const all = PermissionAssertions.fromTemplate(Template.fromJSON(template({ role: managed(ADMIN) })), HOME);

  all.matchesBaseline(baseline({ role: managed(ADMIN) }));
  expect(messageOf(() => all.matchesBaseline(baseline({ role: THEIRS })))).toContain('but added: role: whatever policy arn:aws:iam::111122223333:policy/admin allows; removed: ');
});

test('counts what would make the message too long', () => {
  const many = [1, 2, 3, 4, 5, 6, 7].map((number) => allow(`s3:Action${number}`, '*'));

  expect(messageOf(() => written({ identity: many }).matchesBaseline(baseline({})))).toContain('role: Allow s3:Action5 on *, and 2 more. If this is meant');
});

test.each<[string, string, string]>([
  ['is not JSON', '{', 'must be JSON, got a file that ends too early'],
  ['is no report', '{}', "must be the permissions.json of a permission report, got '"],
  ['has another format', '{ "format": 2, "functions": [] }', 'must be a permissions.json of format 1, got'],
  ['holds no function', '{ "format": 1, "functions": [] }', "'file' must hold Template/Resize, got"],
  ['holds another function', '{ "format": 1, "functions": [{ "stack": "Template", "logicalId": "Other", "roleArn": "" }] }', 'with Template/Other'],
  ['holds a function that is a text', '{ "format": 1, "functions": ["Resize"] }', 'in which a list is not a list of objects'],
  ['holds a statement without effect', '{ "format": 1, "functions": [{ "role": { "trust": [{}] } }] }', 'in which a statement has no effect'],
  ['holds actions that are a number', '{ "format": 1, "functions": [{ "role": { "trust": [{ "effect": "Allow", "actions": 1 }] } }] }', "in which 'actions' is no list"],
  ['holds a function without a name', '{ "format": 1, "functions": [{ "role": {} }] }', "in which 'stack' is no text"],
])('fails when the file %s', (_, content, message) => {
  writeFileSync(file, content);

  expect(messageOf(() => written({}).matchesBaseline(file))).toContain(message);
});

test('fails when there is no file', () => {
  expect(messageOf(() => written({}).matchesBaseline(join(directory, 'none.json')))).toContain('got a path where nothing is');
});

test('an app has the access that its own report says, each function and all of them', () => {
  const app = new ImageApp();
  const { stacks } = Stage.of(app.stack)!.synth();
  new PermissionReport({ directory }).validate({ templatePaths: stacks.map(({ templateFullPath }) => templateFullPath) });

  app.access.matchesBaseline(file);
  for (const fn of [app.resize, app.plain, app.inner]) { app.access.forFunction(fn).matchesBaseline(file); }
});

test('fails when a function came or went', () => {
  const asserted = (of: Written) => PermissionAssertions.fromTemplate(Template.fromJSON(template(of)), HOME);
  const other = { Other: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } } };

  asserted({ resources: other }).matchesBaseline(baseline({ resources: other }));
  expect(messageOf(() => asserted({ resources: other }).matchesBaseline(baseline({})))).toContain('but added: Template/Other: the function');
  expect(messageOf(() => asserted({}).matchesBaseline(baseline({ resources: other })))).toContain('but removed: Template/Other: the function');
});
