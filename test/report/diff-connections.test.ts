import { ARN, access, located, source } from './access';
import { FunctionAccess } from '../../src/model/function-access';
import { Principal } from '../../src/model/statement';
import { ReadLayers } from '../../src/report/connection-summary';
import { diffAccess } from '../../src/report/diff';
import { AccessDiff, FunctionDiff, allowsMore } from '../../src/report/diff-change';
import { renderDiffMarkdown } from '../../src/report/diff-markdown';
import { parseSavedReport } from '../../src/report/diff-saved-report';
import { changeWords } from '../../src/report/diff-words';
import { renderJson } from '../../src/report/json';
import { summarize } from '../../src/report/permission-summary';
import { plainSentence } from '../../src/report/sentence';

function diff(before: readonly FunctionAccess[], after: readonly FunctionAccess[]): AccessDiff {
  return diffAccess(summarize(before), summarize(after));
}

/** Each change in a line, without its marks. */
function changes(diffs: readonly FunctionDiff[]): string[] {
  return diffs.flatMap((one) => one.changes.map(changeWords)).map(({ label, line, main, relation, details }) => (
    [`${label} ${line.statement ? plainSentence(line.words) : plainSentence(main)}`, ...details.map((detail) => `${relation} ${plainSentence(detail)}`)].join('; ')
  ));
}

describe('what leads to a function and away from it', () => {
  const urls = (...authTypes: readonly string[]) => [access([], [], {
    urls: authTypes.map((authType) => ({ source: source('Url', { resourceType: 'AWS::Lambda::Url' }), targetArn: ARN, authType })),
  })];

  test.each<[string, string[], string[], string[]]>([
    ['a URL that comes', [], ['AWS_IAM'], ['new its function URL asks its callers to sign in (AWS_IAM)']],
    ['a URL that goes', ['NONE'], [], ['gone its function URL asks nobody to sign in (NONE)']],
    ['a URL that asks nobody any more', ['AWS_IAM'], ['NONE'], [
      'wider its function URL asks nobody to sign in (NONE); before its function URL asks its callers to sign in (AWS_IAM)',
    ]],
    ['a URL that begins to ask', ['NONE'], ['AWS_IAM'], [
      'narrower its function URL asks nobody to sign in (NONE); now its function URL asks its callers to sign in (AWS_IAM)',
    ]],
    ['a URL that may ask nobody', ['AWS_IAM'], ['${App::Type}'], [
      'wider its function URL asks its callers for what is not known before deployment (${App::Type}); before its function URL asks its callers to sign in (AWS_IAM)',
    ]],
    ['a URL that is sure to ask', ['${App::Type}'], ['AWS_IAM'], [
      'narrower its function URL asks its callers for what is not known before deployment (${App::Type}); now its function URL asks its callers to sign in (AWS_IAM)',
    ]],
    ['the same URL', ['NONE'], ['NONE'], []],
  ])('%s', (_, before, after, expected) => {
    const found = diff(urls(...before), urls(...after));

    expect(changes(found.functions)).toEqual(expected);
    expect(allowsMore(found)).toBe(expected.some((change) => /^(new|wider)/.test(change)));
  });

  test('a URL of an alias is not the URL of the function', () => {
    const onAlias = urls('NONE').map((one) => ({
      ...one,
      targets: [...one.targets, { ...one.targets[0], kind: 'ALIAS' as const, qualifier: 'live', arn: `${ARN}:live` }],
      urls: one.urls!.map((url) => ({ ...url, targetArn: `${ARN}:live` })),
    }));

    expect(changes(diff(urls('NONE'), onAlias).functions)).toEqual([
      'new the function URL of its alias live asks nobody to sign in (NONE)', 'gone its function URL asks nobody to sign in (NONE)',
    ]);
  });

  const triggered = (...ids: readonly string[]) => [access([], [], {
    triggers: ids.map((id) => ({ source: source(id, { stack: id.startsWith('Moved') ? 'Other' : 'App', resourceType: 'AWS::Events::Rule' }), targetArn: ARN })),
  })];

  test('a resource that begins to invoke it, and one that no longer does', () => {
    expect(changes(diff(triggered('Nightly'), triggered('Nightly', 'Hourly')).functions)).toEqual(['new AWS::Events::Rule App/Hourly invokes it']);
    expect(changes(diff(triggered('Nightly'), triggered()).functions)).toEqual(['gone AWS::Events::Rule App/Nightly invokes it']);
  });

  test('a resource that moved to another stack still does what it did, and one of the same name in another stack is one more', () => {
    const elsewhere = triggered('Nightly').map((one) => ({
      ...one, triggers: one.triggers!.map((trigger) => ({ ...trigger, source: { ...trigger.source, stack: 'Other' } })),
    }));
    const both = triggered('Nightly').map((one) => ({ ...one, triggers: [...one.triggers!, ...elsewhere[0].triggers!] }));

    expect(changes(diff(triggered('Nightly'), elsewhere).functions)).toEqual([]);
    expect(changes(diff(triggered('Nightly'), both).functions)).toEqual(['new AWS::Events::Rule Other/Nightly invokes it']);
  });

  test('results and failures that go elsewhere', () => {
    const sends = (on: 'SUCCESS' | 'FAILURE', destinationArn: string) => [access([], [], {
      destinations: [{ source: source('Config', { resourceType: 'AWS::Lambda::EventInvokeConfig' }), on, targetArn: ARN, destinationArn }],
    })];
    const [queue, topic] = ['arn:aws:sqs:eu-west-1:111122223333:lost', 'arn:aws:sns:eu-west-1:444455556666:lost'];

    expect(changes(diff(sends('FAILURE', queue), sends('FAILURE', topic)).functions)).toEqual([
      `new events at which it fails go to ${topic}`, `gone events at which it fails go to ${queue}`,
    ]);
    expect(changes(diff(sends('SUCCESS', queue), [access()]).functions)).toEqual([]); // the other side does not tell
    expect(changes(diff(sends('SUCCESS', queue), [access([], [], { destinations: [] })]).functions)).toEqual([`gone what it returns goes to ${queue}`]);
  });
});

describe('what is enabled and what is not', () => {
  type State = 'on' | 'off';
  const off = (state: State) => state === 'off' && { disabled: true as const };
  const queue = 'arn:aws:sqs:eu-west-1:111122223333:jobs';
  const polled = (...states: readonly State[]) => [access([], [], {
    eventSources: states.map((state, index) => ({
      source: source(`Mapping${index}`, { resourceType: 'AWS::Lambda::EventSourceMapping' }), eventSourceArn: queue, targetArn: ARN, ...off(state),
    })),
  })];
  const ruled = (states: { readonly [stack: string]: State }) => [access([], [], {
    triggers: Object.entries(states).map(([stack, state]) => ({ source: source('Nightly', { stack, resourceType: 'AWS::Events::Rule' }), targetArn: ARN, ...off(state) })),
  })];
  const reads = `Lambda reads ${queue} and invokes it with what it finds`;
  const rule = (stack: string) => `AWS::Events::Rule ${stack}/Nightly invokes it`;

  test.each<[string, readonly FunctionAccess[], readonly FunctionAccess[], string[]]>([
    ['a mapping that is disabled', polled('on'), polled('off'), [`disabled ${reads}`]],
    ['a mapping that is enabled', polled('off'), polled('on'), [`enabled ${reads}`]],
    ['a mapping that stays disabled', polled('off'), polled('off'), []],
    ['one of two mappings that is disabled while the other one still reads', polled('on', 'on'), polled('on', 'off'), []],
    ['a rule that is disabled', ruled({ App: 'on' }), ruled({ App: 'off' }), [`disabled ${rule('App')}`]],
    ['a rule that is enabled', ruled({ App: 'off' }), ruled({ App: 'on' }), [`enabled ${rule('App')}`]],
    ['a rule that is disabled in a stack that was renamed', ruled({ App: 'on' }), ruled({ Shop: 'off' }), [`disabled ${rule('App')}`]],
    ['two rules of one name that change places', ruled({ App: 'on', Shop: 'off' }), ruled({ App: 'off', Shop: 'on' }), [`disabled ${rule('App')}`, `enabled ${rule('Shop')}`]],
  ])('%s is neither more nor less access', (_, before, after, expected) => {
    const found = diff(before, after);

    expect(changes(found.functions)).toEqual(expected);
    expect(allowsMore(found)).toBe(false);
  });

  test('what comes disabled, or goes, says that it is', () => {
    expect(changes(diff([access()], polled('off')).functions)).toEqual([`new ${reads}; this is disabled`]);
    expect(changes(diff(polled('off'), [access()]).functions)).toEqual([`gone ${reads}; this is disabled`]);
  });

  test('a saved report tells it, and a comment shows it before what allows less', () => {
    const before = [{ ...polled('on')[0], triggers: ruled({ App: 'off', Shop: 'on' })[0].triggers }];
    const saved = parseSavedReport(JSON.parse(renderJson(summarize(before))) as { readonly [key: string]: unknown }, 'permissions.json');

    expect(diffAccess(saved, summarize(before)).functions).toEqual([]);
    expect(renderDiffMarkdown(diffAccess(saved, summarize([{ ...polled('off')[0], triggers: ruled({ App: 'on' })[0].triggers }])))).toBe([
      '### Lambda permissions', '',
      '**Nothing more is allowed than before: 2 changes enable or disable something, 1 allows less, in 1 function.**', '',
      '`App/Resize`', '',
      '- **enabled**: `AWS::Events::Rule` `App/Nightly` invokes it.',
      '- **disabled**: Lambda reads `arn:aws:sqs:eu-west-1:111122223333:jobs` and invokes it with what it finds.', '',
      '<details>', '<summary>What allows less: 1 change</summary>', '',
      '`App/Resize`', '', '- **gone**: `AWS::Events::Rule` `Shop/Nightly` invokes it.', '', '</details>', '',
    ].join('\n'));
  });
});

describe('who may use a layer', () => {
  const layer = (version: string, ...principals: readonly Principal[]): ReadLayers => ({
    gaps: [],
    layers: [{
      source: source('Layer', { resourceType: 'AWS::Lambda::LayerVersion' }),
      arn: `arn:aws:lambda:eu-west-1:111122223333:layer:tools:${version}`,
      statements: principals.map((principal) => located({
        principals: [principal], actions: ['lambda:GetLayerVersion'], resources: [`arn:aws:lambda:eu-west-1:111122223333:layer:tools:${version}`],
      }, source('Share'))),
    }],
  });
  const partner: Principal = { kind: 'AWS', id: 'arn:aws:iam::444455556666:root' };
  const layerChanges = (before?: ReadLayers, after?: ReadLayers) => {
    const found = diffAccess(summarize([], before), summarize([], after));
    return { lines: changes(found.layers), allowsMore: allowsMore(found) };
  };

  test.each<[string, ReadLayers | undefined, ReadLayers | undefined, string[]]>([
    ['a new share', layer('1'), layer('1', partner), ['new account 444455556666 may use it']],
    ['everyone in place of an account', layer('1', partner), layer('1', { kind: 'AWS', id: '*' }), [
      'wider anyone may use it; before account 444455556666 may use it',
    ]],
    ['a share that is gone', layer('1', partner), layer('1'), ['gone account 444455556666 may use it']],
    ['the next version, shared as the last one', layer('1', partner), layer('2', partner), []],
    ['a report that does not tell about layers', undefined, layer('1', partner), []],
    ['a layer that nobody else may use', { layers: [], gaps: [] }, layer('1'), []],
    ['a share with nobody knows whom', layer('1'), { ...layer('1'), gaps: [{ source: source('Share'), reason: 'the layer is not known' }] }, [
      'new cannot be said: the layer is not known',
    ]],
  ])('%s', (_, before, after, expected) => {
    expect(layerChanges(before, after)).toEqual({ lines: expected, allowsMore: expected.some((change) => /^(new|wider)/.test(change)) });
  });
});
