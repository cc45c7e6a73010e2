import { ARN, access, inline, invoke, source } from './access';
import { EXAMPLE_LAYERS } from './example';
import { FunctionAccess } from '../../src/model/function-access';
import { StatementNote } from '../../src/model/statement';
import { summarize } from '../../src/report/permission-summary';
import { renderText } from '../../src/report/text';

function linesOf(...functions: readonly FunctionAccess[]): string[] {
  return renderText(summarize(functions)).split('\n');
}

function granted(actions: readonly string[], ...notes: readonly StatementNote[]): FunctionAccess {
  const policy = inline('P', { actions, resources: ['*'] });
  return access([], [{ ...policy, statements: policy.statements!.map((statement) => ({ ...statement, notes })) }]);
}

test('a reason stands below the line that it is about, with the option and without the construct', () => {
  const lines = linesOf(granted(['iam:PassRole'], { text: 'it starts tasks', option: 'acknowledgeEscalation', constructPath: 'App/Resize' }));

  expect(lines.slice(2, 4)).toEqual(['  do       iam:PassRole on * (any resource)', '             reason given in acknowledgeEscalation: "it starts tasks"']);
});

test('a reason for some of the actions of a line names them, one for all of them does not', () => {
  const lines = linesOf(granted(
    ['iam:PassRole', 'sts:AssumeRole', 'sns:Publish'],
    { text: 'it becomes others', option: 'acknowledgeEscalation', actions: ['iam:PassRole', 'sts:AssumeRole'] },
    { text: 'it is an administrator', option: 'anyResource' },
  ));

  expect(lines.slice(2, 5)).toEqual([
    '  do       iam:PassRole, sns:Publish and sts:AssumeRole on * (any resource)',
    '             reason given in acknowledgeEscalation for iam:PassRole and sts:AssumeRole: "it becomes others"',
    '             reason given in anyResource: "it is an administrator"',
  ]);
});

test('a remark about a permission, and what a caller of another account needs too, are notes', () => {
  const merged = { ...invoke('events.amazonaws.com'), notes: [{ text: 'stands for 11 permissions' }] };
  const partner = { ...invoke('x'), principals: [{ kind: 'AWS' as const, id: 'arn:aws:iam::444455556666:root' }] };

  expect(linesOf(access([merged, partner])).slice(1, 5)).toEqual([
    '  invoke   account 444455556666 may invoke it',
    `             note: a caller of another account needs lambda:InvokeFunction on ${ARN} in a policy of its own too`,
    '           events.amazonaws.com may invoke it (any source: the service may act for every account that uses it)',
    '             note: "stands for 11 permissions"',
  ]);
});

test('a role that is shared names the others, and the reason', () => {
  const shared = (logicalId: string) => {
    const one = access([], [], { logicalId, constructPath: `App/${logicalId}/Resource`, arn: `${ARN}-${logicalId}` });
    return { ...one, role: { ...one.role!, sharedReason: 'two halves of one job' } };
  };

  expect(linesOf(shared('One'), shared('Two')).slice(3, 5)).toEqual(['  shared   the role, with App/Two', '             reason given in shared: "two halves of one job"']);
});

test('a reason for a share of a layer is told', () => {
  const [layer] = EXAMPLE_LAYERS.layers;
  const statements = layer.statements.map((statement) => ({ ...statement, source: source('Share'), notes: [{ text: 'all of us build with it', option: 'anyone' }] }));

  expect(renderText(summarize([], { layers: [{ ...layer, statements }], gaps: [] }))).toContain('\n             reason given in anyone: "all of us build with it"\n');
});
