import { access, condition, inline, invoke, located, source } from './access';
import { FunctionAccess } from '../../src/model/function-access';
import { Statement } from '../../src/model/statement';
import { diffAccess } from '../../src/report/diff';
import { AccessDiff, allowsMore } from '../../src/report/diff-change';
import { accessLines } from '../../src/report/diff-statement';
import { changeWords } from '../../src/report/diff-words';
import { summarize } from '../../src/report/permission-summary';
import { plainSentence } from '../../src/report/sentence';

const ACCOUNT = '111122223333';
const OWN_ACCOUNT = condition('StringEquals', 'aws:SourceAccount', ACCOUNT);
const FROM_IMAGES = condition('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::images');
const GET: Partial<Statement> = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::images/in/*'] };

function diff(before: readonly FunctionAccess[], after: readonly FunctionAccess[]): AccessDiff {
  return diffAccess(summarize(before), summarize(after));
}

/** Each change in a line: `wider it may call …`, and what it stands in place of. Without the marks, which are tested with the report. */
function changes({ functions }: AccessDiff): string[] {
  return functions.flatMap((one) => one.changes.map(changeWords)).map(({ label, main, relation, details }) => (
    [`${label} ${plainSentence(main).replace(/ \([a-z ,:]+\)$/, '')}`, ...details.map((detail) => `${relation} ${plainSentence(detail)}`)].join('; ')
  ));
}

function granted(...statements: readonly Partial<Statement>[]): FunctionAccess[] {
  return [access([], [inline('Data', ...statements)])];
}

function invokable(...statements: Parameters<typeof access>[0] & {}): FunctionAccess[] {
  return [access(statements)];
}

describe('what a role may do', () => {
  test('a new statement is new access', () => {
    const found = diff(granted(), granted(GET));

    expect(changes(found)).toEqual(['new it may call s3:GetObject on arn:aws:s3:::images/in/*']);
    expect(allowsMore(found)).toBe(true);
  });

  test('a statement that is gone allows nothing more', () => {
    const found = diff(granted(GET), granted());

    expect(changes(found)).toEqual(['gone it may call s3:GetObject on arn:aws:s3:::images/in/*']);
    expect(allowsMore(found)).toBe(false);
  });

  test('a wider resource is told with the one that it replaces', () => {
    expect(changes(diff(granted(GET), granted({ ...GET, resources: ['arn:aws:s3:::images/*'] })))).toEqual([
      'wider it may call s3:GetObject on arn:aws:s3:::images/*; before it may call s3:GetObject on arn:aws:s3:::images/in/*',
    ]);
  });

  test('a narrower resource is told with the one that is left', () => {
    expect(changes(diff(granted({ ...GET, resources: ['*'] }), granted(GET)))).toEqual([
      'narrower it may call s3:GetObject on *; now it may call s3:GetObject on arn:aws:s3:::images/in/*',
    ]);
  });

  test.each<[string, Partial<Statement>[], Partial<Statement>[]]>([
    ['the same action in other letters', [GET], [{ ...GET, actions: ['S3:getobject'] }]],
    ['two statements become one', [GET, { ...GET, actions: ['s3:PutObject'] }], [{ ...GET, actions: ['s3:PutObject', 's3:GetObject'] }]],
    ['a sid changes', [{ ...GET, sid: 'A' }], [{ ...GET, sid: 'B' }]],
  ])('%s: no difference', (_, before, after) => {
    expect(diff(granted(...before), granted(...after))).toEqual({ functions: [], layers: [] });
  });

  test('a statement that others cover, in another policy and another place, is no difference', () => {
    const elsewhere = { ...inline('Other', { ...GET, resources: ['arn:aws:s3:::images/in/a'] }), source: source('Elsewhere') };
    const before = [access([], [inline('Data', GET)])];

    expect(diff(before, [access([], [inline('Data', GET), elsewhere])])).toEqual({ functions: [], layers: [] });
  });

  test('another value in a list of values is told alone', () => {
    const before = granted({ ...GET, conditions: [condition('StringEquals', 'aws:ResourceAccount', ACCOUNT)] });
    const after = granted({ ...GET, conditions: [condition('StringEquals', 'aws:ResourceAccount', ACCOUNT, '444455556666')] });

    expect(changes(diff(before, after))).toEqual([
      'new it may call s3:GetObject on arn:aws:s3:::images/in/*, when aws:ResourceAccount is 444455556666',
    ]);
  });

  test('a condition that is gone widens, one that comes narrows', () => {
    const limited = granted({ ...GET, conditions: [condition('StringEquals', 'aws:ResourceAccount', ACCOUNT)] });

    expect(changes(diff(limited, granted(GET)))).toEqual([expect.stringMatching(/^wider it may call .* before it may call .* is 111122223333$/)]);
    expect(changes(diff(granted(GET), limited))).toEqual([expect.stringMatching(/^narrower it may call .* now it may call .* is 111122223333$/)]);
  });

  test('a Deny that is gone, or covers less, widens', () => {
    const denied: Partial<Statement> = { effect: 'Deny', actions: ['s3:*'], resources: ['arn:aws:s3:::images/in/secret/*'] };
    const found = diff(granted(GET, denied), granted(GET));

    expect(changes(found)).toEqual(['wider no longer: it must not call s3:* on arn:aws:s3:::images/in/secret/*']);
    expect(allowsMore(found)).toBe(true);
    expect(changes(diff(granted(GET, denied), granted(GET, { ...denied, actions: ['s3:Get*'] })))).toEqual([
      'wider no longer: it must not call s3:* on arn:aws:s3:::images/in/secret/*; now it must not call s3:Get* on arn:aws:s3:::images/in/secret/*',
    ]);
  });

  test('a new Deny narrows', () => {
    const found = diff(granted(GET), granted(GET, { ...GET, effect: 'Deny' }));

    expect(changes(found)).toEqual(['narrower from now on: it must not call s3:GetObject on arn:aws:s3:::images/in/*']);
    expect(allowsMore(found)).toBe(false);
  });

  test('everything but less is more', () => {
    const before = granted({ actions: undefined, notActions: ['iam:*', 'sts:*'], resources: ['*'] });
    const after = granted({ actions: undefined, notActions: ['iam:*'], resources: ['*'] });

    expect(changes(diff(before, after))).toEqual([expect.stringMatching(/^wider it may call everything except iam:\* on /)]);
    expect(changes(diff(before, granted(GET)))).toEqual([expect.stringMatching(/^narrower it may call everything except iam:\* and sts:\* /)]);
  });
});

describe('the boundary', () => {
  const bound = (...statements: readonly Partial<Statement>[]) => {
    const [{ role, ...rest }] = granted(GET);
    return [{ ...rest, role: { ...role!, boundary: inline('Boundary', ...statements) } }];
  };

  test('without it more is allowed, with it less', () => {
    expect(changes(diff(bound(GET), granted(GET)))).toEqual(['wider no longer: its permissions boundary, inline policy Boundary of App/Resize/Role']);
    expect(changes(diff(granted(GET), bound(GET)))).toEqual(['narrower from now on: its permissions boundary, inline policy Boundary of App/Resize/Role']);
    expect(allowsMore(diff(granted(GET), bound(GET)))).toBe(false);
  });

  test('what it lets through is compared', () => {
    expect(changes(diff(bound(GET), bound(GET, { actions: ['sqs:*'], resources: ['*'] })))).toEqual([
      'wider its boundary lets it call sqs:* on *',
    ]);
  });
});

describe('who may invoke a function', () => {
  test('a service that comes and one that goes', () => {
    expect(changes(diff(invokable(invoke('s3.amazonaws.com', [FROM_IMAGES, OWN_ACCOUNT])), invokable(invoke('sns.amazonaws.com', [OWN_ACCOUNT]))))).toEqual([
      'new sns.amazonaws.com may invoke it, only for resources of account 111122223333',
      'gone s3.amazonaws.com may invoke it, only for arn:aws:s3:::images, only if that resource belongs to account 111122223333',
    ]);
  });

  test('a source that is no longer asked for widens', () => {
    const found = diff(invokable(invoke('s3.amazonaws.com', [FROM_IMAGES, OWN_ACCOUNT])), invokable(invoke('s3.amazonaws.com', [OWN_ACCOUNT])));

    expect(changes(found)).toEqual([
      'wider s3.amazonaws.com may invoke it, only for resources of account 111122223333; before s3.amazonaws.com may invoke it, '
      + 'only for arn:aws:s3:::images, only if that resource belongs to account 111122223333',
    ]);
  });

  test('everybody is wider than anybody', () => {
    const partner = { ...invoke('x'), principals: [{ kind: 'AWS', id: 'arn:aws:iam::444455556666:role/app' }] } as const;
    const anyone = { ...partner, principals: [{ kind: 'AWS', id: '*' }] } as const;

    expect(changes(diff(invokable(partner), invokable(anyone)))).toEqual([expect.stringMatching(/^wider anyone may invoke it/)]);
    expect(allowsMore(diff(invokable(anyone), invokable(partner)))).toBe(false);
  });

  test('one role of another account is narrower than the account, but not of the own account', () => {
    const by = (account: string, name: string) => invokable({ ...invoke('x'), principals: [{ kind: 'AWS', id: `arn:aws:iam::${account}:${name}` }] });

    expect(changes(diff(by('444455556666', 'root'), by('444455556666', 'role/app')))).toEqual([expect.stringMatching(/^narrower account 444455556666/)]);
    expect(allowsMore(diff(by(ACCOUNT, 'root'), by(ACCOUNT, 'role/app')))).toBe(true);
  });

  test('a version that is published again is the same version', () => {
    const version = (id: string) => {
      const arn = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:resize:\${App.${id}.Version}`;
      const statements = [invoke('s3.amazonaws.com', [OWN_ACCOUNT], { resources: [arn] })];
      return [access([], [], { targets: [{ kind: 'VERSION', stack: 'App', logicalId: id, arn, qualifier: `\${App.${id}.Version}`, statements }] })];
    };

    expect(diff(version('VersionA1'), version('VersionB2'))).toEqual({ functions: [], layers: [] });
  });

  test('an alias is not the function', () => {
    const arn = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:resize:live`;
    const statement = invoke('s3.amazonaws.com', [OWN_ACCOUNT], { resources: [arn] });
    const alias = [access([], [], { targets: [{ kind: 'ALIAS', stack: 'App', logicalId: 'Live', arn, qualifier: 'live', statements: [statement] }] })];

    expect(changes(diff(invokable(invoke('s3.amazonaws.com', [OWN_ACCOUNT])), alias))).toEqual([
      'new s3.amazonaws.com may invoke its alias live, only for resources of account 111122223333',
      'gone s3.amazonaws.com may invoke it, only for resources of account 111122223333',
    ]);
  });

  test('an event source that comes and one that goes', () => {
    const mapping = { source: source('Retry'), eventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:jobs', targetArn: access().arn };
    const polled = [access([], [], { eventSources: [mapping] })];

    expect(changes(diff([access()], polled))).toEqual(['new Lambda reads arn:aws:sqs:eu-west-1:111122223333:jobs and invokes it with what it finds']);
    expect(allowsMore(diff(polled, [access()]))).toBe(false);
  });
});

describe('who may assume its role', () => {
  const trusted = (...services: readonly string[]): FunctionAccess[] => {
    const [{ role, ...rest }] = granted();
    const trust = services.map((id) => located({ principals: [{ kind: 'Service', id }], actions: ['sts:AssumeRole'] }, source('Role')));
    return [{ ...rest, role: { ...role!, trust } }];
  };

  test('another service is new access', () => {
    expect(changes(diff(trusted('lambda.amazonaws.com'), trusted('lambda.amazonaws.com', 'ec2.amazonaws.com')))).toEqual([
      'new ec2.amazonaws.com may assume its role',
    ]);
  });
});

describe('what cannot be said', () => {
  test('is more than before, because it may be anything', () => {
    const found = diff([access()], [access([], [{ kind: 'AWS_MANAGED', name: 'arn:aws:iam::aws:policy/NewPolicy', source: source('Role') }])]);

    expect(changes(found)).toEqual([
      'new cannot be said: what the AWS managed policy arn:aws:iam::aws:policy/NewPolicy allows: its document is in none of the templates',
    ]);
    expect(allowsMore(found)).toBe(true);
  });
});

describe('functions that come, go and move', () => {
  const moved = (from: FunctionAccess, more: Partial<FunctionAccess>): FunctionAccess => ({ ...from, ...more });
  const generated = (stack: string, id: string, constructPath?: string): FunctionAccess => {
    const arn = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:\${${stack}.${id}}`;
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/\${${stack}.${id}Role}`;
    const [base] = granted({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::\${${stack}.Images}/*`] });
    return moved(base, {
      stack,
      logicalId: id,
      constructPath,
      arn,
      roleArn,
      targets: [{ kind: 'FUNCTION', stack, logicalId: id, arn, statements: [invoke('s3.amazonaws.com', [OWN_ACCOUNT], { resources: [arn] })] }],
      role: { ...base.role!, arn: roleArn },
    });
  };

  test('a new function is listed with its access, one that is gone with what it had', () => {
    const found = diff([], granted(GET));

    expect(found.functions).toEqual([expect.objectContaining({ name: 'App/Resize', status: 'ADDED' })]);
    expect(changes(found)).toEqual([expect.stringMatching(/^new it may call/)]);
    expect(diff(granted(GET), []).functions).toEqual([expect.objectContaining({ name: 'App/Resize', status: 'REMOVED' })]);
  });

  test('a new function that is denied something is no news', () => {
    expect(changes(diff([], granted(GET, { ...GET, effect: 'Deny' })))).toHaveLength(1);
  });

  test.each([
    ['a logical id changes and the construct path stays', generated('App', 'ResizeA1', 'App/Resize/Resource'), generated('App', 'ResizeB2', 'App/Resize/Resource')],
    ['the stack has another name', generated('Old', 'Resize'), generated('New', 'Resize')],
    ['the file has another name and there are construct paths', generated('before', 'R', 'App/R/Resource'), generated('after', 'R', 'App/R/Resource')],
  ])('%s: no difference', (_, before, after) => {
    expect(diff([before], [after])).toEqual({ functions: [], layers: [] });
  });

  test('the new name stands first, the old one beside it', () => {
    const after = generated('New', 'Resize');
    const more = { ...after, targets: [] };

    expect(diff([generated('Old', 'Resize')], [more]).functions).toEqual([expect.objectContaining({ name: 'New/Resize', formerName: 'Old/Resize' })]);
  });

  test('a name that is used for something else on the other side is not taken for a rename', () => {
    const other = moved(generated('New', 'Other'), { constructPath: 'Other' });
    const found = diff([generated('Old', 'Resize'), other], [generated('New', 'Resize'), other]);

    expect(changes(found)).toEqual([
      expect.stringContaining('new it may call s3:GetObject on arn:aws:s3:::${New.Images}/*'),
      expect.stringContaining('gone it may call s3:GetObject on arn:aws:s3:::${Old.Images}/*'),
    ]);
  });

  test('two functions with one logical id in several stacks are not taken for each other', () => {
    const found = diff([generated('A', 'Resize'), generated('B', 'Resize')], [generated('C', 'Resize')]);

    expect(found.functions.map(({ name, status }) => `${status} ${name}`)).toEqual(['REMOVED A/Resize', 'REMOVED B/Resize', 'ADDED C/Resize']);
  });
});

test('a statement with very many combinations stays whole', () => {
  const many = Array.from({ length: 30 }, (_, index) => `arn:aws:s3:::b${index}`);
  const place = { stack: 'App', logicalId: 'X', resourceType: 'T' };
  const statement = { effect: 'Allow', actions: ['s3:GetObject'], resources: ['*'], place } as const;

  expect(accessLines([{ ...statement, conditions: [condition('ArnLike', 'aws:SourceArn', ...many)] }])).toHaveLength(30);
  expect(accessLines([{ ...statement, conditions: [condition('ArnLike', 'aws:SourceArn', ...many), condition('StringLike', 'a:b', ...many)] }])).toHaveLength(1);
});
