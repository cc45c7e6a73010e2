import { join } from 'path';
import { directoryWith, run, template, trustPolicy } from './run';

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:resize';
const BOUNDARY_ARN = 'arn:aws:iam::111122223333:policy/limit';

interface Files { readonly [path: string]: unknown }

/** What `add-permission` makes of a permission: its own spelling of keys. */
function invokeStatement(sourceArn = 'arn:aws:s3:::images'): object {
  return {
    Sid: 'App-OnUpload-1ABC',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: FUNCTION_ARN,
    Condition: { StringEquals: { 'AWS:SourceAccount': '111122223333' }, ArnLike: { 'AWS:SourceArn': sourceArn } },
  };
}

/** Everything the page about the command line tells to save, for the function of `template()`. */
function saved(changes: Files = {}): string {
  const grants = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::images/in/*' }] };
  const files: Files = {
    'function.json': { FunctionName: 'resize', FunctionArn: FUNCTION_ARN, Role: 'arn:aws:iam::111122223333:role/resize-role' },
    'policy.json': { Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: [invokeStatement()] }), RevisionId: 'x' },
    'event-sources.json': { EventSourceMappings: [] },
    'urls.json': { FunctionUrlConfigs: [] },
    'invoke-configs.json': { FunctionEventInvokeConfigs: [] },
    'role.json': role(),
    'role-policies.json': { PolicyNames: ['Data'] },
    'role-policy.Data.json': { RoleName: 'resize-role', PolicyName: 'Data', PolicyDocument: grants },
    'attached-policies.json': { AttachedPolicies: [] },
    ...changes,
  };
  const kept = Object.entries(files).filter(([, content]) => content !== undefined);
  return directoryWith(Object.fromEntries(kept.map(([path, content]) => [path.includes('/') ? path.slice(1) : `resize/${path}`, content])));
}

function role(more: object = {}): object {
  const arn = 'arn:aws:iam::111122223333:role/resize-role';
  return { Role: { RoleName: 'resize-role', Arn: arn, AssumeRolePolicyDocument: trustPolicy(), ...more } };
}

const templates = directoryWith({ 'App.template.json': template() });

function drift(changes: Files = {}): { readonly code: number; readonly lines: readonly string[] } {
  const { code, out, err } = run('diff', templates, '--deployed', saved(changes));
  expect(err).toBe('');
  return { code, lines: out.split('\n').filter((line) => line.startsWith('  ')).map((line) => line.trim()) };
}

test('an account that is as the templates say has no drift', () => {
  expect(run('diff', templates, '--deployed', saved())).toEqual({ code: 0, out: 'No change of access.\n', err: '' });
});

test('a permission that was added by hand is found', () => {
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [invokeStatement(), invokeStatement('arn:aws:s3:::elsewhere')] });

  const { code, lines } = drift({ 'policy.json': { Policy: policy } });

  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringMatching(/^new {7}s3\.amazonaws\.com may invoke it, only for arn:aws:s3:::elsewhere, .* \[resize\/policy\.json\]$/)]);
});

test('a permission that is gone is found, and is no more access', () => {
  const { code, lines } = drift({ 'policy.json': '' });

  expect(code).toBe(0);
  expect(lines).toEqual([expect.stringMatching(/^gone {6}s3\.amazonaws\.com may invoke it/)]);
});

test('an inline policy that was added by hand is found, also when the list is older', () => {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }] };

  const { code, lines } = drift({ 'role-policy.Hack.json': { PolicyDocument: document } });

  expect([code, lines]).toEqual([1, [expect.stringMatching(/^new {7}it may call sqs:\* on \* .*\[resize\/role-policy\.Hack\.json\]$/)]]);
});

test('managed policies that were attached are read, those of AWS also from the package', () => {
  const version = { PolicyVersion: { VersionId: 'v3', Document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: '*' }] } } };
  const attached = {
    AttachedPolicies: [
      { PolicyName: 'mine', PolicyArn: 'arn:aws:iam::111122223333:policy/mine' },
      { PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' },
      { PolicyName: '../mine', PolicyArn: 'arn:aws:iam::111122223333:policy/unknown' },
    ],
  };

  const { code, lines } = drift({ 'attached-policies.json': attached, 'policy-version.mine.json': version });

  expect(code).toBe(1);
  expect(lines.map((line) => line.slice(10).split(' on ')[0])).toEqual([
    'it may call logs:CreateLogGroup', 'it may call logs:CreateLogStream', 'it may call logs:PutLogEvents', 'it may call sns:Publish',
    'cannot be said: what the customer managed policy arn:aws:iam::111122223333:policy/unknown allows: its document is in none of the templates',
  ]);
});

test('a boundary that was added is less access, and one whose document is not saved cannot be said', () => {
  const limited = role({ PermissionsBoundary: { PermissionsBoundaryArn: BOUNDARY_ARN } });
  const version = { PolicyVersion: { Document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] } } };

  expect(drift({ 'role.json': limited, 'boundary.json': version })).toEqual({ code: 0, lines: [expect.stringMatching(/^narrower {2}from now on: its permissions boundary/)] });
  expect(drift({ 'role.json': limited }).code).toBe(1);
});

test('an event source that was added by hand is found', () => {
  const mapping = { UUID: 'x', EventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:jobs', FunctionArn: FUNCTION_ARN };

  expect(drift({ 'event-sources.json': { EventSourceMappings: [mapping] } })).toEqual({
    code: 1, lines: ['new       Lambda reads arn:aws:sqs:eu-west-1:111122223333:jobs and invokes it with what it finds'],
  });
  expect(drift({ 'event-sources.json': { EventSourceMappings: [{ ...mapping, State: 'Disabled' }] } }).lines).toEqual([
    'new       Lambda reads arn:aws:sqs:eu-west-1:111122223333:jobs and invokes it with what it finds; this is disabled',
  ]);
});

test('a trust policy may be encoded as the API of IAM gives it', () => {
  const encoded = encodeURIComponent(JSON.stringify(trustPolicy()));

  expect(drift({ 'role.json': role({ AssumeRolePolicyDocument: encoded }) })).toEqual({ code: 0, lines: [] });
});

test('a URL, destinations and dead letters that were added by hand are found', () => {
  const queue = 'arn:aws:sqs:eu-west-1:444455556666:theirs';

  const { code, lines } = drift({
    'function.json': { FunctionName: 'resize', FunctionArn: FUNCTION_ARN, Role: 'arn:aws:iam::111122223333:role/resize-role', DeadLetterConfig: { TargetArn: queue } },
    'urls.json': { FunctionUrlConfigs: [{ FunctionArn: FUNCTION_ARN, AuthType: 'NONE', FunctionUrl: 'https://x.lambda-url.eu-west-1.on.aws/' }] },
    'invoke-configs.json': { FunctionEventInvokeConfigs: [{ FunctionArn: `${FUNCTION_ARN}:$LATEST`, DestinationConfig: { OnSuccess: { Destination: queue }, OnFailure: {} } }] },
  });

  expect({ code, lines }).toEqual({
    code: 1,
    lines: [
      'new       its function URL asks nobody to sign in (NONE)',
      `new       events at which it fails go to ${queue} as dead letters`,
      `new       what it returns goes to ${queue}`,
    ],
  });
});

test.each(['function.json', 'policy.json', 'event-sources.json', 'urls.json', 'invoke-configs.json', 'role-policies.json', 'attached-policies.json', 'role.json'])('%s that was not saved cannot be said', (file) => {
  const { code, lines } = drift({ [file]: undefined });

  expect(code).toBe(1);
  expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^new {7}cannot be said: .* is not saved in ${file}$`)));
});

test('a policy of an alias that was not saved cannot be said, and one that was saved is compared', () => {
  const live = { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Resize' }, FunctionVersion: '1', Name: 'live' } };
  const withAlias = directoryWith({ 'App.template.json': template({ more: { Live: live } }) });
  const policy = { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ ...invokeStatement(), Resource: `${FUNCTION_ARN}:live` }] }) };

  expect(run('diff', withAlias, '--deployed', saved()).out).toContain("cannot be said: what 'aws lambda get-policy --qualifier live' prints is not saved in policy.live.json");
  expect(run('diff', withAlias, '--deployed', saved({ 'policy.live.json': '' })).code).toBe(0);
  expect(run('diff', withAlias, '--deployed', saved({ 'policy.live.json': policy })).out).toContain('new       s3.amazonaws.com may invoke its alias live');
});

describe('a template of a stack that does not know its account, with generated names', () => {
  const bucket = { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Images}' };
  const resources = {
    Images: { Type: 'AWS::S3::Bucket' },
    Resize: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: JSON.parse(JSON.stringify(trustPolicy()).replace('"111122223333"', '{"Ref":"AWS::AccountId"}')),
        Policies: [{
          PolicyName: 'Data',
          PolicyDocument: {
            Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Join': ['', [bucket, '/in/*']] } }],
          },
        }],
      },
    },
    OnUpload: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Resize' }, Principal: 's3.amazonaws.com', SourceArn: bucket, SourceAccount: { Ref: 'AWS::AccountId' },
      },
    },
  };
  const generated = directoryWith({ 'App.template.json': { Resources: resources } });
  const stackFile = {
    StackResourceSummaries: [
      { LogicalResourceId: 'Images', PhysicalResourceId: 'images', ResourceType: 'AWS::S3::Bucket' },
      { LogicalResourceId: 'Resize', PhysicalResourceId: 'resize', ResourceType: 'AWS::Lambda::Function' },
      { LogicalResourceId: 'Role', PhysicalResourceId: 'resize-role', ResourceType: 'AWS::IAM::Role' },
      { LogicalResourceId: 'OnUpload', PhysicalResourceId: 'App-OnUpload-1ABC', ResourceType: 'AWS::Lambda::Permission' },
    ],
  };

  test('is compared by the names that the stack tells', () => {
    expect(run('diff', generated, '--deployed', saved({ '/App.json': stackFile }))).toEqual({ code: 0, out: 'No change of access.\n', err: '' });
  });

  test('fails without them, and says what to save', () => {
    const { code, err } = run('diff', generated, '--deployed', saved());

    expect(code).toBe(2);
    expect(err).toContain("save what 'aws cloudformation list-stack-resources' prints for stack 'App'");
  });
});

describe('functions on one side only', () => {
  test('one that is in the account and in no template is new', () => {
    const { out, code } = run('diff', directoryWith({ 'Empty.json': { Resources: {} } }), '--deployed', saved());

    expect(code).toBe(1);
    expect(out).toMatch(/^account\/resize \(new function\)\n {2}new /);
  });

  test('one that was not saved cannot be said', () => {
    const other = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'other', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } };
    const two = directoryWith({ 'App.template.json': template({ more: { Other: other } }) });

    const { out, code } = run('diff', two, '--deployed', saved());

    expect(code).toBe(1);
    expect(out).toContain('App/Other\n  new       cannot be said: nothing is saved about it in a folder other\n');
  });
});

describe('fails, in one line, with', () => {
  test.each<[string, string, string]>([
    ['a directory that is not there', join(templates, 'nowhere'), "'--deployed' must name a directory"],
    ['a directory without functions', templates, 'with a folder for each function'],
    ['a file that is truncated', saved({ 'policy.json': '{"Policy": "{' }), 'must be JSON'],
    ['a policy that is truncated', saved({ 'policy.json': { Policy: '{"Version"' } }), 'must hold a policy in JSON'],
    ['a file of another kind', saved({ 'role.json': [] }), 'must be what the AWS CLI prints'],
    ['a list of another kind', saved({ 'attached-policies.json': { AttachedPolicies: 5 } }), "'AttachedPolicies' of a saved document must be a list"],
    ['a stack of another kind', saved({ '/App.json': { Stacks: [] } }), 'must be what \'aws cloudformation list-stack-resources\' prints'],
  ])('%s', (_, directory, message) => {
    const { code, out, err } = run('diff', templates, '--deployed', directory);

    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^[^\n]+\n$/);
    expect(err).toContain(message);
  });
});
