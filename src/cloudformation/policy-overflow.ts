import { AspectPriority, Aspects, Stage, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { collapsePermissions } from './collapse-permissions';
import { documentPermissions } from './document-permissions';
import { roleForAccounts } from './role-for-accounts';
import { TargetPolicy, largePolicies } from './target-policies';
import { failure } from '../model/failure';
import { NEARLY_FULL_POLICY, POLICY_SIZE_LIMIT, policySize } from '../model/policy-size';

/** What to do with a policy that is larger than Lambda takes. */
export type Overflow = 'ERROR' | 'COLLAPSE' | 'DOCUMENT' | 'ROLE';

const WARNING = 'LambdaPermissions-PolicySize';

/** What is to be done about the functions of a stage, by the place of their constructs: a function is asked for permissions before it exists. */
const chosen = new WeakMap<IConstruct, Map<string, Overflow>>();

/** Counts the bytes of the policies of a function, its versions and its aliases when the app is synthesized. */
export function limitPolicies(scope: IConstruct, id: string, overflow: Overflow): void {
  const stage = Stage.of(scope) ?? scope.node.root;
  const known = chosen.get(stage);
  const functions = known ?? new Map<string, Overflow>();
  const acts = [...functions.values()].some((one) => one !== 'ERROR');
  functions.set(`${scope.node.path}/${id}`, overflow);
  if (!known) {
    chosen.set(stage, functions);
    stage.node.addValidation({ validate: () => largePolicies(stage).flatMap((policy) => excessOf(policy, functions)) });
  }
  if (!acts && overflow !== 'ERROR') {
    // Statements that another Aspect adds after this one are counted, and not merged. It is late, so that an Aspect may make a function.
    Aspects.of(stage).add({ visit: (node) => { if (node === stage) { makeFit(stage, functions); } } }, { priority: AspectPriority.READONLY - 1 });
  }
}

function makeFit(stage: IConstruct, functions: ReadonlyMap<string, Overflow>): void {
  for (const policy of largePolicies(stage)) {
    if (policySize(policy.target.statements) <= POLICY_SIZE_LIMIT) { continue; }
    switch (overflowOf(policy, functions)) {
      case 'COLLAPSE': collapsePermissions(policy); break;
      case 'DOCUMENT': documentPermissions(policy); break;
      case 'ROLE': roleForAccounts(policy); break;
      default:
    }
  }
}

function overflowOf({ handler }: TargetPolicy, functions: ReadonlyMap<string, Overflow>): Overflow | undefined {
  return functions.get(handler.node.scope?.node.path ?? '');
}

/** An error for a policy that does not fit; one that nearly does not has a warning. */
function excessOf(policy: TargetPolicy, functions: ReadonlyMap<string, Overflow>): string[] {
  const overflow = overflowOf(policy, functions);
  const { target: { statements }, resource } = policy;
  const isDocument = statements.some(({ source }) => source.resourceType === 'AWS::Lambda::ResourcePolicy');
  const size = policySize(statements);
  if (overflow === undefined || size <= NEARLY_FULL_POLICY) { return []; }
  const count = `${statements.length} statements that may take ${size} of ${POLICY_SIZE_LIMIT} bytes`;
  const advice = isDocument ? ADVICE.DOCUMENT : ADVICE[overflow];
  if (size > POLICY_SIZE_LIMIT) { return [failure(`the policy holds ${count}; ${advice}`, resource).message]; }
  if (overflow !== 'COLLAPSE') { Validations.of(resource).addWarning(WARNING, `the policy is nearly full: it holds ${count}; ${advice} [${resource.node.path}]`); }
  return [];
}

const OTHERWISE = 'give callers aliases of their own, each of which has a policy of its own';

const ADVICE: { readonly [overflow in Overflow]: string } = {
  ERROR: "set 'onPolicyOverflow' to COLLAPSE to merge the routes of an API and the rules of a bus, to DOCUMENT to write many sources into one statement, "
    + `or to ROLE to let accounts assume a role; or ${OTHERWISE}`,
  COLLAPSE: 'there is nothing left to merge: only routes of one API, and rules of one bus with a name whose own names begin alike, are merged; accounts and other sources never; '
    + `set 'onPolicyOverflow' to DOCUMENT, or ${OTHERWISE}`,
  DOCUMENT: OTHERWISE,
  ROLE: `only accounts assume the role, and the other statements are too many; ${OTHERWISE}`,
};
