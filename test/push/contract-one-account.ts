import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CODE, HOME, messageOf, newApp, newStack } from './app';
import { PushSourceContract, describePushSource } from './contract';
import { PushTrigger } from '../../src/push/push-trigger';

// The contract takes for granted that a source may call functions of other accounts. Here it runs with functions of the
// source's own account alone, and other accounts have tests that they are refused.
jest.mock('./targets', () => ({ ...jest.requireActual<object>('./targets'), CLOSED: closedAtHome() }));
jest.mock('./contract-environments', () => ({ describeCrossEnvironment: describeOtherPlaces }));

export interface OneAccountContract extends Omit<PushSourceContract, 'crossRegion' | 'connectsFromAfar'> {
  /** In which stacks a trigger is refused when function and source are not in the same place; without it in both. */
  readonly homes?: string[];
  /** Whether a function of another account may be called when it is imported, so that its owner gives the permission. */
  readonly ownedElsewhere?: boolean;
}

/** The contract for a source whose service calls functions of its own account and region only. */
export function describeOneAccountPushSource(contract: OneAccountContract): void {
  describePushSource({ ...contract, crossRegion: false, connectsFromAfar: false });
}

/** A function that CDK makes no permission for, in the account of the source. */
function closedAtHome(): object {
  const closed = (scope: Construct) => lambda.Function.fromFunctionAttributes(scope, 'Fn', {
    functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:ours',
    sameEnvironment: false,
  });
  // The second name is the one by which a test of the contract asks for any closed function.
  return Object.defineProperty({ 'that is said to be elsewhere': closed }, 'of another account', { value: closed });
}

function describeOtherPlaces({ make, homes = ['Functions', 'Sources'], ownedElsewhere }: OneAccountContract): void {
  test.each(homes)('fails for a function of another account of this app, with the trigger in the stack %s', (home) => {
    expect(messageOf(() => apart(make, { account: '444455556666', region: 'eu-west-1' }, home))).toMatch(
      /^'target' must be in the account of the [\w ]+, 444455556666, got a function in 111122223333; .+ \[.+\]$/);
  });

  if (!ownedElsewhere) {
    test('fails for an imported function of another account, whoever gave the permission', () => {
      const stack = newStack();
      const target = lambda.Function.fromFunctionArn(stack, 'Fn', 'arn:aws:lambda:eu-west-1:444455556666:function:theirs');

      expect(messageOf(() => new PushTrigger(stack, 'Trigger', { target, source: make(stack, 'known'), permissionExists: true }))).toMatch(
        /^'target' must be in the account of the [\w ]+, 111122223333, got a function in 444455556666; .+ \[.+\]$/);
    });
  }

  test.each(homes)('fails for a function of another region, with the trigger in the stack %s', (home) => {
    expect(messageOf(() => apart(make, { account: '111122223333', region: 'eu-central-1' }, home))).toMatch(
      /^'target' must be in the region of the [\w ]+, eu-central-1, got a function in eu-west-1; .+ \[\w+\/Trigger\]$/);
  });
}

function apart(make: PushSourceContract['make'], env: { account: string; region: string }, home: string): void {
  const app = newApp();
  const functions = new Stack(app, 'Functions', { env: HOME });
  const sources = new Stack(app, 'Sources', { env });
  const target = new lambda.Function(functions, 'Fn', { ...CODE, functionName: 'resize' });
  new PushTrigger(home === 'Functions' ? functions : sources, 'Trigger', { target, source: make(sources, 'known') });
}
