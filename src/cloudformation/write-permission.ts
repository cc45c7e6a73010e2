import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { permissionCommand } from './permission-command';
import { completed } from './source-account';
import { writeOnce } from './write-once';
import { failure } from '../model/failure';

/** What `addPermission` does on a secure function or alias: complete what CDK's integration left out, and write it once. */
export function writeExact(target: lambda.IFunction, id: string, permission: lambda.Permission, write: (exact: lambda.Permission) => void): void {
  const exact = completed(target, permission);
  writeOnce(target, id, exact, () => write(exact));
}

/**
 * Writes a permission for any function, version or alias, and returns what a trigger has to wait for.
 *
 * CDK silently makes nothing for a function that it may not change (imported from another account or of an unknown one,
 * or `$LATEST`). There the owner gets the command to run.
 */
export function writePermission(scope: Construct, id: string, target: lambda.IFunction, permission: lambda.Permission): IConstruct {
  const placed = { ...permission, scope };
  writeOnce(target, id, placed, () => target.addPermission(id, placed));
  const made = scope.node.tryFindChild(id);
  if (!made) {
    throw failure(`'target' is a function that this app cannot give a permission to, so its owner must: run ${permissionCommand(target, placed)} `
      + "and set 'permissionExists: true'; if the function is in the stack's account and region, import it with "
      + '`Function.fromFunctionAttributes(this, id, { functionArn, sameEnvironment: true })`', scope);
  }
  return made;
}
