import { readFileSync } from 'fs';
import { join } from 'path';
import { access, condition, inline, invoke, located, source } from './access';
import { EXAMPLE } from './example';
import { HOSTILE_NAMES } from './hostile-names';
import { FunctionAccess } from '../../src/model/function-access';
import { diffAccess } from '../../src/report/diff';
import { AccessDiff } from '../../src/report/diff-change';
import { renderDiffJson } from '../../src/report/diff-json';
import { renderDiffMarkdown } from '../../src/report/diff-markdown';
import { parseSavedReport } from '../../src/report/diff-saved-report';
import { renderDiffText } from '../../src/report/diff-text';
import { renderJson } from '../../src/report/json';
import { summarize } from '../../src/report/permission-summary';

const [RESIZE, REPORT, LEGACY] = EXAMPLE;
const IMAGES = 'arn:${AWS::Partition}:s3:::${App.Images}';

/** A pull request: the upload no longer names its bucket, the images may be read everywhere, one function goes and one comes. */
const AFTER: readonly FunctionAccess[] = [
  {
    ...RESIZE,
    targets: RESIZE.targets.map((target) => target.kind !== 'FUNCTION' ? target : {
      ...target,
      statements: [invoke('s3.amazonaws.com', [condition('StringEquals', 'aws:SourceAccount', '111122223333')], {
        source: source('OnUpload', { constructPath: 'App/OnUpload/Permission' }),
      })],
    }),
    role: {
      ...RESIZE.role!,
      policies: [inline('Data', { actions: ['s3:GetObject'], resources: [`${IMAGES}/*`] }), ...RESIZE.role!.policies.slice(1)],
      boundary: undefined,
    },
  },
  { ...REPORT, role: RESIZE.role },
  access([], [inline('Data', { actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:eu-west-1:111122223333:jobs'] })], {
    logicalId: 'Enqueue', constructPath: 'App/Enqueue/Resource', arn: 'arn:aws:lambda:eu-west-1:111122223333:function:enqueue',
  }),
];
const DIFF = diff(EXAMPLE, AFTER);

function diff(before: readonly FunctionAccess[], after: readonly FunctionAccess[]): AccessDiff {
  return diffAccess(summarize(before), summarize(after));
}

test('the comment on a pull request reads like example-diff.md', () => {
  expect(renderDiffMarkdown(DIFF)).toBe(readFileSync(join(__dirname, 'example-diff.md'), 'utf8'));
});

test('the terminal output reads like example-diff.txt', () => {
  expect(renderDiffText(DIFF)).toBe(readFileSync(join(__dirname, 'example-diff.txt'), 'utf8'));
});

test('a comment about nothing is one sentence', () => {
  expect(renderDiffMarkdown(diff(EXAMPLE, EXAMPLE))).toBe('Lambda permissions: No change of access. Of 3 functions a part cannot be said, and is not compared.\n');
  expect(renderDiffText(diff([access()], [access()]))).toBe('No change of access.\n');
});

test('a line names the managed policy that a role names, beside the role', () => {
  const administrator = { ...inline('', { actions: ['*'], resources: ['*'] }), kind: 'AWS_MANAGED' as const, name: 'arn:aws:iam::aws:policy/AdministratorAccess' };
  const place = 'App/Resize/Role';
  const found = diff([access()], [access([], [administrator])]);

  expect(renderDiffMarkdown(found)).toContain(`(any action, any resource). Written in \`arn:aws:iam::aws:policy/AdministratorAccess\`, attached to \`${place}\`.\n`);
  expect(renderDiffText(found)).toContain(`(any action, any resource) [arn:aws:iam::aws:policy/AdministratorAccess of ${place}]\n`);
  expect(JSON.parse(renderDiffJson(found))).toMatchObject({ functions: [{ changes: [{ after: [{ policy: 'arn:aws:iam::aws:policy/AdministratorAccess' }] }] }] });
  expect(renderDiffMarkdown(diff([access()], [access([], [inline('P', { actions: ['*'], resources: ['*'] })])]))).toContain(`Written in \`${place}\`.\n`);
});

test('what allows less is folded away when nothing allows more', () => {
  const markdown = renderDiffMarkdown(diff([LEGACY, REPORT], [REPORT]));

  expect(markdown).toContain('**Nothing more is allowed than before: 2 changes allow less, in 1 function.**\n\n<details>\n<summary>What allows less: 2 changes');
  expect(markdown.match(/<details>/g)).toHaveLength(1);
});

test('JSON holds each change in words and as statements', () => {
  const { format, allowsMore, functions } = JSON.parse(renderDiffJson(diff([access()], [access([], [inline('Data', {
    actions: ['s3:GetObject'], resources: [`${IMAGES}/*`],
  })])])));

  expect({ format, allowsMore, functions }).toEqual({
    format: 1,
    allowsMore: true,
    functions: [{
      name: 'App/Resize',
      status: 'CHANGED',
      changes: [{
        kind: 'ADDED',
        side: 'GRANT',
        allowsMore: true,
        before: [],
        after: [expect.objectContaining({ text: `it may call s3:GetObject on ${IMAGES}/*`, effect: 'Allow', actions: ['s3:GetObject'], conditions: [] })],
      }],
    }],
  });
});

test('what is allowed now comes with the reason that was given for it, from a saved report too; what is gone does not', () => {
  const note = { text: 'it starts tasks', option: 'acknowledgeEscalation', constructPath: 'App/Resize', actions: ['iam:PassRole'] };
  const policy = inline('P', { actions: ['iam:PassRole', 'sqs:SendMessage'], resources: ['*'] });
  const after = [access([], [{ ...policy, statements: policy.statements!.map((statement) => ({ ...statement, notes: [note] })) }])];
  const saved = parseSavedReport(JSON.parse(renderJson(summarize(after))) as { readonly [key: string]: unknown }, 'permissions.json');

  for (const found of [diff([access()], after), diffAccess(summarize([access()]), saved)]) {
    expect(renderDiffText(found).split('\n').slice(1, 4)).toEqual([
      '  new       it may call iam:PassRole on * (any resource) [App/Resize/Role]',
      '            reason given by App/Resize in acknowledgeEscalation: "it starts tasks"',
      '  new       it may call sqs:SendMessage on * (any resource) [App/Resize/Role]',
    ]);
    expect(renderDiffMarkdown(found)).toContain('.\n  - reason given by `App/Resize` in `acknowledgeEscalation`: `it starts tasks`\n- ');
    expect(JSON.parse(renderDiffJson(found)).functions[0].changes[0].after[0].notes).toEqual([{ ...note, actions: undefined }]);
  }
  expect(renderDiffText(diff(after, [access()]))).not.toContain('reason');
});

test('what cannot be said may allow more: that it does is not said', () => {
  const before = access();
  const open = access([], [], { gaps: [{ source: source('Data', { resourceType: 'AWS::IAM::Policy' }), reason: "condition 'Prod' cannot be decided before deployment" }] });
  const more = { ...open, targets: access([invoke('s3.amazonaws.com')]).targets };

  expect(renderDiffText(diff([before], [open]))).toMatch(/^More may be allowed than before: 1 change may allow more, in 1 function\.$/m);
  expect(renderDiffText(diff([before], [more]))).toMatch(/^More is allowed than before: 1 change allows more, 1 may allow more, in 1 function\.$/m);
  expect(renderDiffMarkdown(diff([before], [open]))).toContain('**More may be allowed than before: 1 change may allow more, in 1 function.**\n\n`App/Resize`\n\n- **new**: Cannot be said:');
});

test('a comment never outgrows what GitHub takes', () => {
  const many = (service: string) => Array.from({ length: 400 }, (_, index) => access([invoke(service)], [], {
    logicalId: `Fn${index}`, constructPath: `App/${'x'.repeat(200)}${index}`, arn: `arn:aws:lambda:eu-west-1:111122223333:function:f${index}`,
  }));

  const markdown = renderDiffMarkdown(diff(many('s3.amazonaws.com'), many('sns.amazonaws.com')));

  expect(markdown.length).toBeLessThan(65_536);
  expect(markdown).toMatch(/…and \d+ more functions, too long for a comment\./);
  expect(markdown).toContain('</details>');
});

test('a function with more changes than a comment takes shows as many as fit, and leaves room for others', () => {
  const statements = Array.from({ length: 700 }, (_, index) => ({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${'x'.repeat(100)}${index}`] }));
  const huge = access([], [inline('P', ...statements)]);
  const small = access([invoke('s3.amazonaws.com')], [], { logicalId: 'Small', constructPath: 'App/Small', arn: 'arn:aws:lambda:eu-west-1:111122223333:function:small', role: undefined });

  const more = renderDiffMarkdown(diff([], [huge, small]));
  const less = renderDiffMarkdown(diff([huge], [access()]));

  for (const markdown of [more, less]) {
    expect(markdown.length).toBeLessThan(65_536);
    const [, left] = /^- …and (\d+) more changes, too long for a comment\.$/m.exec(markdown)!;
    expect(markdown.match(/^- \*\*(new|gone)\*\*: It may call/gm)).toHaveLength(700 - Number(left));
    expect(Number(left)).toBeLessThan(600);
    expect(markdown).not.toContain('more function');
  }
  expect(more).toContain('`App/Small`, a new function\n\n- **new**: `s3.amazonaws.com` may invoke it');
  expect(less).toMatch(/comment\.\n\n<\/details>\n$/);
});

test('a function whose one change is longer than a comment is named', () => {
  const resources = Array.from({ length: 700 }, (_, index) => `arn:aws:s3:::${'x'.repeat(100)}${index}`);

  const markdown = renderDiffMarkdown(diff([access()], [access([], [inline('P', { actions: ['s3:GetObject'], resources })])]));

  expect(markdown).toContain('`App/Resize`\n\n- 1 change, too long for a comment.\n');
});

describe.each(HOSTILE_NAMES.map((name) => [name.slice(0, 60), name]))('templates full of the name %j', (_, name) => {
  const CODE = /`[^`|\\<>&\n]+`|<code>[^<>`|\\\n]+<\/code>|\(empty\)/g;
  const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u;

  test('change nothing in the build of the comment, nor in the number of lines on a terminal', () => {
    const [hostile, harmless] = [name, 'harmless'].map(diffNamed);
    const skeleton = (markdown: string) => markdown.replace(CODE, 'X').replace(/ ?\([a-z, :]+\)/g, '').split('\n').sort();

    expect(skeleton(renderDiffMarkdown(hostile))).toEqual(skeleton(renderDiffMarkdown(harmless)));
    expect(renderDiffText(hostile)).not.toMatch(INVISIBLE);
    expect(renderDiffText(hostile).split('\n')).toHaveLength(renderDiffText(harmless).split('\n').length);
    expect(renderDiffJson(hostile)).not.toMatch(INVISIBLE);
  });

  function diffNamed(text: string): AccessDiff {
    const place = source(text, { stack: text, constructPath: text, resourceType: text });
    const conditions = [condition(text, text, text)];
    const with_ = (resource: string): FunctionAccess => access(
      [located({ principals: [{ kind: 'Federated', id: text }], actions: [text], resources: [resource], conditions }, place)],
      [{ ...inline(text, { actions: [text], resources: [resource], conditions }), source: place }],
      { stack: text, logicalId: text, constructPath: text, arn: text, roleArn: text },
    );
    return diff([with_(`${text}/a`)], [with_(`${text}/b`)]);
  }
});
