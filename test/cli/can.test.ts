import { join } from 'path';
import { directoryWith, run, template } from './run';

const POLICY_ARN = 'arn:aws:iam::aws:policy/NobodyKnows';
const directory = directoryWith({
  'App.json': template({ resource: 'arn:aws:s3:::images/in/*' }),
  'open.json': template({ more: { Live: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Resize' }, FunctionVersion: '1', Name: 'live' } } } }),
  'tagged.json': {
    Resources: {
      Fn: functionWith('tagged', 'Role'),
      Role: roleWith({ Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::images', Condition: { StringLike: { 's3:prefix': 'in/*' } } }, { RoleName: 'tagged' }),
    },
  },
  'staged.json': {
    Parameters: Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`Stage${index}`, { Type: 'String', Default: `s${index}` }])),
    Resources: {
      Fn: functionWith('staged', 'Role'),
      Role: roleWith({ Effect: 'Allow', Action: 's3:GetObject', Resource: Array.from({ length: 7 }, (_, index) => ({ 'Fn::Sub': `arn:aws:s3:::\${Stage${index}}/*` })) }),
    },
  },
  'bounded.json': template({
    more: {
      Bounded: functionWith('bounded', 'BoundedRole'),
      BoundedRole: roleWith({ Effect: 'Allow', Action: ['s3:GetObject', 'sqs:SendMessage'], Resource: '*' }, { PermissionsBoundary: { Ref: 'Boundary' } }),
      Boundary: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] } },
      },
    },
  }),
  'unknown.json': {
    Resources: {
      Fn: functionWith('unknown', 'Role'),
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] }, ManagedPolicyArns: [POLICY_ARN] } },
    },
  },
});

function functionWith(name: string, role: string): object {
  return { Type: 'AWS::Lambda::Function', Properties: { FunctionName: name, Role: { 'Fn::GetAtt': [role, 'Arn'] } } };
}

/** A role whose only policy holds one statement. */
function roleWith(statement: object, properties: object = {}): object {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
      Policies: [{ PolicyName: 'P', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }],
      ...properties,
    },
  };
}

function can(file: string, ...options: readonly string[]): { readonly code: number; readonly lines: readonly string[] } {
  const { code, out, err } = run('can', join(directory, file), ...options);
  expect(err).toBe('');
  return { code, lines: out.trimEnd().split('\n') };
}

describe('what a function may do', () => {
  test('allowed ends with 0, with the statement that allows it', () => {
    expect(can('App.json', '--function', 'Resize', '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::images/in/a.jpg')).toEqual({
      code: 0,
      lines: [
        'allowed: App/Resize calls s3:GetObject on arn:aws:s3:::images/in/a.jpg',
        '  because the Allow statement below matches',
        '  statement: App Role Properties.Policies[0].PolicyDocument.Statement[0]',
      ],
    });
  });

  test('says with which defaults of parameters the templates were read, the first of them', () => {
    const { code, lines } = can('staged.json', '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::s3/a.jpg');

    expect(code).toBe(0);
    expect(lines.filter((line) => line.includes('by default'))).toEqual([
      ...[0, 1, 2, 3, 4].map((index) => `  by default: parameter Stage${index} of staged is s${index}`),
      '  by default: 2 more parameters, which the report names',
    ]);
  });

  test('denied ends with 1, and says how near the nearest statement came', () => {
    const { code, lines } = can('App.json', '--action', 's3:DeleteObject', '--resource', 'arn:aws:s3:::images/in/a.jpg');

    expect(code).toBe(1);
    expect(lines[0]).toBe('denied: App/Resize calls s3:DeleteObject on arn:aws:s3:::images/in/a.jpg');
    expect(lines[1]).toContain('the action: it wants s3:GetObject, the request has s3:DeleteObject');
  });

  test.each([
    ['sqs:SendMessage', 'bounded Boundary Properties.PolicyDocument.Statement[0]'],
    ['s3:PutObject', 'bounded BoundedRole Properties.Policies[0].PolicyDocument.Statement[0]'],
  ])('the statement that is named for %s is of the side that refuses: the boundary or the policies', (action, place) => {
    const { lines } = can('bounded.json', '--function', 'Bounded', '--action', action, '--resource', action === 's3:PutObject' ? 'arn:aws:s3:::b/x' : 'arn:aws:sqs:eu-west-1:111122223333:q');

    expect(lines.slice(2)).toEqual([`  statement: ${place}`]);
  });

  test('the ARN of a log group stands in the answer as it was asked about', () => {
    const { lines } = can('App.json', '--action', 'logs:PutLogEvents', '--resource', 'arn:aws:logs:eu-west-1:111122223333:log-group:/jobs:*');

    expect(lines[0]).toBe('denied: App/Resize calls logs:PutLogEvents on arn:aws:logs:eu-west-1:111122223333:log-group:/jobs:*');
    expect(lines.join()).not.toContain('Any::');
  });

  test('what depends on a key that nobody told cannot be said, and ends with 1', () => {
    const { code, lines } = can('tagged.json', '--action', 's3:ListBucket', '--resource', 'arn:aws:s3:::images');

    expect(code).toBe(1);
    expect(lines[0]).toBe('cannot say: tagged/Fn calls s3:ListBucket on arn:aws:s3:::images');
    expect(lines.at(-1)).toBe("  say what the request has with '--context key=value' or the option for it");
  });

  test.each([['s3:prefix=in/a', 0, 'allowed'], ['S3:Prefix=out/a', 1, 'denied'], ['s3:prefix=a=b', 1, 'denied']])('--context %s decides', (context, code, word) => {
    const answer = can('tagged.json', '--action', 's3:ListBucket', '--resource', 'arn:aws:s3:::images', '--context', context);

    expect([answer.code, answer.lines[0].split(':')[0]]).toEqual([code, word]);
  });

  test('--context may be repeated, and may hold what an object has already', () => {
    const args = ['--action', 's3:ListBucket', '--resource', 'arn:aws:s3:::images', '--context', '__proto__=x', '--context', 's3:prefix=in/a'];

    expect(can('tagged.json', ...args).code).toBe(0);
  });

  test('a policy whose document nobody knows leaves the answer open, and is named', () => {
    const { code, lines } = can('unknown.json', '--action', 's3:GetObject', '--resource', '*');

    expect(code).toBe(1);
    expect(lines.join('\n')).toContain(`not known: the document of managed policy ${POLICY_ARN} is in none of the templates`);
  });
});

describe('who may invoke a function', () => {
  const invoker = ['--invoker', 's3.amazonaws.com'];
  const source = ['--source-arn', 'arn:aws:s3:::images', '--source-account', '111122223333'];

  test('the service for the right resource is allowed', () => {
    const { code, lines } = can('App.json', ...invoker, ...source);

    expect([code, lines[0]]).toEqual([0, 'allowed: s3.amazonaws.com invokes App/Resize for arn:aws:s3:::images of account 111122223333']);
  });

  test('the service for the bucket of somebody else is denied', () => {
    const { code, lines } = can('App.json', ...invoker, '--source-arn', 'arn:aws:s3:::images', '--source-account', '999999999999');

    expect(code).toBe(1);
    expect(lines[1]).toContain('aws:SourceAccount: it wants 111122223333, the request has 999999999999');
  });

  test('the service without its resource cannot be said', () => {
    expect(can('App.json', ...invoker).lines[0]).toBe('cannot say: s3.amazonaws.com invokes App/Resize');
  });

  test('an alias has its own policy', () => {
    expect(can('open.json', ...invoker, ...source, '--qualifier', 'live')).toEqual({
      code: 1, lines: expect.arrayContaining([expect.stringMatching(/^denied: s3\.amazonaws\.com invokes App\/Resize:live /)]),
    });
  });

  test('no statement is named for the account of the function, which needs none', () => {
    expect(can('App.json', '--invoker', '111122223333', '--account', '111122223333')).toEqual({
      code: 0, lines: ['allowed: 111122223333 invokes App/Resize', '  because the caller is the account itself'],
    });
  });

  test.each([['999999999999'], ['arn:aws:iam::999999999999:role/app'], ['*']])('%s is denied', (who) => {
    expect(can('App.json', '--invoker', who, '--account', '111122223333')).toEqual({ code: 1, lines: expect.arrayContaining([expect.stringMatching(/^denied: /)]) });
  });
});

test.each(['App/Resize', 'App/Resize/Resource', 'Resize', 'resize', 'arn:aws:lambda:eu-west-1:111122223333:function:resize'])('a function is found as %s', (name) => {
  const { code } = can('App.json', '--function', name, '--account', '111122223333', '--region', 'eu-west-1', '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::images/in/a');

  expect(code).toBe(0);
});

test.each([
  [['--action', 's3:GetObjct', '--resource', '*'], "s3 has no action 'GetObjct'; did you mean 's3:GetObject'?"],
  [['--invoker', 'snss.amazonaws.com'], "did you mean 'sns.amazonaws.com'?"],
])('fails when a name is misspelt, unless it is said to be newer: %j', (options, message) => {
  const { code, err } = run('can', join(directory, 'App.json'), ...options);

  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  expect(err).toContain("say so in '--unknown'");
  expect(can('App.json', ...options, '--unknown', 'it is newer').code).toBe(1);
});

test('fails when the action does not act on the resource, unless it is said to be newer', () => {
  const options = ['--action', 's3:GetObject', '--resource', 'arn:aws:s3:::images'];
  const { code, err } = run('can', join(directory, 'App.json'), ...options);

  expect([code, err]).toEqual([2, expect.stringMatching(/^.*'--resource': s3:GetObject acts on object .*, or say in '--unknown' why it acts on this\n$/)]);
  expect(can('App.json', ...options, '--unknown', 'it is newer').code).toBe(1);
});

test.each(['arn:aws:s3:::images', 'arn:aws:lambda:eu-west-1:111122223333:function:resize', 'arn:aws:events:eu-west-1:111122223333:rule/r'])('fails when %s is to invoke, which is nobody who calls', (who) => {
  const { code, out, err } = run('can', join(directory, 'App.json'), '--invoker', who);

  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(`'--invoker' must be a service such as s3.amazonaws.com, an account, the ARN of a role or user, or *, got '${who}'`);
});

test.each(['arn:aws:iam::999999999999:user/ana', 'arn:aws:sts::999999999999:assumed-role/app/session', 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/app'])('takes %s as somebody who calls', (who) => {
  expect(can('App.json', '--invoker', who, '--account', '111122223333').code).toBe(1);
});

test('fails when there are several functions and none is named', () => {
  const { code, err } = run('can', directory, '--invoker', '*');

  expect(code).toBe(2);
  expect(err).toContain("'--function' must name one function, got nothing; there are 'App/Resize'");
});
