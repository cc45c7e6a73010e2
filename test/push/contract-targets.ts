import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CODE, HOME, Synthesized, messageOf, newApp } from './app';
import { KNOWN, PushSourceContract, statementsFor, statementsOf } from './contract';
import { TARGETS, hasRole } from './targets';
import { SecureFunction } from '../../src/function/secure-function';
import { PushSource } from '../../src/push/push-source';
import { PushTrigger } from '../../src/push/push-trigger';
import { waitsFor } from '../template-graph';

/** Every kind of function, version and alias that can be a target. */
export function describeTargets(contract: PushSourceContract, flags: object): void {
  test(`the permission is for the trigger’s target alone, and ${orderWords(contract)}`, () => {
    const app = newApp({ ...flags });
    const stack = new Stack(app, 'Stack', { env: HOME });
    const targets = Object.entries(TARGETS).filter(([, make]) => !contract.needsRole || hasRole(make)).map(([kind, make]) => {
      const scope = new Construct(stack, kind);
      const target = make(scope);
      new PushTrigger(scope, 'Trigger', { target, source: contract.make(scope) });
      return { kind, target };
    });

    const done = new Synthesized(app);

    const each = contract.viaFunctionUrl ? 2 : 1;
    expect(done.permissions()).toHaveLength(targets.length * each);
    for (const { kind, target } of targets) {
      const permissions = done.permissions().filter(({ id }) => id.startsWith(`${kind}Trigger`) || id.startsWith(`${kind}Source`));
      expect(permissions).toHaveLength(each);
      for (const { id, Properties } of permissions) {
        expect(Properties.FunctionName).toEqual(stack.resolve(target.functionArn));
        expectOrder(contract, done.template(stack), connectionOf(contract, done, kind), id);
      }
      expectConnection(contract, done, kind, stack.resolve(target.functionArn));
    }
  });
}

function orderWords({ connectedBy, sourceFirst }: PushSourceContract): string {
  if (!connectedBy) { return 'nothing else is made'; }
  return sourceFirst ? 'made after the source, which it names' : 'the source is connected after it';
}

function connectionOf({ connectedBy }: PushSourceContract, done: Synthesized, kind: string): string | undefined {
  return connectedBy && done.resources(connectedBy).filter(({ id }) => id.startsWith(kind))[0].id;
}

function expectOrder({ sourceFirst }: PushSourceContract, template: object, connection: string | undefined, permission: string): void {
  if (connection === undefined) { return; }
  const [later, earlier] = sourceFirst ? [permission, connection] : [connection, permission];
  expect(waitsFor(template, later, earlier)).toBe(true);
}

/** What connects the source names the target, and no other function, version or alias. */
function expectConnection({ connectedBy, viaFunctionUrl }: PushSourceContract, done: Synthesized, kind: string, arn: unknown): void {
  if (!connectedBy || viaFunctionUrl) { return; }
  const types = [connectedBy, 'AWS::ApiGatewayV2::Integration'];
  const connections = types.flatMap((type) => done.resources(type)).filter(({ id }) => id.startsWith(kind));
  expect(connections.map(({ Properties }) => textOf(Properties)).join()).toContain(textOf(arn));
}

/** A value as one text, with intrinsic functions as `Fn::Sub` writes them. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) { return String(value); }
  const [[name, argument]] = Object.entries(value);
  if (name === 'Ref') { return `\${${argument}}`; }
  if (name === 'Fn::GetAtt') { return `\${${argument.join('.')}}`; }
  if (name === 'Fn::Join') { return argument[1].map(textOf).join(argument[0]); }
  return Object.values(value).map(textOf).join('\n');
}

/** The ways to add a source, and adding it more than once. */
export function describeUses(contract: PushSourceContract): void {
  test('the ways to add it write the same permission, once', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack', { env: HOME });
    const source = (id: string) => contract.make(new Construct(stack, id));
    new SecureFunction(stack, 'Secure', CODE).addEventSource(source('ForSecure'));
    new lambda.Function(stack, 'Plain', CODE).addEventSource(source('ForPlain'));
    new SecureFunction(stack, 'SecureEvents', { ...CODE, events: [source('ForSecureEvents')] });
    new lambda.Function(stack, 'PlainEvents', { ...CODE, events: [source('ForPlainEvents')] });

    const done = new Synthesized(app);

    for (const id of ['Secure', 'Plain', 'SecureEvents', 'PlainEvents']) {
      const target = `arn:aws:lambda:eu-west-1:111122223333:function:\${Stack.${id}}`;
      expect(statementsOf(done, stack, id)).toEqual(statementsFor(contract, { ...KNOWN, name: `\${Stack.For${id}Source}` }, target));
    }
  });

  describeTwoUses(contract);
}

function describeTwoUses(contract: PushSourceContract): void {
  const { again, permissionsOfBoth = contract.viaFunctionUrl ? 2 : 1 } = contract;
  const twice = (way: string) => {
    const app = newApp();
    const stack = new Stack(app, 'Stack', { env: HOME });
    const target = new lambda.Function(stack, 'Fn', CODE);
    const add = (id: string, source: PushSource) => way === 'PushTrigger' ? new PushTrigger(stack, id, { target, source }) : target.addEventSource(source);
    const first = contract.make(stack);
    add('One', first);
    return { app, addAgain: () => add('Two', again?.(stack) ?? first) };
  };

  if (permissionsOfBoth > 0) {
    // One and the same source has one id, under which a function has it once as an event source.
    test.each(again ? ['PushTrigger', 'addEventSource'] : ['PushTrigger'])('two uses on one function with %s write no permission twice', (way) => {
      const { app, addAgain } = twice(way);
      addAgain();

      const permissions = new Synthesized(app).permissions();

      expect(permissions).toHaveLength(permissionsOfBoth);
      expect(new Set(permissions.map(({ Properties }) => JSON.stringify(Properties))).size).toBe(permissionsOfBoth);
    });
  } else {
    test.each(['PushTrigger', 'addEventSource'])('fails when one function is called twice, with %s', (way) => {
      expect(messageOf(twice(way).addAgain)).toMatch(/^'source' is .+ already.* \[Stack\/.+\]$/);
    });
  }
}

/** In which of three stacks the trigger stands. */
const TRIGGER_STACKS = ['Functions', 'Sources', 'Triggers'];

/** Function, source and trigger in stacks of one account and region. */
export function describeStacks(contract: PushSourceContract): void {
  test.each(TRIGGER_STACKS)('function and source in two stacks, the trigger in the stack %s: one permission, and no cycle of stacks', (home) => {
    const app = newApp();
    const stacks = Object.fromEntries(TRIGGER_STACKS.map((id) => [id, new Stack(app, id, { env: HOME })]));
    const target = new SecureFunction(stacks.Functions, 'Fn', CODE);
    new PushTrigger(stacks[home], 'Trigger', { target, source: contract.make(stacks.Sources) });

    const done = new Synthesized(app);

    const place = { ...KNOWN, name: '${Sources.Source}' };
    const expected = statementsFor(contract, place, 'arn:aws:lambda:eu-west-1:111122223333:function:${Functions.Fn}');
    expect(statementsOf(done, stacks.Functions)).toEqual(expected);
    expect(done.permissions()).toHaveLength(expected.length);
  });
}
