import { CfnResource, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, Dependable, IConstruct } from 'constructs';
import { servicePrincipalOf } from './service-principal';

/** The permissions that were written in an app, by what they say and the stack they stand in. */
const written = new WeakMap<IConstruct, Map<string, IConstruct>>();

/**
 * Writes a permission of a service once for each target, however often it is asked for.
 *
 * Identical statements add nothing and fill the 20 KB of the policy. A caller looks for the construct it asked for, and
 * waits for it; so what was written before gets a stand-in under the new id, and whoever waits for the stand-in waits
 * for the real permission.
 *
 * @param target what the permission is for
 * @param id the construct id that the caller chose
 * @param permission what to write; its scope is where
 * @param write creates the resource
 */
export function writeOnce(target: lambda.IFunction, id: string, permission: lambda.Permission, write: () => void): void {
  const scope = permission.scope ?? (target as unknown as Construct);
  const service = servicePrincipalOf(permission.principal);
  if (service === undefined) {
    write();
    return;
  }
  const known = written.get(scope.node.root) ?? new Map<string, IConstruct>();
  written.set(scope.node.root, known);
  const statement = statementKey(target, scope, service, permission);
  const existing = known.get(statement);
  if (existing) {
    Dependable.implement(new Construct(scope, id), { dependencyRoots: [existing] });
    return;
  }
  write();
  const child = scope.node.tryFindChild(id);
  if (child && CfnResource.isCfnResource(child)) { known.set(statement, child); }
}

/** Two permissions are the same when every part of them is the same string; tokens of the same value are. */
function statementKey(target: lambda.IFunction, scope: IConstruct, service: string, permission: lambda.Permission): string {
  return JSON.stringify([
    Stack.of(scope).node.path,
    // Two constructs can be one function: imported twice, or singletons of one id.
    target.functionArn,
    service,
    permission.action ?? 'lambda:InvokeFunction',
    sourceOf(service, permission),
    permission.sourceAccount,
    permission.organizationId,
    permission.eventSourceToken,
    permission.functionUrlAuthType,
    permission.invokedViaFunctionUrl,
  ]);
}

/** CDK's user pool writes its ARN as another lazy value for each of its triggers. */
function sourceOf(service: string, { scope, sourceArn }: lambda.Permission): string | undefined {
  const token = service === 'cognito-idp.amazonaws.com' && sourceArn ? Tokenization.reverseCompleteString(sourceArn) : undefined;
  return scope && token && !Reference.isReference(token) ? `the user pool ${scope.node.path}` : sourceArn;
}
