import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CODE, Synthesized, newStack } from './app';
import { KNOWN, Place, PushSourceContract, nameIn } from './contract';
import { describeRow } from './contract-row';
import { FunctionAssertions } from '../../src/assertions/function-assertions';
import { PermissionAssertions } from '../../src/assertions/permission-assertions';
import { SecureFunction } from '../../src/function/secure-function';
import { evaluate } from '../../src/model/evaluate';
import { Outcome } from '../../src/model/request';
import { PushTrigger } from '../../src/push/push-trigger';

/** What a service says when it calls. A key that is undefined is one that the service does not send. */
export interface Caller {
  readonly service?: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  readonly eventSourceToken?: string;
}

/** A function named `Fn` with one trigger, for the source that is named `known`. */
export interface CalledFunction {
  readonly done: Synthesized;
  readonly stack: Stack;
  readonly access: FunctionAssertions;
}

/** Asks about calls of the source, when it is named. */
export function describeCalls(contract: PushSourceContract): void {
  describe('with the source named', () => {
    let called: CalledFunction;

    beforeAll(() => { called = calledFunction(contract, newStack()); });

    describeCallers(contract, () => called);
    describeRow(contract, () => called);
  });
}

/** Adds the function and its trigger to a stack, and synthesizes the stack's app. */
export function calledFunction(contract: PushSourceContract, stack: Stack): CalledFunction {
  const target = new SecureFunction(stack, 'Fn', { ...CODE, functionName: 'Fn' });
  new PushTrigger(stack, 'Trigger', { target, source: contract.make(stack, KNOWN.name) });
  const access = PermissionAssertions.fromStack(stack).forFunction(target);
  return { done: new Synthesized(stack.node.root as App), stack, access };
}

/** Asks about calls of the source, and of those that are not to call: of other accounts, regions, resources and services. */
export function describeCallers(contract: PushSourceContract, called: () => CalledFunction): void {
  test('its call, as AWS documents it, is allowed', () => {
    called().access.allowsInvoke(question(contract, callerAt(contract, called(), KNOWN)));
    expect(answer(contract, called(), callerAt(contract, called(), KNOWN))).toBe('ALLOWED');
  });

  test.each(strangersOf(contract))('the call of %s is denied, as far as the keys tell', (_, place) => {
    const stranger = callerAt(contract, called(), place);
    if (same(stranger, callerAt(contract, called(), KNOWN)) || answer(contract, called(), stranger) === 'ALLOWED') {
      expect(contract.unpinned).toBeDefined();
    } else {
      called().access.deniesInvoke(question(contract, stranger));
    }
  });

  test.each(incomplete(contract))('a call %s is denied', (_, lacking) => {
    expect(answer(contract, called(), { ...callerAt(contract, called(), KNOWN), ...lacking })).toBe('DENIED');
  });

  for (const [name, caller, outcome] of contract.calls ?? []) {
    test(`the call of ${name} is ${outcome}`, () => {
      expect(answer(contract, called(), { ...callerAt(contract, called(), KNOWN), ...caller })).toBe(outcome);
    });
  }
}

/** What the service sends for a source in a place. */
function callerAt(contract: PushSourceContract, { done }: CalledFunction, place: Place): Caller {
  return {
    service: contract.servicePrincipal,
    sourceArn: (contract.calledFor ?? contract.sourceArn)?.({ ...place, name: nameIn(contract, 'Stack', place.name) }, done),
    sourceAccount: contract.namesAccount ? place.account : undefined,
    eventSourceToken: contract.eventSourceToken,
  };
}

/** Sources that are not the one of the contract. */
function strangersOf({ sourceArn }: PushSourceContract): [string, Place][] {
  const elsewhere: [string, Place][] = [['the same source of another account', { ...KNOWN, account: '999999999999' }]];
  const hasRegion = sourceArn && String(sourceArn(KNOWN)) !== String(sourceArn({ ...KNOWN, region: 'us-east-1' }));
  return [
    ...elsewhere,
    ...hasRegion ? [['the same source of another region', { ...KNOWN, region: 'us-east-1' }] as [string, Place]] : [],
    ['another source', { ...KNOWN, name: 'other' }],
    ['a source whose name begins alike', { ...KNOWN, name: 'known2' }],
  ];
}

/** Calls that lack something, or come from another service. */
function incomplete({ sourceArn, namesAccount, eventSourceToken }: PushSourceContract): [string, Caller][] {
  return [
    ['by another service', { service: 'sqs.amazonaws.com' }],
    ...sourceArn ? [['without a source', { sourceArn: undefined }] as [string, Caller]] : [],
    ...namesAccount ? [['without an account', { sourceAccount: undefined }] as [string, Caller]] : [],
    ...eventSourceToken ? [['without a token', { eventSourceToken: undefined }] as [string, Caller], ['with another token', { eventSourceToken: 'other' }] as [string, Caller]] : [],
  ];
}

function same(one: Caller, other: Caller): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function question({ viaFunctionUrl }: PushSourceContract, caller: Caller) {
  return { ...caller, functionUrlAuthType: viaFunctionUrl ? lambda.FunctionUrlAuthType.AWS_IAM : undefined };
}

/** What IAM answers when the keys that are not given are not sent. */
function answer({ viaFunctionUrl }: PushSourceContract, { done }: CalledFunction, caller: Caller): Outcome {
  const { arn, targets } = done.function('Fn');
  const keys = {
    'aws:SourceArn': caller.sourceArn,
    'aws:SourceAccount': caller.sourceAccount,
    'lambda:EventSourceToken': caller.eventSourceToken,
    'lambda:FunctionUrlAuthType': viaFunctionUrl ? 'AWS_IAM' : undefined,
  };
  return evaluate({
    principal: { kind: 'Service', id: caller.service! },
    action: viaFunctionUrl ? 'lambda:InvokeFunctionUrl' : 'lambda:InvokeFunction',
    resource: arn,
    context: Object.fromEntries(Object.entries(keys).flatMap(([key, value]) => value === undefined ? [] : [[key, [value]]])),
  }, { identity: [], resource: targets.flatMap(({ statements }) => statements) }).outcome;
}
