import { DeployedApp } from './excess-deployed-app';
import { AccessPair, FOREIGN_ACCOUNT, accessPairs, serviceOf, servicesOf } from './privilege-universe';
import { evaluate } from '../../src/model/evaluate';
import { FunctionAccess, RoleAccess } from '../../src/model/function-access';
import { Outcome } from '../../src/model/request';
import { LocatedStatement } from '../../src/model/statement';

/** A line of a list of documented needs: one function has to do this. */
export interface Need {
  /** The construct id of the function. */
  readonly function: string;
  readonly action: string;
  /** An ARN; `*` at its end stands for any text, and `<Id>` for the name of the resource with this construct id. */
  readonly resource: string;
  /** AWS documents the action for every resource, also where it could name one: all calls of it are needed. */
  readonly anyResource?: boolean;
  readonly why: string;
  /** The AWS page. */
  readonly see: string;
}

/** What the role of one function may do, against what it needs. */
export interface PrivilegeCount {
  readonly function: string;
  /** How many calls were asked about. */
  readonly asked: number;
  /** Allowed or not decided, and not needed. */
  readonly excess: readonly string[];
  readonly undecided: readonly string[];
  /** Needed and not allowed. */
  readonly missing: readonly string[];
  /** How many of the calls are needed. */
  readonly needed: number;
}

/** Who calls with the role: Lambda itself, which sends no `lambda:SourceFunctionArn`, or the code of the function, with which Lambda sends it. */
export type RoleUser = 'LAMBDA' | 'CODE';

/**
 * Counts, for each function of finished templates, the calls that its role is allowed beyond its needs.
 *
 * @param user who calls; without it a statement that tells one from the other is not decided
 */
export function countPrivileges(app: DeployedApp, needs: readonly Need[], user?: RoleUser): PrivilegeCount[] {
  const statements = app.functions.flatMap(({ role }) => statementsOf(role!));
  const services = new Set([...servicesOf(statements), ...app.arns.map(serviceOf)]);
  const pairs = accessPairs([...services].sort(), app.arns, app.home);
  return app.functions.map((access) => {
    const id = app.idOf(access.logicalId);
    const own = needs.filter((need) => need.function === id).map((need) => ({ ...need, resource: app.named(need.resource) }));
    const isNeeded = (pair: AccessPair) => own.some((need) => (need.anyResource || pair.resourceAccount === app.home.account) && covers(need, pair));
    const answers = pairs.map((pair) => ({ name: nameOf(pair), isNeeded: isNeeded(pair), outcome: outcomeOf(pair, access, user) }));
    const names = (kept: (answer: typeof answers[number]) => boolean) => answers.filter(kept).map(({ name }) => name);
    return {
      function: id,
      asked: pairs.length,
      excess: names(({ outcome, isNeeded: needed }) => outcome !== 'DENIED' && !needed),
      undecided: names(({ outcome }) => outcome === 'CANNOT_SAY'),
      missing: [
        ...names(({ outcome, isNeeded: needed }) => outcome !== 'ALLOWED' && needed),
        ...own.filter((need) => !pairs.some((pair) => covers(need, pair))).map((need) => `${need.action} on ${need.resource}: nothing is such a call`),
      ],
      needed: names(({ isNeeded: needed }) => needed).length,
    };
  });
}

function statementsOf(role: RoleAccess): LocatedStatement[] {
  return role.policies.flatMap(({ statements }) => statements ?? []);
}

function outcomeOf({ action, resource, resourceAccount }: AccessPair, { account, arn: functionArn, role }: FunctionAccess, user?: RoleUser): Outcome {
  const { arn, policies, boundary } = role!;
  const identity = statementsOf(role!);
  const context = {
    'aws:resourceaccount': [resourceAccount],
    'aws:principalaccount': [account],
    'aws:securetransport': ['true'],
    ...user === 'CODE' && { [SOURCE_FUNCTION]: [functionArn] },
  };
  const asked = identity.flatMap(({ conditions }) => conditions.map(({ key }) => key.toLowerCase()));
  const unknownKeys = asked.filter((key) => !Object.hasOwn(context, key) && !(key === SOURCE_FUNCTION && user === 'LAMBDA'));
  const request = { principal: { kind: 'AWS', id: arn }, principalAccount: account, action, resource, resourceAccount, context, unknownKeys } as const;
  return evaluate(request, {
    identity,
    // A foreign account lets everybody in, so that it is the role that decides.
    resource: resourceAccount === FOREIGN_ACCOUNT ? [OPEN] : [],
    ...boundary && { boundary: boundary.statements ?? [] },
    incomplete: [...policies, ...boundary ? [boundary] : []].some(({ statements }) => statements === undefined),
  }).outcome;
}

const SOURCE_FUNCTION = 'lambda:sourcefunctionarn';

const OPEN: LocatedStatement = {
  effect: 'Allow',
  principals: [{ kind: 'AWS', id: '*' }],
  actions: ['*'],
  resources: ['*'],
  conditions: [],
  source: { stack: 'Foreign', logicalId: 'Policy', resourceType: 'Foreign', property: 'Statement' },
};

function covers(need: Pick<Need, 'action' | 'resource' | 'anyResource'>, { action, resource }: AccessPair): boolean {
  if (need.action !== action) { return false; }
  if (need.anyResource || need.resource === resource) { return true; }
  return need.resource.length > 1 && need.resource.endsWith('*') && resource.startsWith(need.resource.slice(0, -1));
}

function nameOf({ action, resource, resourceAccount }: AccessPair): string {
  return `${action} on ${resource} of ${resourceAccount}`;
}
