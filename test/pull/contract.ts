import { App, Environment, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { PolicyKind } from '../../src/function/policy-kind';
import { SecureFunction } from '../../src/function/secure-function';
import { evaluate } from '../../src/model/evaluate';
import { AccessRequest, Outcome } from '../../src/model/request';
import { LocatedStatement } from '../../src/model/statement';
import { PullSource } from '../../src/pull/pull-source';
import { PullTrigger, PullTriggerProps } from '../../src/pull/pull-trigger';
import { CODE, FLAG_SETS, HOME, Synthesized, messageOf, newApp, newStack } from '../push/app';
import { withoutHashes } from '../push/contract';
import { waitsFor } from '../template-graph';

/** What is true of one class of pull sources; the tests of all of them are the same. */
export interface PullSourceContract {
  /** Makes what is polled with the id `Source`, named `orders` where it has a name, and the pull source for it. */
  readonly make: (scope: Construct) => PullSource;
  /** Some properties of the event source mapping. */
  readonly mapping: object;
  /** What the poller may do, as `action resource`: the parts of ARNs that differ from place to place are in the notation of `Fn::Sub`. */
  readonly allowed: string[];
  /** What nobody may do with the role: other resources, other accounts, other actions. */
  readonly denied: string[];
  /** What `pollerOnly` denies to the code, as `action resource`; undefined: there is nothing to deny. */
  readonly denies?: string[];
}

const PLACES: { readonly [id: string]: Environment } = {
  Agnostic: {},
  Commercial: HOME,
  China: { account: '111122223333', region: 'cn-north-1' },
  GovCloud: { account: '111122223333', region: 'us-gov-west-1' },
};

const PARTITIONS: { readonly [id: string]: string } = { Agnostic: '${AWS::Partition}', Commercial: 'aws', China: 'aws-cn', GovCloud: 'aws-us-gov' };

/** What can get the records, each made under its own scope. */
const TARGETS: { readonly [kind: string]: (scope: Construct) => lambda.IFunction } = {
  SecureFunction: (scope) => new SecureFunction(scope, 'Fn', CODE),
  ManagedPolicy: (scope) => new SecureFunction(scope, 'Fn', { ...CODE, policyKind: PolicyKind.MANAGED }),
  SecureVersion: (scope) => new SecureFunction(scope, 'Fn', CODE).currentVersion,
  SecureAlias: (scope) => new SecureFunction(scope, 'Fn', CODE).addAlias('live'),
  Function: (scope) => new lambda.Function(scope, 'Fn', CODE),
  Version: (scope) => new lambda.Function(scope, 'Fn', CODE).currentVersion,
  Alias: (scope) => new lambda.Function(scope, 'Fn', CODE).addAlias('live'),
  Imported: (scope) => lambda.Function.fromFunctionAttributes(scope, 'Fn', {
    functionArn: `arn:aws:lambda:eu-west-1:111122223333:function:${scope.node.id}`,
    role: iam.Role.fromRoleArn(scope, 'Role', `arn:aws:iam::111122223333:role/${scope.node.id}`),
  }),
};

/** Checks what every pull source must hold, whatever it polls. */
export function describePullSource(contract: PullSourceContract): void {
  describe.each(FLAG_SETS)('%s', (_, flags) => {
    describeTargets(contract, flags);
    describeUses(contract, flags);
  });
  describeStacks(contract);
  describePlaces(contract);
  describeRequests(contract);
  describePollerOnly(contract);
  describeRefusals(contract);
}

/** The statements of a function's role, without those for logs. */
export function statementsOf(done: Synthesized, id = 'Fn', stack = 'Stack'): LocatedStatement[] {
  const statements = done.function(id, stack).role!.policies.flatMap((policy) => policy.statements!);
  return statements.filter(({ actions }) => !actions?.[0].startsWith('logs:'));
}

/** Each action with each resource, without the hashes of logical ids. */
function pairsOf(statements: readonly LocatedStatement[]): string[] {
  const pairs = statements.flatMap(({ actions = [], resources = [] }) => actions.flatMap((action) => resources.map((resource) => `${action} ${resource}`)));
  return [...new Set((withoutHashes(pairs) as string[]))].sort();
}

function describeTargets(contract: PullSourceContract, flags: object): void {
  test('the mapping is for the trigger’s target, after every policy that the poller needs, and nobody may invoke the target', () => {
    const app = newApp({ ...flags });
    const stack = new Stack(app, 'Stack', { env: HOME });
    const made = Object.entries(TARGETS).map(([kind, make]) => {
      const scope = new Construct(stack, kind);
      const target = make(scope);
      new PullTrigger(scope, 'Trigger', { target, source: contract.make(scope) });
      return { kind, target };
    });

    const done = new Synthesized(app);

    expect(done.permissions()).toEqual([]);
    for (const { kind, target } of made) {
      const [mapping, ...others] = done.resources('AWS::Lambda::EventSourceMapping').filter(({ id }) => id.startsWith(`${kind}Trigger`));
      expect(others).toEqual([]);
      expect(mapping.Properties.FunctionName).toEqual(stack.resolve(target.functionName));
      expect(mapping.Properties).toMatchObject(contract.mapping);
      const holders = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role'].flatMap((type) => done.resources(type))
        .filter(({ id, Properties }) => id.startsWith(kind) && /ec2:|sqs:|dynamodb:|kinesis:|secretsmanager:/.test(JSON.stringify(Properties)));
      expect(holders).toHaveLength(1);
      expect(waitsFor(done.template(stack), mapping.id, holders[0].id)).toBe(true);
    }
  });
}

function describeUses(contract: PullSourceContract, flags: object): void {
  test('the ways to add it write the same statements and one mapping', () => {
    const app = newApp({ ...flags });
    const stack = new Stack(app, 'Stack', { env: HOME });
    const source = contract.make(stack);
    new SecureFunction(stack, 'Secure', CODE).addEventSource(source);
    new lambda.Function(stack, 'Plain', CODE).addEventSource(source);
    new SecureFunction(stack, 'SecureEvents', { ...CODE, events: [source] });
    new lambda.Function(stack, 'PlainEvents', { ...CODE, events: [source] });

    const done = new Synthesized(app);

    expect(done.resources('AWS::Lambda::EventSourceMapping')).toHaveLength(4);
    for (const id of ['Secure', 'Plain', 'SecureEvents', 'PlainEvents']) {
      expect(pairsOf(statementsOf(done, id))).toEqual(placed(contract.allowed, 'Stack', 'aws', HOME));
    }
  });
}

/** In which of three stacks the trigger stands. */
const TRIGGER_STACKS = ['Functions', 'Sources', 'Triggers'];

function describeStacks(contract: PullSourceContract): void {
  test.each(TRIGGER_STACKS)('function and source in two stacks, the trigger in the stack %s: one mapping beside the function, and no cycle of stacks', (home) => {
    const app = newApp();
    const stacks = Object.fromEntries(TRIGGER_STACKS.map((id) => [id, new Stack(app, id, { env: HOME })]));
    const target = new SecureFunction(stacks.Functions, 'Fn', CODE);
    new PullTrigger(stacks[home], 'Trigger', { target, source: contract.make(stacks.Sources) });

    const done = new Synthesized(app);

    expect(pairsOf(statementsOf(done, 'Fn', 'Functions'))).toEqual(placed(contract.allowed, 'Sources', 'aws', HOME));
    expect(done.resources('AWS::Lambda::EventSourceMapping')).toHaveLength(1);
    expect(done.resources('AWS::Lambda::EventSourceMapping', stacks.Functions)).toHaveLength(1);
  });
}

function describePlaces(contract: PullSourceContract): void {
  test.each(Object.entries(PLACES))('the statements are for the resources of the place: %s', (id, env) => {
    const app = newApp();
    const stack = new Stack(app, id, { env });
    new PullTrigger(stack, 'Trigger', { target: new SecureFunction(stack, 'Fn', CODE), source: contract.make(stack) });

    const pairs = pairsOf(statementsOf(new Synthesized(app), 'Fn', id));

    expect(pairs).toEqual(placed(contract.allowed, id, PARTITIONS[id], env));
  });
}

/** Pairs as the reader spells them out in one place. */
function placed(pairs: readonly string[], stack: string, partition: string, env: Environment): string[] {
  const texts = pairs.map((pair) => pair.replaceAll('${AWS::Partition}', partition).replaceAll('${Stack.', `\${${stack}.`)
    .replaceAll('${AWS::Region}', env.region ?? '${AWS::Region}').replaceAll('${AWS::AccountId}', env.account ?? '${AWS::AccountId}'));
  return texts.sort();
}

/** Asks whether the role may do something, for the poller or for the code. */
function asker(contract: PullSourceContract, props: Partial<PullTriggerProps> = {}): (pair: string, fromCode?: boolean) => Outcome {
  const stack = newStack();
  new PullTrigger(stack, 'Trigger', { target: new SecureFunction(stack, 'Fn', CODE), source: contract.make(stack), ...props });
  const done = new Synthesized(stack.node.root as App);
  const { arn } = done.function('Fn').role!;
  const identity = (withoutHashes(statementsOf(done)) as LocatedStatement[]);
  return (pair, fromCode = false) => {
    const [action, resource] = placed([pair], 'Stack', 'aws', HOME)[0].split(' ');
    const context: AccessRequest['context'] = fromCode ? { 'lambda:SourceFunctionArn': ['arn:aws:lambda:eu-west-1:111122223333:function:fn'] } : {};
    const principal = { kind: 'AWS' as const, id: arn };
    return evaluate({ principal, principalAccount: '111122223333', action, resource, context }, { identity, resource: [] }).outcome;
  };
}

function describeRequests(contract: PullSourceContract): void {
  test('the poller may do what it needs, and nothing to anything else', () => {
    const outcome = asker(contract);

    expect(contract.allowed.filter((pair) => outcome(pair) !== 'ALLOWED')).toEqual([]);
    expect(contract.denied.filter((pair) => outcome(pair) !== 'DENIED')).toEqual([]);
    expect(contract.denied.length).toBeGreaterThanOrEqual(3);
  });
}

function describePollerOnly(contract: PullSourceContract): void {
  const { denies } = contract;
  if (denies === undefined) {
    test('fails for pollerOnly, because there is nothing to deny', () => {
      expect(messageOf(() => asker(contract, { pollerOnly: true }))).toMatch(/^'pollerOnly' has nothing to deny.* \[Stack\/Trigger\]$/);
    });
    return;
  }
  test('with pollerOnly the poller reads, and the code does not', () => {
    const outcome = asker(contract, { pollerOnly: true });

    expect(contract.allowed.filter((pair) => outcome(pair) !== 'ALLOWED')).toEqual([]);
    expect(contract.allowed.filter((pair) => outcome(pair, true) === 'DENIED').sort()).toEqual([...denies].sort());
  });
}

function describeRefusals(contract: PullSourceContract): void {
  test('fails for a function that is imported without its role, with the actions it must allow', () => {
    const stack = newStack();
    const target = lambda.Function.fromFunctionName(stack, 'Fn', 'theirs');
    const actions = contract.make(new Construct(stack, 'Asked')).describe(target).statements.flatMap((statement) => statement.actions);

    const message = messageOf(() => new PullTrigger(stack, 'Trigger', { target, source: contract.make(stack) }));

    expect(message).toContain(`'target' is a function that is imported without its role, which Lambda needs to poll the source: it must allow ${[...new Set(actions)].join(', ')}; `);
    expect(message).toMatch(/ set 'permissionExists: true' \[Stack\/Trigger\]$/);
  });

  test('a permission that exists is not written, and the source is mapped', () => {
    const stack = newStack();
    const target = lambda.Function.fromFunctionName(stack, 'Fn', 'theirs');
    new PullTrigger(stack, 'Trigger', { target, source: contract.make(stack), permissionExists: true });

    const done = new Synthesized(stack.node.root as App);

    expect(done.resources('AWS::IAM::Policy')).toEqual([]);
    expect(done.resources('AWS::Lambda::EventSourceMapping')).toHaveLength(1);
  });

  test('fails for a function with tenant isolation', () => {
    const stack = newStack();
    const target = new lambda.Function(stack, 'Fn', { ...CODE, tenancyConfig: lambda.TenancyConfig.PER_TENANT });

    expect(messageOf(() => new PullTrigger(stack, 'Trigger', { target, source: contract.make(stack) }))).toMatch(
      /^'target' has tenant isolation, which event source mappings do not support; .* \[Stack\/Trigger\]$/);
  });

  test.each(['PullTrigger', 'addEventSource'])('fails when it is polled twice for one function, with %s', (way) => {
    const stack = newStack();
    const target = new lambda.Function(stack, 'Fn', CODE);
    const source = contract.make(stack);
    const add = (id: string) => way === 'PullTrigger' ? new PullTrigger(stack, id, { target, source }) : target.addEventSource(source);
    add('One');

    expect(messageOf(() => add('Two'))).toMatch(/^'source' is .+ already.* \[Stack\/.+\]$/);
  });
}
