import { CfnResource, Stage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { servicePrincipalOf } from './service-principal';
import { failure } from '../model/failure';

/** What one statement says, as far as it tells an open one from one that names its source. */
interface Statement {
  readonly service: string;
  readonly action: string;
  /** Values that say for what, or for whom, the service calls. */
  readonly source: readonly unknown[];
  /** Values of other conditions. */
  readonly others: readonly unknown[];
  /** The path of its construct. */
  readonly path: string;
}

/** The paths of the first open statement and of the first that names its source, by service and action. */
type Paths = Map<string, { readonly open?: string; readonly scoped?: string }>;

/** What was asked for in a stage of an app, by the ARN of the function, version or alias as CDK's tokens write it. */
const asked = new WeakMap<IConstruct, Map<string, Paths>>();

/**
 * Refuses a permission without any condition beside one that names a source, for the same service: together they allow
 * what the open one allows, so that the condition keeps nobody out.
 *
 * What CDK writes without asking the function is looked for when the app is synthesized.
 *
 * @param target what the permission is for
 * @param id the construct id of the permission
 * @param permission what is to be written
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function refuseOpenBeside(target: lambda.IFunction, id: string, permission: lambda.Permission): void {
  const service = servicePrincipalOf(permission.principal);
  if (service === undefined) { return; }
  const targets = askedIn(Stage.of(target) ?? target.node.root);
  const paths = targets.get(target.functionArn) ?? new Map();
  targets.set(target.functionArn, paths);
  const path = `${(permission.scope ?? target).node.path}/${id}`;
  const { action = 'lambda:InvokeFunction', sourceArn, sourceAccount, organizationId, eventSourceToken, functionUrlAuthType, invokedViaFunctionUrl } = permission;
  const statement = {
    service, action, path, source: [sourceArn, sourceAccount, organizationId, eventSourceToken], others: [functionUrlAuthType, invokedViaFunctionUrl],
  };
  const contradiction = contradictionOf(paths, statement);
  if (contradiction) { throw failure(contradiction, { node: { path } }); }
}

function askedIn(stage: IConstruct): Map<string, Paths> {
  const known = asked.get(stage);
  if (known) { return known; }
  const targets = new Map<string, Paths>();
  asked.set(stage, targets);
  stage.node.addValidation({ validate: () => contradictionsIn(stage, targets) });
  return targets;
}

/** Those among the finished permissions of a stage, for the functions that were asked. */
function contradictionsIn(stage: IConstruct, targets: Map<string, Paths>): string[] {
  // From the beginning: an Aspect may have changed what was asked for.
  const finished = new Map([...targets.keys()].map((arn): [string, Paths] => [arn, new Map()]));
  return stage.node.findAll().filter(isPermission).flatMap((permission) => {
    const paths = finished.get(permission.functionName);
    const contradiction = paths && contradictionOf(paths, {
      service: permission.principal,
      action: permission.action,
      source: [permission.sourceArn, permission.sourceAccount, permission.principalOrgId, permission.eventSourceToken],
      others: [permission.functionUrlAuthType, permission.invokedViaFunctionUrl],
      path: permission.node.path,
    });
    return contradiction ? [failure(contradiction, permission).message] : [];
  });
}

/** Whether a construct is the resource of a permission. */
export function isPermission(node: IConstruct): node is lambda.CfnPermission {
  return CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::Lambda::Permission' && 'functionName' in node;
}

/** Whether a construct is the resource of a function URL. */
export function isUrl(node: IConstruct): node is lambda.CfnUrl {
  return CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::Lambda::Url' && 'targetFunctionArn' in node;
}

/** What is wrong about a statement beside the known ones, among which it is from now on. */
function contradictionOf(paths: Paths, { service, action, source, others, path }: Statement): string | undefined {
  const key = `${service} ${action}`;
  const known = paths.get(key) ?? {};
  const isScoped = source.some((value) => value !== undefined);
  const isOpen = !isScoped && others.every((value) => value === undefined);
  const { open, scoped } = { open: known.open ?? (isOpen ? path : undefined), scoped: known.scoped ?? (isScoped ? path : undefined) };
  paths.set(key, { open, scoped });
  if (!open || !scoped || (path !== open && path !== scoped)) { return undefined; }
  return `'principal' ${service} is let in without any condition by ${open}, so the condition of ${scoped} keeps nobody out; `
    + "give the first a 'sourceArn' or 'sourceAccount', or remove it: where an integration of CDK's writes it, use PushTrigger alone";
}
