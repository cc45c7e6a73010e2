import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { refuseOpenBeside } from './open-beside';
import { permissionCommand, permissionResources } from './permission-command';
import { completed } from './source-account';
import { keepWithVersion } from './version-permission';
import { documentOf } from './write-document';
import { writeOnce } from './write-once';
import { failure } from '../model/failure';

/** Where permissions were written that name their source as exactly as it can be named. */
const named = new WeakSet<IConstruct>();

/** Whether a permission comes from one of our triggers, and not from an integration of CDK's. */
export function isNamed(permission: lambda.Permission): boolean {
  return permission.scope !== undefined && named.has(permission.scope);
}

/**
 * What `addPermission` does on a secure function or alias: complete what CDK's integration left out, and write it once, as a resource or into a document.
 *
 * @returns what was written
 */
export function writeExact(
  target: lambda.IFunction, id: string, permission: lambda.Permission, write: (exact: lambda.Permission) => void,
): lambda.Permission {
  const exact = completed(target, permission);
  refuseOpenBeside(target, id, exact);
  const document = documentOf(target);
  if (document) {
    document.permit(id, exact);
  } else {
    writeOnce(target, id, exact, () => write(exact));
  }
  return exact;
}

/**
 * Writes permissions for any function, version or alias, and returns what a trigger has to wait for.
 *
 * CDK silently makes nothing for a function that it may not change (imported from another account or of an unknown one).
 * There the owner gets the commands to run, one for each permission, and the resources to write instead.
 */
export function writePermissions(scope: Construct, target: lambda.IFunction, permissions: readonly lambda.Permission[]): IConstruct[] {
  refuseLatestVersion(scope, target);
  named.add(scope);
  const placed = permissions.map((permission, index) => ({ id: index === 0 ? 'Permission' : `Permission${index + 1}`, ...permission, scope }));
  const made = placed.map(({ id, ...permission }) => {
    refuseOpenBeside(target, id, permission);
    writeOnce(target, id, permission, () => target.addPermission(id, permission));
    const child = scope.node.tryFindChild(id);
    if (child) { keepWithVersion(child, target); }
    return child;
  });
  if (made.every((child) => child !== undefined)) { return made; }
  const commands = placed.map(({ id, ...permission }) => permissionCommand(target, id, permission));
  throw failure("'target' is a function that this app cannot give a permission to, so its owner must: "
    + `run ${commands.join(' and ')}, or add to a template the ${placed.length > 1 ? 'resources' : 'resource'} ${permissionResources(target, placed)}, `
    + "and set 'permissionExists: true'; if the function is in the stack's account and region, import it with "
    + '`Function.fromFunctionAttributes(this, id, { functionArn, sameEnvironment: true })`', scope);
}

/** Lambda keeps no policy for `$LATEST`; whoever may call the function may call its latest version. */
function refuseLatestVersion(scope: Construct, target: lambda.IFunction): void {
  if (target.functionArn.endsWith(':$LATEST')) {
    throw failure("'target' must be a function, a published version or an alias, got $LATEST, which has no policy of its own; "
      + 'pass the function itself, which is the same code', scope);
  }
}
