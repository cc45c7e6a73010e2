import { App, Environment, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CODE, FLAG_SETS, HOME, Synthesized, newApp } from './app';
import { describeCrossEnvironment } from './contract-environments';
import { describeRefusedTargets } from './contract-refusals';
import { TARGETS } from './targets';
import { SecureFunction } from '../../src/function/secure-function';
import { PushSource } from '../../src/push/push-source';
import { PushTrigger } from '../../src/push/push-trigger';
import { waitsFor } from '../template-graph';

/** What is true of one class of push sources; the tests of all of them are the same. */
export interface PushSourceContract {
  /**
   * Makes what sends the events (a bucket, a topic, an API) with the id `Source`, and the push source for it.
   *
   * @param name a name or id that is known before deployment; without it CloudFormation makes one
   */
  readonly make: (scope: Construct, name?: string) => PushSource;
  /** A second use of what `make` made, beside the first one on the same function; undefined: AWS takes no second one. */
  readonly again?: (scope: Construct) => PushSource;
  /** How many permissions both uses need together. */
  readonly permissionsOfBoth?: number;
  readonly servicePrincipal: string;
  readonly sourceArn: (place: Place) => string;
  /** Whether the permission names the account too, because the service is known to send it. */
  readonly namesAccount: boolean;
  /** The ARN of a source named `known`, as the owner of a function reads it in a command. */
  readonly sourceArnInCommand: string;
  /** The type of the resource that connects the source to the function. */
  readonly connectedBy: string;
  /** Whether the source may call a function in another region. */
  readonly crossRegion: boolean;
  /** Whether the resource that connects can stand in the function's stack when that is in another account or region. */
  readonly connectsFromAfar: boolean;
  /** Whether the source may call a function with tenant isolation. */
  readonly keepsTenants: boolean;
}

/** Where a source is, and what it is called: parts of its ARN. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** Checks what every push source must hold, whatever the service. */
export function describePushSource(contract: PushSourceContract): void {
  describe.each(FLAG_SETS)('%s', (_, flags) => {
    describeStatement(contract, flags);
    describeTargets(contract, flags);
    describeUses(contract, flags);
    describeStacks(contract, flags);
  });
  describeCrossEnvironment(contract);
  describeRefusedTargets(contract);
}

/** The statement that a contract promises for a target, as IAM sees it. */
export function statementFor(contract: PushSourceContract, place: Place, targetArn: string): object {
  const account = { operator: 'StringEquals', key: 'aws:SourceAccount', values: [place.account] };
  return {
    effect: 'Allow',
    principals: [{ kind: 'Service', id: contract.servicePrincipal }],
    actions: ['lambda:InvokeFunction'],
    resources: [targetArn],
    conditions: [{ operator: 'ArnLike', key: 'aws:SourceArn', values: [contract.sourceArn(place)] }, ...contract.namesAccount ? [account] : []],
  };
}

/** All statements of a function, its versions and its aliases, without the hashes of logical ids. */
export function statementsOf(done: Synthesized, stack: Stack, id = 'Fn') {
  const { targets, gaps } = done.function(id, stack.artifactId);
  expect(gaps).toEqual([]);
  return targets.flatMap(({ statements }) => statements.map(({ source: _, ...statement }) => withoutHashes(statement)));
}

export function withoutHashes(value: object): object {
  return JSON.parse(JSON.stringify(value).replace(/(\$\{\w+(?:\.\w+)?)[0-9A-F]{8}(?=[.}])/g, '$1')) as object;
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

const PLACES: [string, Environment, Omit<Place, 'name'>][] = [
  ['Agnostic', {}, { partition: '${AWS::Partition}', region: '${AWS::Region}', account: '${AWS::AccountId}' }],
  ['Commercial', HOME, { partition: 'aws', region: 'eu-west-1', account: '111122223333' }],
  ['China', { account: '111122223333', region: 'cn-north-1' }, { partition: 'aws-cn', region: 'cn-north-1', account: '111122223333' }],
  ['GovCloud', { account: '111122223333', region: 'us-gov-west-1' }, { partition: 'aws-us-gov', region: 'us-gov-west-1', account: '111122223333' }],
];

function describeStatement(contract: PushSourceContract, flags: object): void {
  test('only its principal may call, for this one source, in every partition and without an environment', () => {
    const app = newApp({ ...flags });
    const stacks = PLACES.map(([id, env]) => functionAndSource(app, id, env, contract));

    const done = new Synthesized(app);

    PLACES.forEach(([id, , place], index) => {
      const { partition, region, account } = place;
      const target = `arn:${partition}:lambda:${region}:${account}:function:\${${id}.Fn}`;
      const expected = statementFor(contract, { ...place, name: `\${${id}.Source}` }, target);
      expect(statementsOf(done, stacks[index])).toEqual([expected]);
    });
  });
}

function functionAndSource(app: App, id: string, env: Environment, contract: PushSourceContract): Stack {
  const stack = new Stack(app, id, { env });
  const target = new SecureFunction(stack, 'Fn', CODE);
  new PushTrigger(stack, 'Trigger', { target, source: contract.make(stack) });
  return stack;
}

function describeTargets(contract: PushSourceContract, flags: object): void {
  test('the permission is for the trigger’s target alone, and the source is connected after it', () => {
    const app = newApp({ ...flags });
    const stack = new Stack(app, 'Stack', { env: HOME });
    const targets = Object.entries(TARGETS).map(([kind, make]) => {
      const scope = new Construct(stack, kind);
      const target = make(scope);
      new PushTrigger(scope, 'Trigger', { target, source: contract.make(scope) });
      return { kind, target };
    });

    const done = new Synthesized(app);

    expect(done.permissions()).toHaveLength(targets.length);
    for (const { kind, target } of targets) {
      const [permission, ...others] = done.permissions().filter(({ id }) => id.startsWith(`${kind}Trigger`));
      expect(others).toEqual([]);
      expect(permission.Properties.FunctionName).toEqual(stack.resolve(target.functionArn));
      const [connection] = done.resources(contract.connectedBy).filter(({ id }) => id.startsWith(kind));
      expect(waitsFor(done.template(stack), connection.id, permission.id)).toBe(true);
      const connected = done.resources(contract.connectedBy).concat(done.resources('AWS::ApiGatewayV2::Integration')).filter(({ id }) => id.startsWith(kind));
      expect(connected.map(({ Properties }) => textOf(Properties)).join()).toContain(textOf(stack.resolve(target.functionArn)));
    }
  });
}

function describeUses(contract: PushSourceContract, flags: object): void {
  test('the ways to add it write the same permission, once', () => {
    const app = newApp({ ...flags });
    const stack = new Stack(app, 'Stack', { env: HOME });
    const source = (id: string) => contract.make(new Construct(stack, id));
    new SecureFunction(stack, 'Secure', CODE).addEventSource(source('ForSecure'));
    new lambda.Function(stack, 'Plain', CODE).addEventSource(source('ForPlain'));
    new SecureFunction(stack, 'SecureEvents', { ...CODE, events: [source('ForSecureEvents')] });
    new lambda.Function(stack, 'PlainEvents', { ...CODE, events: [source('ForPlainEvents')] });

    const done = new Synthesized(app);

    const place = { partition: 'aws', region: 'eu-west-1', account: '111122223333' };
    for (const id of ['Secure', 'Plain', 'SecureEvents', 'PlainEvents']) {
      const target = `arn:aws:lambda:eu-west-1:111122223333:function:\${Stack.${id}}`;
      const expected = statementFor(contract, { ...place, name: `\${Stack.For${id}Source}` }, target);
      expect(statementsOf(done, stack, id)).toEqual([expected]);
    }
  });

  if (contract.again) {
    test.each(['PushTrigger', 'addEventSource'])('two uses on one function with %s write no permission twice', (way) => {
      const app = newApp({ ...flags });
      const stack = new Stack(app, 'Stack', { env: HOME });
      const target = new lambda.Function(stack, 'Fn', CODE);
      const add = (id: string, source: PushSource) => way === 'PushTrigger' ? new PushTrigger(stack, id, { target, source }) : target.addEventSource(source);
      add('One', contract.make(stack));
      add('Two', contract.again!(stack));

      const done = new Synthesized(app);

      expect(done.permissions()).toHaveLength(contract.permissionsOfBoth!);
      expect(new Set(done.permissions().map(({ Properties }) => JSON.stringify(Properties))).size).toBe(contract.permissionsOfBoth);
    });
  }
}

/** In which of three stacks the trigger stands. */
const TRIGGER_STACKS = ['Functions', 'Sources', 'Triggers'];

function describeStacks(contract: PushSourceContract, flags: object): void {
  test.each(TRIGGER_STACKS)('function and source in two stacks, the trigger in the stack %s: one permission, and no cycle of stacks', (home) => {
    const app = newApp({ ...flags });
    const stacks = Object.fromEntries(TRIGGER_STACKS.map((id) => [id, new Stack(app, id, { env: HOME })]));
    const target = new SecureFunction(stacks.Functions, 'Fn', CODE);
    const source = contract.make(stacks.Sources);
    new PushTrigger(stacks[home], 'Trigger', { target, source });

    const done = new Synthesized(app);

    const place = { partition: 'aws', region: 'eu-west-1', account: '111122223333', name: '${Sources.Source}' };
    const expected = statementFor(contract, place, 'arn:aws:lambda:eu-west-1:111122223333:function:${Functions.Fn}');
    expect(statementsOf(done, stacks.Functions)).toEqual([expected]);
    expect(done.permissions()).toHaveLength(1);
  });
}
