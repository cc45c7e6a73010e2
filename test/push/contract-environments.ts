import { Environment, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CODE, HOME, Synthesized, messageOf, newApp, newStack } from './app';
import { KNOWN, PushSourceContract, nameIn, statementsFor, statementsOf } from './contract';
import { CLOSED } from './targets';
import { PushTrigger } from '../../src/push/push-trigger';

/** The two stacks in which a trigger can stand. */
type Home = 'Functions' | 'Sources';

const ELSEWHERE: ['account' | 'region', Environment][] = [
  ['account', { account: '444455556666', region: 'eu-west-1' }],
  ['region', { account: '111122223333', region: 'eu-central-1' }],
];

/** The source in another account or region than the function. */
export function describeElsewhere(contract: PushSourceContract): void {
  if (contract.placeless) { return; }

  describe.each(ELSEWHERE)('a source in another %s', (kind, env) => {
    if (kind === 'region' ? contract.crossRegion : contract.crossAccount === true) {
      test.each(homesOf(contract))('the permission is in the function’s stack, with the trigger in the stack %s', (home) => permissionIsAtHome(contract, env, home));
      if (contract.staysWithSource) {
        test('fails with the trigger in the function’s stack', () => {
          expect(messageOf(apart(contract, env, 'Functions').connect)).toMatch(
            /^'source' .+ in another account or region.+; create the PushTrigger in the stack .+ \[Functions\/Trigger\]$/);
        });
      }
    } else {
      // Where the function cannot be called from, it need not matter where the trigger is; but nothing may be made.
      test.each(contract.madeByTrigger ? ['Sources'] as const : ['Functions', 'Sources'] as const)('fails with the trigger in the stack %s', (home) => {
        expect(messageOf(apart(contract, env, home).connect)).toMatch(
          new RegExp(`^'target' must be in the ${kind} of the [\\w ]+, ${env[kind]}, got a function in ${HOME[kind]}; .+ \\[.+\\]$`));
      });
    }
  });

  if (contract.crossAccount === false) {
    test('fails for an imported function of another account, whoever gave the permission', () => {
      const stack = newStack();
      const target = CLOSED['of another account'](stack);

      expect(messageOf(() => new PushTrigger(stack, 'Trigger', { target, source: contract.make(stack, 'known'), permissionExists: true }))).toMatch(
        /^'target' must be in the account of the [\w ]+, 111122223333, got a function in 444455556666; .+ \[.+\]$/);
    });
  }
}

function homesOf({ staysWithSource, madeByTrigger }: PushSourceContract): Home[] {
  return staysWithSource || madeByTrigger ? ['Sources'] : ['Functions', 'Sources'];
}

function apart(contract: PushSourceContract, env: Environment, home: Home) {
  const app = newApp();
  const functions = new Stack(app, 'Functions', { env: HOME });
  const sources = new Stack(app, 'Sources', { env });
  const target = new lambda.Function(functions, 'Fn', { ...CODE, functionName: 'resize' });
  const source = contract.make(sources, 'known');
  const connect = () => new PushTrigger(home === 'Functions' ? functions : sources, 'Trigger', { target, source });
  return { app, functions, sources, connect };
}

function permissionIsAtHome(contract: PushSourceContract, env: Environment, home: Home): void {
  const { app, functions, sources, connect } = apart(contract, env, home);
  connect();

  const done = new Synthesized(app);

  const place = { ...KNOWN, name: nameIn(contract, 'Sources'), region: env.region!, account: env.account! };
  const expected = statementsFor(contract, place, 'arn:aws:lambda:eu-west-1:111122223333:function:resize');
  expect(statementsOf(done, functions)).toEqual(expected);
  expect(done.permissions(functions)).toHaveLength(expected.length);
  expect(done.permissions(sources)).toHaveLength(0);
}
