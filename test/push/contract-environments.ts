import { Environment, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CODE, HOME, Synthesized, messageOf, newApp } from './app';
import { PushSourceContract, statementFor, statementsOf } from './contract';
import { PushTrigger } from '../../src/push/push-trigger';

const ELSEWHERE: [string, Environment][] = [
  ['account', { account: '444455556666', region: 'eu-west-1' }],
  ['region', { account: '111122223333', region: 'eu-central-1' }],
];

/** The source in another account or region than the function. */
export function describeCrossEnvironment(contract: PushSourceContract): void {
  describe.each(ELSEWHERE)('a source in another %s', (kind, env) => {
    const possible = kind === 'account' || contract.crossRegion;
    const homes = contract.connectsFromAfar ? ['Functions', 'Sources'] : ['Sources'];
    if (possible) {
      test.each(homes)('the permission is in the function’s stack, with the trigger in the stack %s', (home) => permissionIsAtHome(contract, env, home));
    } else {
      test('fails, because AWS does not deliver there', () => {
        const { connect } = apart(contract, env, 'Sources');
        expect(messageOf(connect)).toMatch(/^'target' must be in the region of the \w+, eu-central-1, got a function in eu-west-1; .+ \[Sources\/Trigger\]$/);
      });
    }
    if (possible && !contract.connectsFromAfar) {
      test('fails with the trigger in the function’s stack', () => {
        const { connect } = apart(contract, env, 'Functions');
        expect(messageOf(connect)).toMatch(/^'source' .+ in another account or region.+; create the PushTrigger in the stack .+ \[Functions\/Trigger\]$/);
      });
    }
  });
}

function apart(contract: PushSourceContract, env: Environment, home: string) {
  const app = newApp();
  const functions = new Stack(app, 'Functions', { env: HOME });
  const sources = new Stack(app, 'Sources', { env });
  const target = new lambda.Function(functions, 'Fn', { ...CODE, functionName: 'resize' });
  const source = contract.make(sources, 'known');
  const connect = () => new PushTrigger(home === 'Functions' ? functions : sources, 'Trigger', { target, source });
  return { app, functions, sources, connect };
}

function permissionIsAtHome(contract: PushSourceContract, env: Environment, home: string): void {
  const { app, functions, sources, connect } = apart(contract, env, home);
  connect();

  const done = new Synthesized(app);

  const place = { partition: 'aws', region: env.region!, account: env.account!, name: 'known' };
  const expected = statementFor(contract, place, 'arn:aws:lambda:eu-west-1:111122223333:function:resize');
  expect(statementsOf(done, functions)).toEqual([expected]);
  expect(done.permissions(functions)).toHaveLength(1);
  expect(done.permissions(sources)).toHaveLength(0);
}
