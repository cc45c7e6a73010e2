import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { CODE, HOME, Synthesized, messageOf, newApp, newStack } from './app';
import { KNOWN, Place, PushSourceContract, statementsFor, statementsOf } from './contract';
import { CalledFunction, calledFunction, describeCallers } from './contract-calls';
import { PushSource } from '../../src/push/push-source';
import { PushTrigger } from '../../src/push/push-trigger';
import { waitsFor } from '../template-graph';

/**
 * What becomes of a source that something else than this app made. BY_NATURE: the source is never more than an ARN or an id.
 * NOTHING: there is nothing that could be imported, for the trigger makes all there is, or the source is no resource.
 */
export type Imported = CallingImport | RefusedImport | 'BY_NATURE' | 'NOTHING';

/** It calls the function. */
export interface CallingImport {
  /** Imports it with the id `Source` and the name or id `known`, into the place of the stack. */
  readonly make: (scope: Construct) => PushSource;
  /** Imports the one of account 444455556666; without it no import can say whose it is. */
  readonly theirs?: (scope: Construct) => PushSource;
}

/** It cannot call the function. */
export interface RefusedImport {
  readonly make: (scope: Construct) => PushSource;
  /** What is said instead. */
  readonly fails: string;
}

/** The account of what is imported from others. */
export const THEIR_ACCOUNT = '444455556666';

/** The source when it is imported: allowed, refused, or all that the other tests are about. */
export function describeImported(contract: PushSourceContract): void {
  const { imported } = contract;
  describe('imported', () => {
    if (imported === 'BY_NATURE' || imported === 'NOTHING') {
      describeOnlyNamed(contract, imported);
    } else if ('fails' in imported) {
      describeRefusal(imported);
    } else {
      // Its name is known, also where AWS makes it up.
      const named = { ...contract, make: imported.make, namedByAws: false };
      describeImport(named);
      if (imported.theirs) { describeTheirs({ ...named, make: imported.theirs }); }
    }
  });
}

function describeOnlyNamed(contract: PushSourceContract, imported: 'BY_NATURE' | 'NOTHING'): void {
  const { connectedBy, madeByTrigger = false, placeless = false } = contract;

  test(imported === 'BY_NATURE' ? 'by nature: it is no construct, and nothing connects it' : 'there is nothing to import', () => {
    const stack = newStack();
    contract.make(stack, KNOWN.name);

    expect(resourcesIn(stack)).toEqual([]);
    expect(imported === 'BY_NATURE' ? connectedBy === undefined && !placeless : madeByTrigger || placeless).toBe(true);
  });

  if (imported === 'BY_NATURE') { describeUnplaced(contract); }
}

function describeRefusal({ make, fails }: RefusedImport): void {
  test('fails, with what to do instead', () => {
    const stack = newStack();

    expect(messageOf(() => make(stack))).toBe(fails);
    expect(resourcesIn(stack)).toEqual([]);
  });
}

function describeImport(contract: PushSourceContract): void {
  let called: CalledFunction;

  beforeAll(() => { called = calledFunction(contract, newStack()); });

  test('only its principal may call, for this one source', () => {
    const expected = statementsFor(contract, KNOWN, 'arn:aws:lambda:eu-west-1:111122223333:function:Fn');

    expect(statementsOf(called.done, called.stack)).toEqual(expected);
    expect(called.done.permissions()).toHaveLength(expected.length);
  });

  test(contract.sourceFirst ? 'nothing is made: it names the function already' : 'it is connected after the permission', () => {
    expectConnection(contract, called);
  });

  describeCallers(contract, () => called);
  describeUnplaced(contract);
}

/** What an imported source is connected by is made by the trigger, so it can always wait. */
function expectConnection({ connectedBy, sourceFirst }: PushSourceContract, { done, stack }: CalledFunction): void {
  const connections = done.resources(connectedBy!);
  expect(connections).toHaveLength(sourceFirst ? 0 : 1);
  for (const { id } of connections) {
    for (const permission of done.permissions()) { expect(waitsFor(done.template(stack), id, permission.id)).toBe(true); }
  }
}

function describeUnplaced(contract: PushSourceContract): void {
  test('by a stack without an environment it is in the place of the stack', () => {
    const stack = newStack({});
    const { done } = calledFunction(contract, stack);

    const place: Place = { ...KNOWN, partition: '${AWS::Partition}', region: '${AWS::Region}', account: '${AWS::AccountId}' };
    expect(statementsOf(done, stack)).toEqual(statementsFor(contract, place, 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:Fn'));
  });
}

/** The same as for a source in a stack of another account, but there is no stack to put the trigger in. */
function describeTheirs(contract: PushSourceContract): void {
  const connect = () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack', { env: HOME });
    const target = new lambda.Function(stack, 'Fn', { ...CODE, functionName: 'resize' });
    new PushTrigger(stack, 'Trigger', { target, source: contract.make(stack, KNOWN.name) });
    return { app, stack };
  };

  if (contract.crossAccount !== true) {
    test('fails for the one of another account', () => {
      expect(messageOf(connect)).toMatch(
        new RegExp(`^'target' must be in the account of the [\\w ]+, ${THEIR_ACCOUNT}, got a function in 111122223333; .+ \\[Stack/.+\\]$`));
    });
  } else if (contract.staysWithSource) {
    test('fails for the one of another account, where its owner must connect it', () => {
      expect(messageOf(connect)).toMatch(new RegExp("^'source' is a part of the \\w+ Stack/Source, which is in another account or region than the trigger; "
        + `create the PushTrigger in a stack of the account ${THEIR_ACCOUNT} and the region eu-west-1, and import the function there \\[Stack/Trigger\\]$`));
    });
  } else {
    test('the one of another account may call, and only that one', () => {
      const { app, stack } = connect();

      const expected = statementsFor(contract, { ...KNOWN, account: THEIR_ACCOUNT }, 'arn:aws:lambda:eu-west-1:111122223333:function:resize');
      expect(statementsOf(new Synthesized(app), stack)).toEqual(expected);
    });
  }
}

/** The paths of everything that would be in the template. */
function resourcesIn(scope: IConstruct): string[] {
  return scope.node.findAll().filter((construct) => 'cfnResourceType' in construct).map(({ node }) => node.path);
}
