// Not exported: the one implementation behind the secure function classes.
import { CfnResource, Lazy, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { checkDurableKey } from './durable-encryption';
import { withExactDestinations } from './exact-destinations';
import { ExecutionRole } from './execution-role';
import { exactFileSystem } from './file-system-statements';
import { addFeatures } from './function-features';
import { logsStatement } from './logs-statement';
import { OnPolicyOverflow } from './on-policy-overflow';
import { ownLogGroup } from './own-log-group';
import { refuseFifoDeadLetters } from './refused-destinations';
import { ResourcePolicyEngine } from './resource-policy-engine';
import { logGroupOf } from './role-log-group';
import { SecureFunctionOptions } from './secure-function-options';
import { inEnvironmentOf } from '../cloudformation/permission-home';
import { limitPolicies } from '../cloudformation/policy-overflow';
import { keepInDocument } from '../cloudformation/write-document';
import { failure } from '../model/failure';

interface Place { readonly node: { readonly path: string } }

type Options = lambda.FunctionOptions & SecureFunctionOptions;

/** Properties of `lambda.Function` that clash with a role and a log group of our own, and what to use in their place. */
const REFUSED: { readonly [prop in keyof lambda.FunctionOptions]?: string } = {
  initialPolicy: "call 'allow' or 'addToRolePolicy' on the function",
  logRetention: "pass a 'logGroup' with a retention",
  logRetentionRole: "pass a 'logGroup' with a retention",
  logRetentionRetryOptions: "pass a 'logGroup' with a retention",
  logRemovalPolicy: "pass a 'logGroup' with a removal policy",
};

/** Properties that describe the role we make, and mean nothing when one is given. */
const OF_OWN_ROLE: (keyof SecureFunctionOptions)[] = ['trustMode', 'policyKind', 'onBroadGrant', 'permissionsBoundary', 'path'];

/**
 * The properties with a role and a log group: given ones are checked, missing ones made.
 *
 * Both stand beside the function, in a construct named after it: the function's own constructor needs them before it
 * has a place in the tree.
 */
export function secured<P extends Options>(scope: Construct, id: string, props: P): P {
  const place = { node: { path: `${scope.node.path}/${id}` } };
  for (const [prop, instead] of Object.entries(REFUSED)) {
    if (props[prop as keyof P] !== undefined) {
      throw failure(`'${prop}' is not supported, because the function has a role and a log group of its own; ${instead}`, place);
    }
  }
  checkFeatures(props, place);
  refuseOtherLogGroup(scope, props, place);
  checkDurableKey(scope, props, place);
  if (props.resourcePolicyEngine === ResourcePolicyEngine.DOCUMENT) { keepInDocument(scope, id); }
  limitPolicies(scope, id, props.onPolicyOverflow ?? OnPolicyOverflow.ERROR);
  const exact = {
    ...props,
    currentVersionOptions: props.currentVersionOptions && withExactDestinations(props.currentVersionOptions),
    filesystem: props.filesystem && exactFileSystem(props.filesystem, props.readOnlyFilesystem ?? false),
  };
  return props.role ? withGivenRole(scope, id, exact, props.role, place) : withOwnRole(scope, id, exact);
}

/** What would have no effect, or be refused by Lambda. */
function checkFeatures(options: Options, place: Place): void {
  refuseFifoDeadLetters(options, place);
  const { allowNetworkInterfaceApi, vpc, readOnlyFilesystem, filesystem, resourcePolicyEngine, onPolicyOverflow = OnPolicyOverflow.ERROR } = options;
  if (resourcePolicyEngine === ResourcePolicyEngine.DOCUMENT && onPolicyOverflow !== OnPolicyOverflow.ERROR) {
    throw failure(`'onPolicyOverflow' is about a policy of permissions, and 'resourcePolicyEngine' is DOCUMENT, got ${onPolicyOverflow}; leave one of them out`, place);
  }
  if (allowNetworkInterfaceApi !== undefined && !vpc) {
    throw failure("'allowNetworkInterfaceApi' is about a function in a VPC, and 'vpc' is not given; pass the 'vpc', or leave it out", place);
  }
  if (allowNetworkInterfaceApi?.trim() === '') {
    throw failure(`'allowNetworkInterfaceApi' must say why, got '${allowNetworkInterfaceApi}'. Write the reason, or leave it out`, place);
  }
  if (readOnlyFilesystem && !filesystem) {
    throw failure("'readOnlyFilesystem' is about a file system, and 'filesystem' is not given; pass the 'filesystem', or leave it out", place);
  }
}

/** Lambda takes the name of a log group, and writes to the group of that name in the function's own account and region. */
function refuseOtherLogGroup(scope: Construct, { logGroup }: Options, place: Place): void {
  if (logGroup && !inEnvironmentOf(logGroup, Stack.of(scope))) {
    const { account, region } = logGroup.env;
    throw failure(`'logGroup' must be in the account and region of the function, got one in ${region} of the account ${account}; pass one that is beside the function, or leave it out`, place);
  }
}

function withOwnRole<P extends Options>(scope: Construct, id: string, props: P): P {
  const access = new Construct(scope, accessId(id));
  const logGroup = props.logGroup ?? ownLogGroup(access, props.policyKind);
  const role = new ExecutionRole(access, 'Role', {
    trustMode: props.trustMode,
    policyKind: props.policyKind,
    onBroadGrant: props.onBroadGrant,
    permissionsBoundary: props.permissionsBoundary,
    path: props.path,
    functionName: props.functionName,
    logGroup,
  });
  role._useFor({ node: { path: `${scope.node.path}/${id}` } });
  return { ...props, role, logGroup };
}

function withGivenRole<P extends Options>(scope: Construct, id: string, props: P, role: iam.IRole, place: Place): P {
  const prop = OF_OWN_ROLE.find((name) => props[name] !== undefined);
  if (prop) {
    throw failure(`'${prop}' is about the role that is made for the function, but 'role' is given; set it on that role, or leave 'role' out`, place);
  }
  if (isMutableRole(role)) {
    throw failure("'role' must be an ExecutionRole, an imported role or the result of 'withoutPolicyUpdates()', got a plain iam.Role, "
      + 'whose grants nobody would check or keep exact. Use `new ExecutionRole(...)`, or leave \'role\' out', place);
  }
  if (Token.compareStrings(role.env.account, Stack.of(scope).account) === TokenComparison.DIFFERENT) {
    throw failure(`'role' must be a role of the function's account, got one of the account ${role.env.account}, which Lambda refuses; pass a role of ${Stack.of(scope).account}`, place);
  }
  if (role instanceof ExecutionRole) { role._useFor(place); }
  const ofRole = logGroupOf(role);
  const logGroup = props.logGroup ?? ofRole ?? ownLogGroup(new Construct(scope, accessId(id)));
  if (logGroup !== ofRole) { allowLogs(role, logGroup); }
  return { ...props, logGroup };
}

function allowLogs(role: iam.IRole, logGroup: logs.ILogGroupRef): void {
  if (role instanceof ExecutionRole) {
    role._allowLogs(logGroup);
  } else {
    role.addToPrincipalPolicy(logsStatement(logGroup));
  }
}

/** A role that CDK would write policies for without asking us. */
function isMutableRole(role: iam.IRole): boolean {
  return !(role instanceof ExecutionRole) && (role instanceof iam.Role || role instanceof iam.LazyRole);
}

/** What is left to do when the function exists: its role gets its logical id, and the statements that CDK leaves out. */
export function completeRole(handler: lambda.Function, options: SecureFunctionOptions): void {
  keepRoleLogicalId(handler);
  addFeatures(handler, options);
}

/**
 * Gives the function's own role the logical id that `lambda.Function` would have given to its default role, so that a
 * function that becomes secure keeps its role, and whoever names the role keeps working.
 */
function keepRoleLogicalId(handler: lambda.Function): void {
  const role = handler.node.scope?.node.tryFindChild(accessId(handler.node.id))?.node.tryFindChild('Role');
  const resource = role?.node.defaultChild;
  if (!(resource instanceof iam.CfnRole)) { return; }
  // A probe in the place of CDK's default role has its logical id, whatever naming scheme the stack follows.
  const stack = Stack.of(handler);
  const probe = new CfnResource(new Construct(handler, 'ServiceRole'), 'Resource', { type: resource.cfnResourceType });
  resource.overrideLogicalId(Lazy.uncachedString({ produce: () => stack.getLogicalId(probe) }));
  handler.node.tryRemoveChild('ServiceRole');
}

function accessId(id: string): string {
  return `${id}Access`;
}
