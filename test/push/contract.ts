import { App, Environment, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CODE, FLAG_SETS, HOME, Synthesized, newApp } from './app';
import { Caller, describeCalls } from './contract-calls';
import { describeElsewhere } from './contract-environments';
import { Imported, describeImported } from './contract-imported';
import { describeRefusedTargets } from './contract-refusals';
import { describeStacks, describeTargets, describeUses } from './contract-targets';
import { SecureFunction } from '../../src/function/secure-function';
import { Outcome } from '../../src/model/request';
import { PushSource } from '../../src/push/push-source';
import { PushTrigger } from '../../src/push/push-trigger';

/** What is true of one class of push sources; the tests of all of them are the same. */
export interface PushSourceContract {
  /** The class, as the README's table of push sources names it. */
  readonly row: string;
  /** Which of the alternatives in the cells of that row, separated by `;`, the contract is about; without it the first. */
  readonly alternative?: number;
  /**
   * Makes what sends the events (a bucket, a topic, an API) with the id `Source`, if a construct does, and the push source for it.
   *
   * @param name a name or id that is known before deployment; without it CloudFormation makes one
   */
  readonly make: (scope: Construct, name?: string) => PushSource;
  /** What becomes of a source that something else than this app made. */
  readonly imported: Imported;
  /** Another use of what `make` made, beside the first one on the same function; without it the very same source. */
  readonly again?: (scope: Construct) => PushSource;
  /** How many permissions both uses need together; without it 1. 0: AWS takes no second use. */
  readonly permissionsOfBoth?: number;
  readonly servicePrincipal: string;
  /** The ARN that the service may call for, in the words of the template reader; undefined: the service is not known to name any. */
  readonly sourceArn?: (place: Place) => string;
  /** The ARN with which the service calls; without it the one it may call for. */
  readonly calledFor?: (place: Place, done: Synthesized) => string;
  /** Whether the permission names the account too, because the service is known to send it. */
  readonly namesAccount: boolean;
  readonly eventSourceToken?: string;
  /** Whether the service calls the function's URL, so that there are two statements. */
  readonly viaFunctionUrl?: boolean;
  /** What the keys of the service cannot tell apart, in the words of the README. */
  readonly unpinned?: string;
  /** Further calls, and what IAM answers; the source is named `known`. Keys that are not given are those of the documented call. */
  readonly calls?: readonly [string, Caller, Outcome][];
  /** The ARN of a source named `known`, as the owner of a function reads it in a command; without it that of the contract. */
  readonly sourceArnInCommand?: string;
  /** The type of the resource that connects the source to the function; undefined: nothing is made, something else names the function. */
  readonly connectedBy?: string;
  /** AWS lets nobody choose the name of the source, so that its name in tests is its logical id. */
  readonly namedByAws?: boolean;
  /** The source cannot wait for the permission, which names it by what AWS makes up: so the permission waits. */
  readonly sourceFirst?: boolean;
  /** Whether the source may call a function in another account; BY_OWNER: only one that is imported, whose owner gives the permission. */
  readonly crossAccount: boolean | 'BY_OWNER';
  /** Whether the source may call a function in another region. */
  readonly crossRegion: boolean;
  /** Whether the resource that connects must stand with the source when that is in another account or region than the function. */
  readonly staysWithSource?: boolean;
  /** Whether all there is of the source is made by the trigger, so that it is where the trigger is. */
  readonly madeByTrigger?: boolean;
  /** Whether the source is no resource, but something of the function's own account. */
  readonly placeless?: boolean;
  /** Whether the function's role gets statements, so that its role must be known. */
  readonly needsRole?: boolean;
  /** Whether the source may call a function with tenant isolation. */
  readonly keepsTenants?: boolean;
  /** The source for a function with tenant isolation, if it must say where the tenant is. */
  readonly forTenants?: (scope: Construct) => PushSource;
}

/** Where a source is, and what it is called: parts of its ARN. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** A source named `known` in the place of most tests. */
export const KNOWN: Place = { partition: 'aws', region: HOME.region!, account: HOME.account!, name: 'known' };

/** The name in an ARN of a source that was made in a stack with a name. */
export function nameIn({ namedByAws }: PushSourceContract, stack: string, name = KNOWN.name): string {
  return namedByAws ? `\${${stack}.${name}}` : name;
}

/** Checks what every push source must hold, whatever the service. */
export function describePushSource(contract: PushSourceContract): void {
  describe.each(FLAG_SETS)('%s', (_, flags) => {
    describeStatement(contract, flags);
    describeTargets(contract, flags);
  });
  describeUses(contract);
  describeStacks(contract);
  describeElsewhere(contract);
  describeRefusedTargets(contract);
  describeCalls(contract);
  describeImported(contract);
}

/** The statements that a contract promises for a target, as IAM sees them. */
export function statementsFor(contract: PushSourceContract, place: Place, targetArn: string): object[] {
  const condition = (operator: string, key: string, value?: string) => value === undefined ? [] : [{ operator, key, values: [value] }];
  const source = [
    ...condition('ArnLike', 'aws:SourceArn', contract.sourceArn?.(place)),
    ...condition('StringEquals', 'aws:SourceAccount', contract.namesAccount ? place.account : undefined),
    ...condition('StringEquals', 'lambda:EventSourceToken', contract.eventSourceToken),
  ];
  const statement = (action: string, ...conditions: object[]) => ({
    effect: 'Allow',
    principals: [{ kind: 'Service', id: contract.servicePrincipal }],
    actions: [action],
    resources: [targetArn],
    conditions: [...source, ...conditions],
  });
  if (!contract.viaFunctionUrl) { return [statement('lambda:InvokeFunction')]; }
  return [
    statement('lambda:InvokeFunctionUrl', ...condition('StringEquals', 'lambda:FunctionUrlAuthType', 'AWS_IAM')),
    statement('lambda:InvokeFunction', ...condition('Bool', 'lambda:InvokedViaFunctionUrl', 'true')),
  ];
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

/** A stack in each partition, and one that does not know where it is. */
const PLACES: [string, Environment, Omit<Place, 'name'>][] = [
  ['Agnostic', {}, { partition: '${AWS::Partition}', region: '${AWS::Region}', account: '${AWS::AccountId}' }],
  ['Commercial', HOME, { partition: 'aws', region: 'eu-west-1', account: '111122223333' }],
  ['China', { ...HOME, region: 'cn-north-1' }, { partition: 'aws-cn', region: 'cn-north-1', account: '111122223333' }],
  ['GovCloud', { ...HOME, region: 'us-gov-west-1' }, { partition: 'aws-us-gov', region: 'us-gov-west-1', account: '111122223333' }],
  ['Sovereign', { ...HOME, region: 'eusc-de-east-1' }, { partition: 'aws-eusc', region: 'eusc-de-east-1', account: '111122223333' }],
];

function describeStatement(contract: PushSourceContract, flags: object): void {
  test('only its principal may call, for this one source, in every partition and without an environment', () => {
    const app = newApp({ ...flags });
    const stacks = PLACES.map(([id, env]) => functionAndSource(app, id, env, contract));

    const done = new Synthesized(app);

    PLACES.forEach(([id, , place], index) => {
      const { partition, region, account } = place;
      const target = `arn:${partition}:lambda:${region}:${account}:function:\${${id}.Fn}`;
      expect(statementsOf(done, stacks[index])).toEqual(statementsFor(contract, { ...place, name: `\${${id}.Source}` }, target));
    });
  });
}

function functionAndSource(app: App, id: string, env: Environment, contract: PushSourceContract): Stack {
  const stack = new Stack(app, id, { env });
  const target = new SecureFunction(stack, 'Fn', CODE);
  new PushTrigger(stack, 'Trigger', { target, source: contract.make(stack) });
  return stack;
}
