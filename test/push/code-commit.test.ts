import { App, CfnParameter } from 'aws-cdk-lib';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { describePushSource } from './contract';
import { CodeCommitPushSource, CodeCommitPushSourceOptions } from '../../src/push/code-commit';
import { PushTrigger } from '../../src/push/push-trigger';

const { ALL, UPDATE_REF } = codecommit.RepositoryEventTrigger;

describePushSource({
  row: 'CodeCommitPushSource',
  make: (scope, name) => new CodeCommitPushSource(new codecommit.Repository(scope, 'Source', { repositoryName: name ?? 'shop' })),
  imported: {
    make: (scope) => new CodeCommitPushSource(codecommit.Repository.fromRepositoryName(scope, 'Source', 'known')),
    fails: "'repository' must be a repository that this app creates, got an imported one, whose triggers this app cannot change; "
      + 'use a rule with EventBridgePushSource, or create the PushTrigger in the app of the repository [Stack/Source]',
  },
  again: (scope) => new CodeCommitPushSource(scope.node.findChild('Source') as codecommit.Repository, { events: [UPDATE_REF] }),
  servicePrincipal: 'codecommit.amazonaws.com',
  sourceArn: ({ partition, region, account, name }) => `arn:${partition}:codecommit:${region}:${account}:${name.startsWith('$') ? 'shop' : name}`,
  namesAccount: true,
  connectedBy: 'AWS::CodeCommit::Repository',
  unpinned: 'the branch and the event',
  crossAccount: true,
  crossRegion: false,
  staysWithSource: true,
});

function triggersOf(options?: CodeCommitPushSourceOptions): unknown {
  const stack = newStack();
  const repository = new codecommit.Repository(stack, 'Shop', { repositoryName: 'shop' });
  new PushTrigger(stack, 'OnPush', { target: new lambda.Function(stack, 'Fn', CODE), source: new CodeCommitPushSource(repository, options) });
  const [{ Properties }] = new Synthesized(stack.node.root as App).resources('AWS::CodeCommit::Repository');
  return Properties.Triggers;
}

const FUNCTION = { 'Fn::GetAtt': [expect.stringMatching(/^Fn/), 'Arn'] };

test('sends every event of every branch when nothing else is asked for', () => {
  expect(triggersOf()).toEqual([{ Name: expect.stringMatching(/^StackOnPush/), DestinationArn: FUNCTION, Events: ['all'] }]);
});

test('sends the events of the branches that are asked for, with what they bring along', () => {
  const options = { events: [UPDATE_REF], branches: ['main'], customData: 'shop', name: 'review' };

  expect(triggersOf(options)).toEqual([{ Name: 'review', DestinationArn: FUNCTION, Events: ['updateReference'], Branches: ['main'], CustomData: 'shop' }]);
});

test.each([[[]], [[ALL, UPDATE_REF]]])('fails for the events %j', (events) => {
  expect(messageOf(() => triggersOf({ events }))).toMatch(/^'events' must name at least one event, and nothing beside 'all', got \[.*\]; .+ \[Stack\/Shop\]$/);
});

test('a repository that is named by a parameter of the stack makes no cycle', () => {
  const stack = newStack();
  const repository = new codecommit.Repository(stack, 'Shop', { repositoryName: new CfnParameter(stack, 'Name').valueAsString });
  new PushTrigger(stack, 'OnPush', { target: new lambda.Function(stack, 'Fn', CODE), source: new CodeCommitPushSource(repository) });

  expect(() => new Synthesized(stack.node.root as App)).not.toThrow();
});
