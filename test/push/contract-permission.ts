import { App, Environment, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CODE, FLAG_SETS, HOME, Synthesized, messageOf, newApp, newStack } from './app';
import { Place, statementsOf } from './contract';
import { CLOSED, TARGETS } from './targets';
import { SecureFunction } from '../../src/function/secure-function';
import { PushSource } from '../../src/push/push-source';
import { PushTrigger } from '../../src/push/push-trigger';
import { waitsFor } from '../template-graph';

/** What is true of a source whose permission may do without an ARN, or without a resource that connects it. */
export interface PermissionContract {
  /**
   * Makes the source and what sends the events, if a construct does.
   *
   * @param name an id that is known before deployment; without it what sends the events has the id `Source`
   */
  readonly make: (scope: Construct, name?: string) => PushSource;
  readonly servicePrincipal: string;
  /** The ARN that the service may call for, in the words of the template reader; undefined: the service names none. */
  readonly sourceArn?: (place: Place) => string;
  /** Whether the permission names the account, because the service is known to send it. */
  readonly namesAccount: boolean;
  readonly eventSourceToken?: string;
  /** The type of the resource that connects the source; undefined: something else names the function. */
  readonly connectedBy?: string;
  /** Whether the source may be in another account or region than the function. */
  readonly crossEnvironment: boolean;
  /** Whether the function's role gets statements, so that its role must be known. */
  readonly needsRole?: boolean;
  readonly keepsTenants?: boolean;
}

const PLACES: [string, Environment, Omit<Place, 'name'>][] = [
  ['Agnostic', {}, { partition: '${AWS::Partition}', region: '${AWS::Region}', account: '${AWS::AccountId}' }],
  ['Commercial', HOME, { partition: 'aws', region: 'eu-west-1', account: '111122223333' }],
  ['China', { ...HOME, region: 'cn-north-1' }, { partition: 'aws-cn', region: 'cn-north-1', account: '111122223333' }],
  ['GovCloud', { ...HOME, region: 'us-gov-west-1' }, { partition: 'aws-us-gov', region: 'us-gov-west-1', account: '111122223333' }],
  ['Sovereign', { ...HOME, region: 'eusc-de-east-1' }, { partition: 'aws-eusc', region: 'eusc-de-east-1', account: '111122223333' }],
];

/** Checks what every such source must hold, whatever the service. */
export function describePermission(contract: PermissionContract): void {
  describe.each(FLAG_SETS)('%s', (_, flags) => {
    describePartitions(contract, flags);
    describeTargets(contract, flags);
  });
  describeUses(contract);
  describeStacks(contract);
  describeElsewhere(contract);
  describeRefusals(contract);
}

function statementFor(contract: PermissionContract, place: Place, targetArn: string): object {
  const condition = (operator: string, key: string, value?: string) => value === undefined ? [] : [{ operator, key, values: [value] }];
  return {
    effect: 'Allow',
    principals: [{ kind: 'Service', id: contract.servicePrincipal }],
    actions: ['lambda:InvokeFunction'],
    resources: [targetArn],
    conditions: [
      ...condition('ArnLike', 'aws:SourceArn', contract.sourceArn?.(place)),
      ...condition('StringEquals', 'aws:SourceAccount', contract.namesAccount ? place.account : undefined),
      ...condition('StringEquals', 'lambda:EventSourceToken', contract.eventSourceToken),
    ],
  };
}

function describePartitions(contract: PermissionContract, flags: object): void {
  test('only its principal may call, for this one source, in every partition and without an environment', () => {
    const app = newApp({ ...flags });
    const stacks = PLACES.map(([id, env]) => {
      const stack = new Stack(app, id, { env });
      new PushTrigger(stack, 'Trigger', { target: new SecureFunction(stack, 'Fn', CODE), source: contract.make(stack) });
      return stack;
    });

    const done = new Synthesized(app);

    PLACES.forEach(([id, , place], index) => {
      const target = `arn:${place.partition}:lambda:${place.region}:${place.account}:function:\${${id}.Fn}`;
      expect(statementsOf(done, stacks[index])).toEqual([statementFor(contract, { ...place, name: `\${${id}.Source}` }, target)]);
    });
  });
}

function describeTargets(contract: PermissionContract, flags: object): void {
  test('the permission is for the trigger’s target alone, and what connects the source waits for it', () => {
    const app = newApp({ ...flags });
    const stack = new Stack(app, 'Stack', { env: HOME });
    const made = Object.entries(TARGETS).filter(([kind]) => !contract.needsRole || !kind.startsWith('Imported')).map(([kind, make]) => {
      const scope = new Construct(stack, kind);
      const target = make(scope);
      new PushTrigger(scope, 'Trigger', { target, source: contract.make(scope) });
      return { kind, target };
    });

    const done = new Synthesized(app);

    expect(done.permissions()).toHaveLength(made.length);
    for (const { kind, target } of made) {
      const [permission, ...others] = done.permissions().filter(({ id }) => id.startsWith(`${kind}Trigger`));
      expect(others).toEqual([]);
      expect(permission.Properties.FunctionName).toEqual(stack.resolve(target.functionArn));
      if (!contract.connectedBy) { continue; }
      const [connection] = done.resources(contract.connectedBy).filter(({ id }) => id.startsWith(kind));
      expect(waitsFor(done.template(stack), connection.id, permission.id)).toBe(true);
    }
  });
}

function describeUses(contract: PermissionContract): void {
  test('the ways to add it write the same permission, once', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack', { env: HOME });
    const source = (id: string) => contract.make(new Construct(stack, id));
    new SecureFunction(stack, 'Secure', CODE).addEventSource(source('ForSecure'));
    new lambda.Function(stack, 'Plain', CODE).addEventSource(source('ForPlain'));
    new lambda.Function(stack, 'PlainEvents', { ...CODE, events: [source('ForPlainEvents')] });

    const done = new Synthesized(app);

    for (const id of ['Secure', 'Plain', 'PlainEvents']) {
      const place = { partition: 'aws', region: 'eu-west-1', account: '111122223333', name: `\${Stack.For${id}Source}` };
      expect(statementsOf(done, stack, id)).toEqual([statementFor(contract, place, `arn:aws:lambda:eu-west-1:111122223333:function:\${Stack.${id}}`)]);
    }
  });

  if (contract.connectedBy) { return; }
  test('two triggers with one source write one permission', () => {
    const stack = newStack();
    const target = new lambda.Function(stack, 'Fn', CODE);
    const source = contract.make(stack);
    for (const id of ['One', 'Two']) { new PushTrigger(stack, id, { target, source }); }

    expect(new Synthesized(stack.node.root as App).permissions()).toHaveLength(1);
  });
}

const STACKS = ['Functions', 'Sources', 'Triggers'];

function describeStacks(contract: PermissionContract): void {
  test.each(STACKS)('function and source in two stacks, the trigger in the stack %s: one permission, and no cycle of stacks', (home) => {
    const app = newApp();
    const stacks = Object.fromEntries(STACKS.map((id) => [id, new Stack(app, id, { env: HOME })]));
    const target = new SecureFunction(stacks.Functions, 'Fn', CODE);
    new PushTrigger(stacks[home], 'Trigger', { target, source: contract.make(stacks.Sources) });

    const done = new Synthesized(app);

    const place = { partition: 'aws', region: 'eu-west-1', account: '111122223333', name: '${Sources.Source}' };
    const expected = statementFor(contract, place, 'arn:aws:lambda:eu-west-1:111122223333:function:${Functions.Fn}');
    expect(statementsOf(done, stacks.Functions)).toEqual([expected]);
    expect(done.permissions()).toHaveLength(1);
  });
}

const ELSEWHERE: [string, Environment][] = [
  ['account', { account: '444455556666', region: 'eu-west-1' }],
  ['region', { account: '111122223333', region: 'eu-central-1' }],
];

function describeElsewhere(contract: PermissionContract): void {
  test.each(ELSEWHERE)(`${contract.crossEnvironment ? 'the permission is in the function’s stack' : 'fails'} for a source in another %s`, (kind, env) => {
    const app = newApp();
    const functions = new Stack(app, 'Functions', { env: HOME });
    const sources = new Stack(app, 'Sources', { env });
    const target = new lambda.Function(functions, 'Fn', { ...CODE, functionName: 'resize' });
    const connect = () => new PushTrigger(sources, 'Trigger', { target, source: contract.make(sources, 'known') });

    if (!contract.crossEnvironment) {
      expect(messageOf(connect)).toMatch(new RegExp(`^'target' must be in the ${kind} of .+; .+ \\[Sources/.+\\]$`));
      return;
    }
    connect();
    const done = new Synthesized(app);
    const place = { partition: 'aws', region: env.region!, account: env.account!, name: 'known' };
    expect(statementsOf(done, functions)).toEqual([statementFor(contract, place, 'arn:aws:lambda:eu-west-1:111122223333:function:resize')]);
    expect(done.permissions(sources)).toEqual([]);
  });
}

function describeRefusals(contract: PermissionContract): void {
  if (!contract.needsRole && contract.crossEnvironment) {
    test.each(Object.entries(CLOSED))('fails for a function %s with the command for its owner', (_, make) => {
      const stack = newStack();

      const message = messageOf(() => new PushTrigger(stack, 'Trigger', { target: make(stack), source: contract.make(stack, 'known') }));

      expect(message).toMatch(/^'target' is a function that this app cannot give a permission to, so its owner must: run `aws lambda add-permission /);
      expect(message).toContain(`--action 'lambda:InvokeFunction' --principal '${contract.servicePrincipal}'`);
      expect(message.includes('--source-arn ')).toBe(contract.sourceArn !== undefined);
      expect(message.includes("--source-account '111122223333'")).toBe(contract.namesAccount);
      expect(message.includes(`--event-source-token '${contract.eventSourceToken}'`)).toBe(contract.eventSourceToken !== undefined);
    });

    test('a permission that exists is not written', () => {
      const stack = newStack();
      new PushTrigger(stack, 'Trigger', { target: CLOSED['of another account'](stack), source: contract.make(stack), permissionExists: true });

      expect(new Synthesized(stack.node.root as App).permissions()).toEqual([]);
    });
  }

  test(`${contract.keepsTenants ? 'may call' : 'fails for'} a function with tenant isolation`, () => {
    const stack = newStack();
    const target = new lambda.Function(stack, 'Fn', { ...CODE, tenancyConfig: lambda.TenancyConfig.PER_TENANT });
    const connect = () => new PushTrigger(stack, 'Trigger', { target, source: contract.make(stack) });

    if (contract.keepsTenants) {
      expect(connect).not.toThrow();
    } else {
      expect(messageOf(connect)).toMatch(/^'target' has tenant isolation, .+ \[Stack\/Trigger\]$/);
    }
  });
}
