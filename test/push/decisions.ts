import { App, Stack } from 'aws-cdk-lib';
import { CODE, Synthesized, newStack } from './app';
import { SecureFunction } from '../../src/function/secure-function';
import { evaluate } from '../../src/model/evaluate';
import { Outcome } from '../../src/model/request';
import { IPushSource } from '../../src/push/push-source';
import { PushTrigger } from '../../src/push/push-trigger';

/** What a service says when it calls: for which source, and for which account. */
export interface Caller {
  /** Another service than the one that the source names. */
  readonly service?: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
}

/** Asks the evaluator about calls of a function with one trigger, in account 111122223333 and region eu-west-1. */
export function describeDecisions(make: (stack: Stack) => IPushSource, cases: readonly [string, Caller, Outcome][]): void {
  describe('a call for', () => {
    let service: string;
    let done: Synthesized;

    beforeAll(() => {
      const stack = newStack();
      const target = new SecureFunction(stack, 'Fn', { ...CODE, functionName: 'Fn' });
      const source = make(stack);
      service = source.describe(target).servicePrincipal;
      new PushTrigger(stack, 'Trigger', { target, source });
      done = new Synthesized(stack.node.root as App);
    });

    test.each(cases.map(([name, caller, expected]) => [name, expected, caller] as const))('%s is %s', (_, expected, caller) => {
      const { arn, targets } = done.function('Fn');
      const decision = evaluate({
        principal: { kind: 'Service', id: caller.service ?? service },
        action: 'lambda:InvokeFunction',
        resource: arn,
        context: {
          ...caller.sourceArn && { 'aws:SourceArn': [caller.sourceArn] },
          ...caller.sourceAccount && { 'aws:SourceAccount': [caller.sourceAccount] },
        },
      }, { identity: [], resource: targets.flatMap(({ statements }) => statements) });

      expect(decision.outcome).toBe(expected);
    });
  });
}
