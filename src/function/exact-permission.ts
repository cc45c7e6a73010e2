// Not exported: `addPermission` of every secure function class and of its aliases.
import { CfnResource, Names, Stack, Validations } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, Dependable, IConstruct } from 'constructs';
import { isAcknowledged } from './acknowledged';
import { insteadOfBroad } from './broad-permission';
import { refuseIsolated, refusedIsolatedRoute } from './tenant-isolation';
import { isPermission } from '../cloudformation/open-beside';
import { printable } from '../cloudformation/permission-command';
import { inEnvironmentOf } from '../cloudformation/permission-home';
import { servicePrincipalOf } from '../cloudformation/service-principal';
import { completed } from '../cloudformation/source-account';
import { isNamed, writeExact } from '../cloudformation/write-permission';

const ID = 'LambdaPermissions-BroadPermission';

/** Who is let in when nobody is named. */
const EVERYBODY = 'everybody';

/** What an integration of CDK's asked for. */
interface Asked {
  /** The service, or everybody. */
  readonly caller: string;
  readonly scope: IConstruct;
  /** What was written. */
  readonly permission: lambda.Permission;
  /** The resource, which others may make narrower; undefined for a statement of a document, or one that was written before. */
  readonly resource?: lambda.CfnPermission;
}

/** For what a service may call. */
type Source = Pick<lambda.Permission, 'sourceArn' | 'sourceAccount' | 'eventSourceToken'>;

/** What CDK's integrations asked of a function or alias. */
const askedOf = new WeakMap<IConstruct, Asked[]>();

/** Functions and aliases that are being opened with a reason. */
const givenReasons = new WeakSet<IConstruct>();

/** Runs what opens a function or alias to everybody, for which a reason was given. */
export function withReason<T>(target: lambda.IFunction, open: () => T): T {
  givenReasons.add(target);
  try {
    return open();
  } finally {
    givenReasons.delete(target);
  }
}

/** Whether a permission names nobody, neither itself nor by a condition. */
function isForEverybody({ principal, organizationId, sourceArn, sourceAccount }: lambda.Permission): boolean {
  const { principalJson, conditions } = principal.grantPrincipal.policyFragment;
  const names = Object.values(principalJson).flat();
  return names.includes('*') && Object.keys(conditions).length === 0 && (organizationId ?? sourceArn ?? sourceAccount) === undefined;
}

/**
 * Completes a permission, and writes it once.
 *
 * One that an integration of CDK's leaves wider than its source is a warning when the app is synthesized: parts of the ARN are known no sooner.
 */
export function addExactPermission(
  target: lambda.IFunction, id: string, permission: lambda.Permission, write: (exact: lambda.Permission) => void,
): void {
  const service = servicePrincipalOf(permission.principal);
  if (service !== undefined) { refuseIsolated(target, service); }
  const exact = writeExact(target, id, inOwnEnvironment(target, completed(target, permission)), write);
  if (exact.scope !== permission.scope) { standIn(permission.scope!, id, exact.scope!); }
  const caller = service ?? (isForEverybody(permission) && !givenReasons.has(target) ? EVERYBODY : undefined);
  if (caller === undefined || isNamed(permission)) { return; }
  const asked = askedOf.get(target) ?? watch(target);
  const child = (exact.scope ?? target).node.tryFindChild(id);
  asked.push({ caller, scope: permission.scope ?? target, permission: exact, resource: child && isPermission(child) ? child : undefined });
}

/**
 * CDK's integrations make a permission beside the source. From a stack of another account or region it would change a
 * function that is not there, so it is made beside the function.
 */
function inOwnEnvironment(target: lambda.IFunction, permission: lambda.Permission): lambda.Permission {
  const { scope } = permission;
  if (!scope || inEnvironmentOf(target, Stack.of(scope))) { return permission; }
  const home = `Permit${Names.nodeUniqueId(scope.node)}`;
  return { ...permission, scope: target.node.tryFindChild(home) as Construct | undefined ?? new Construct(target as unknown as Construct, home) };
}

/** For the integration, which looks for the permission where it wanted it, and waits for it. */
function standIn(scope: Construct, id: string, home: Construct): void {
  const permission = home.node.tryFindChild(id);
  if (permission) { Dependable.implement(new Construct(scope, id), { dependencyRoots: [permission] }); }
}

function watch(target: lambda.IFunction): Asked[] {
  const asked: Asked[] = [];
  askedOf.set(target, asked);
  target.node.addValidation({
    validate: () => {
      if (!isAcknowledged(target, ID)) { warn(target, asked); }
      return asked.flatMap(({ scope }) => refusedIsolatedRoute(target, scope));
    },
  });
  return asked;
}

/** One warning for each thing to do. */
function warn(target: IConstruct, asked: Asked[]): void {
  const byAdvice = new Map<string, Set<string>>();
  for (const one of asked) {
    const advice = adviceFor(one);
    if (advice) { byAdvice.set(advice, (byAdvice.get(advice) ?? new Set()).add(callsOf(one))); }
  }
  for (const [advice, calls] of byAdvice) {
    Validations.of(target).addWarning(ID, `${listed([...calls])}; ${advice}, or acknowledge '${ID}' with the reason why it has to be so wide [${target.node.path}]`);
  }
}

function adviceFor({ caller, scope, permission, resource }: Asked): string | undefined {
  if (caller === EVERYBODY) { return "name who may with InvokePermission, or call `publicUrl('why everybody may')` for a URL"; }
  const { sourceArn, sourceAccount, eventSourceToken }: Source = resource ?? permission;
  const asker = scope.node.tryFindChild('Resource');
  return insteadOfBroad({
    service: caller,
    sourceArn: sourceArn === undefined ? undefined : pattern(Stack.of(scope).resolve(sourceArn)),
    sourceAccount,
    eventSourceToken,
    askedBy: asker && CfnResource.isCfnResource(asker) ? asker.cfnResourceType : undefined,
  });
}

/** A resolved ARN whose wildcards and colons are those that were written. */
function pattern(value: unknown): string {
  if (typeof value === 'string') { return value; }
  const join = (value as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] })['Fn::Join'];
  return join ? join[1].map(pattern).join(join[0]) : '${}';
}

/** For what the service may call, in words. */
function callsOf({ caller, scope, permission, resource }: Asked): string {
  if (caller === EVERYBODY) { return `${EVERYBODY} may call`; }
  const { sourceArn, sourceAccount }: Source = resource ?? permission;
  const source = sourceArn === undefined ? 'any source' : printable(Stack.of(scope).resolve(sourceArn));
  if (sourceAccount !== undefined) { return `${caller} may call for ${source} of the account ${printable(Stack.of(scope).resolve(sourceAccount))}`; }
  const hasOwner = sourceArn !== undefined && caller !== 's3.amazonaws.com';
  return `${caller} may call for ${source}${hasOwner ? '' : ' of any account'}`;
}

function listed(calls: string[]): string {
  return calls.length > 2 ? `${calls.slice(0, 2).join(', ')}, and ${calls.length - 2} more` : calls.join(', and ');
}
