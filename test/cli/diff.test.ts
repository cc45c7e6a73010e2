import { join } from 'path';
import { directoryWith, run, template } from './run';

const directory = directoryWith({
  'before.json': template(),
  'same.json': template(),
  'wider.json': template({ resource: 'arn:aws:s3:::images/*' }),
  'narrower.json': template({ resource: 'arn:aws:s3:::images/in/a/*' }),
  'invalid.json': { format: 1, functions: [{ name: 5 }] },
  'future.json': { format: 2, functions: [] },
});
const at = (file: string) => join(directory, file);

test('nothing changed: 0, in one sentence', () => {
  expect(run('diff', at('before.json'), at('same.json'))).toEqual({ code: 0, out: 'No change of access.\n', err: '' });
  expect(run('diff', at('before.json'), at('same.json'), '--format', 'markdown').out).toBe('Lambda permissions: No change of access.\n');
});

test('more is allowed: 1', () => {
  const { code, out, err } = run('diff', at('before.json'), at('wider.json'));

  expect([code, err]).toEqual([1, '']);
  expect(out).toContain('  wider     it may call s3:GetObject on arn:aws:s3:::images/*');
  expect(out).toContain('            before: it may call s3:GetObject on arn:aws:s3:::images/in/*');
});

test('less is allowed: 0', () => {
  const { code, out } = run('diff', at('before.json'), at('narrower.json'));

  expect(code).toBe(0);
  expect(out).toMatch(/Nothing more is allowed than before: 1 change allows less, in 1 function\.\n$/);
});

test.each([['markdown', /^### Lambda permissions\n/], ['json', /^\{\n {2}"format": 1,\n {2}"allowsMore": true,/]])('prints %s', (format, expected) => {
  expect(run('diff', at('before.json'), at('wider.json'), '--format', format).out).toMatch(expected);
});

test('a function with a name of its own is found again where its logical id changes, also if the template does not tell region and account', () => {
  const { Resize, ...others } = (template() as { Resources: { [id: string]: object } }).Resources;
  const plain = (id: string) => ({ Resources: { ...others, [id]: { ...Resize, Metadata: {} }, OnUpload: { ...others.OnUpload, Properties: { FunctionName: { Ref: id }, Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' } } } });
  const apps = directoryWith({ 'a/App.json': plain('Resize'), 'b/App.json': plain('Shrink') });

  expect(run('diff', join(apps, 'a'), join(apps, 'b'))).toEqual({ code: 0, out: 'No change of access.\n', err: '' });
});

test('a version that is published again is the same version for what triggers it, polls for it and may invoke it', () => {
  const published = (id: string) => template({
    more: {
      [id]: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Resize' } } },
      Nightly: { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Id: 'T', Arn: { Ref: id } }] } },
      Jobs: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: id }, EventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:jobs' } },
      Calls: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'Calls', Roles: [{ Ref: 'Role' }], PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { Ref: id } }] } },
      },
    },
  });
  const apps = directoryWith({ 'a/App.json': published('Version1a2b'), 'b/App.json': published('Version3c4d') });

  expect(run('diff', join(apps, 'a'), join(apps, 'b'))).toEqual({ code: 0, out: 'No change of access.\n', err: '' });
});

describe('a permissions boundary whose document is in no template', () => {
  const { Resources } = template() as { Resources: { [id: string]: { Properties: object } } };
  const bound = (...names: readonly string[]) => ({
    Resources: { ...Resources, Role: { ...Resources.Role, Properties: { ...Resources.Role.Properties, ...names.length > 0 && { PermissionsBoundary: `arn:aws:iam::111122223333:policy/${names[0]}` } } } },
  });
  const apps = directoryWith({ 'none/App.json': bound(), 'one/App.json': bound('One'), 'other/App.json': bound('Other') });
  const compared = (before: string, after: string) => run('diff', join(apps, before), join(apps, after));

  test('allows nothing by itself: less is allowed than before', () => {
    expect(compared('none', 'one')).toEqual({
      code: 0,
      err: '',
      out: [
        'App/Resize',
        '  narrower  from now on: its permissions boundary, customer managed policy arn:aws:iam::111122223333:policy/One',
        '',
        'Nothing more is allowed than before: 1 change allows less, in 1 function.',
        '',
      ].join('\n'),
    });
  });

  test('may allow more than the one that it replaces', () => {
    const { code, out } = compared('one', 'other');

    expect(code).toBe(1);
    expect(out).toContain('  new       cannot be said: what the customer managed policy arn:aws:iam::111122223333:policy/Other allows');
  });

  test('limits no longer when it is gone', () => {
    const { code, out } = compared('one', 'none');

    expect(code).toBe(1);
    expect(out).toContain('  wider     no longer: its permissions boundary, customer managed policy arn:aws:iam::111122223333:policy/One');
  });
});

describe('URLs, triggers, destinations and layers', () => {
  const connected = (authType: string, shared: string, ...others: readonly string[]) => template({
    more: {
      Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { Ref: 'Resize' }, AuthType: authType } },
      Tools: { Type: 'AWS::Lambda::LayerVersion', Properties: { LayerName: 'tools', Content: { S3Bucket: 'b', S3Key: 'k' } } },
      Share: { Type: 'AWS::Lambda::LayerVersionPermission', Properties: { LayerVersionArn: { Ref: 'Tools' }, Action: 'lambda:GetLayerVersion', Principal: shared } },
      ...Object.fromEntries(others.map((id) => [id, id === 'Failed'
        ? {
          Type: 'AWS::Lambda::EventInvokeConfig',
          Properties: { FunctionName: { Ref: 'Resize' }, Qualifier: '$LATEST', DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:444455556666:lost' } } },
        }
        : { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Id: 'T', Arn: { 'Fn::GetAtt': ['Resize', 'Arn'] } }] } }])),
    },
  });
  const apps = directoryWith({ 'iam.json': connected('AWS_IAM', '444455556666'), 'open.json': connected('NONE', '*', 'Nightly', 'Failed') });
  const [iam, open] = ['iam.json', 'open.json'].map((file) => join(apps, file));
  const LINES = [
    '  wider     its function URL asks nobody to sign in (NONE)',
    '            before: its function URL asks its callers to sign in (AWS_IAM)',
    '  new       AWS::Events::Rule before/Nightly invokes it',
    '  new       events at which it fails go to arn:aws:sqs:eu-west-1:444455556666:lost',
    '  wider     anyone may use it (any principal) [before/Share]',
    '            before: account 444455556666 may use it',
    'More is allowed than before: 4 changes allow more, in 1 function and 1 layer.',
  ];

  test('are access: what is added or widened ends with 1, what is gone or narrower with 0', () => {
    const { code, out, err } = run('diff', iam, open);

    expect([code, err]).toEqual([1, '']);
    for (const line of LINES) { expect(out.replaceAll('open/', 'before/')).toContain(line); }
    expect(run('diff', open, iam).code).toBe(0);
    expect(run('diff', open, open).out).toBe('No change of access.\n');
  });

  test('stand in the comment and in JSON', () => {
    const markdown = run('diff', iam, open, '--format', 'markdown').out;
    const json = JSON.parse(run('diff', iam, open, '--format', 'json').out);

    expect(markdown).toContain('- **wider**: Its function URL asks nobody to sign in (NONE).');
    expect(markdown).toContain('`open/Tools`, which was `iam/Tools`\n\n- **wider**: Anyone may use it (any principal). Written in `open/Share`.');
    expect([...json.functions, ...json.layers].flatMap(({ changes }) => changes)).toEqual([
      expect.objectContaining({ kind: 'WIDENED', side: 'URL', allowsMore: true }),
      expect.objectContaining({ kind: 'ADDED', side: 'TRIGGER', allowsMore: true }),
      expect.objectContaining({ kind: 'ADDED', side: 'DESTINATION', allowsMore: true }),
      expect.objectContaining({ kind: 'WIDENED', side: 'SHARE', allowsMore: true }),
    ]);
  });

  test('are in a report that was saved; one that an older version saved is compared without them', () => {
    const report = JSON.parse(run('report', iam, '--format', 'json').out);
    const withoutConnections = ({ urls, triggers, destinations, ...rest }: { [key: string]: unknown }) => rest;
    const { layers, ...older } = { ...report, functions: report.functions.map(withoutConnections) };
    const saved = directoryWith({ 'new.json': report, 'old.json': older });

    expect(run('diff', join(saved, 'new.json'), open)).toEqual(run('diff', iam, open));
    expect(layers).toHaveLength(1);
    expect(run('diff', join(saved, 'old.json'), open).out).toBe('No change of access.\n');
  });
});

describe('a report that was committed', () => {
  const saved = directoryWith({ 'permissions/permissions.json': run('report', at('before.json'), '--format', 'json').out });

  test('stands for the templates it was made of', () => {
    expect(run('diff', join(saved, 'permissions', 'permissions.json'), at('wider.json'))).toEqual(run('diff', at('before.json'), at('wider.json')));
  });

  test('holds what cannot be said as it was, with every blank of a name', () => {
    const role = 'arn:aws:iam::111122223333:role/a  b';
    const fn = { Type: 'AWS::Lambda::Function', Properties: { Handler: 'i.h', Runtime: 'nodejs24.x', Code: { ZipFile: 'x' }, Role: role } };
    const files = directoryWith({ 'app.json': { Resources: { Fn: fn } } });
    const report = directoryWith({ 'permissions.json': run('report', join(files, 'app.json'), '--format', 'json').out });

    expect(run('report', join(files, 'app.json')).out).toContain(role);
    expect(run('diff', report, files)).toEqual({ code: 0, out: 'No change of access. Of 1 function a part cannot be said, and is not compared.\n', err: '' });
  });

  test('is found in its directory', () => {
    expect(run('diff', join(saved, 'permissions'), at('same.json')).out).toBe('No change of access.\n');
  });

  test.each([
    ['invalid.json', "functions[0] must hold a text as 'name', got 5"],
    ['future.json', 'must be a report of format 1, got 2'],
  ])('fails when it is not as it was written: %s', (file, message) => {
    const { code, out, err } = run('diff', at(file), at('before.json'));

    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).toMatch(/^[^\n]+\n$/);
  });
});
