// Not exported: what is said of a permission of CDK's that is wider than the source it is for.
import { insteadOfPermission } from '../model/role-based-services';

/** What a permission lets a service call for. */
export interface ServicePermission {
  readonly service: string;
  /** With `${}` for each part that is only known at deployment. */
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  readonly eventSourceToken?: string;
  /** The type of the resource that the permission was asked for by, which tells one kind of API from another. */
  readonly askedBy?: string;
}

/** Services for which an account is all that can be said before the source exists, or all that AWS documents; our sources say no more. */
const ACCOUNT_ONLY = new Set(['config.amazonaws.com', 'appconfig.amazonaws.com', 'lambda.datasource.cloudwatch.amazonaws.com']);

/** What pins the permissions that CDK's integrations leave open. */
const INSTEAD: { readonly [service: string]: string } = {
  's3.amazonaws.com': 'use PushTrigger and S3PushSource, which name the bucket and its owner',
  'ses.amazonaws.com': 'use PushTrigger and SesPushSource, which name the receipt rule',
  'elasticloadbalancing.amazonaws.com': 'use PushTrigger and AlbPushSource, which name the target group',
  'secretsmanager.amazonaws.com': 'use PushTrigger and SecretRotationPushSource, which name the secret',
  'appsync.amazonaws.com': "set the feature flag '@aws-cdk/aws-appsync:appSyncGraphQLAPIScopeLambdaPermission', or use PushTrigger and AppSyncPushSource, which name the API",
  'appconfig.amazonaws.com': 'use PushTrigger and AppConfigPushSource, which name the account, and a validator that names the function by its ARN; an extension calls with a role',
};

/** What to use in place of a permission that is wider than its source; undefined if the permission names its source. */
export function insteadOfBroad(permission: ServicePermission): string | undefined {
  const { service } = permission;
  const role = insteadOfPermission(service);
  if (role) { return role; }
  if (isExact(permission)) { return undefined; }
  if (service === 'apigateway.amazonaws.com') { return `use PushTrigger and ${apiSource(permission)}, which name the stage and what is called of it`; }
  return Object.hasOwn(INSTEAD, service) ? INSTEAD[service] : "use PushTrigger and the push source of the service, or InvokePermission and `Invoker.service(...)` with a 'sourceArn'";
}

function isExact({ service, sourceArn, sourceAccount, eventSourceToken }: ServicePermission): boolean {
  if (eventSourceToken !== undefined) { return true; }
  if (sourceArn === undefined) { return sourceAccount !== undefined && ACCOUNT_ONLY.has(service); }
  // The ARN of a bucket holds no account: whoever has the name when ours is gone could call.
  if (service === 's3.amazonaws.com' && sourceAccount === undefined) { return false; }
  return !namesSeveral(service, sourceArn);
}

/** Whether an ARN is for more than one source; a pattern that AWS documents for one source is not. */
function namesSeveral(service: string, sourceArn: string): boolean {
  const resource = sourceArn.split(':').slice(5).join(':');
  // Path parameters and the method ANY are patterns too; the stage and what comes before it need not be.
  if (service === 'apigateway.amazonaws.com') { return /^[^/]*(\*|\/[^/]*\*)/.test(resource); }
  const withoutSuffix = resource.replace(/^(log-group:.+):\*$/, '$1').replace(/^(targetgroup\/.+)\/\*$/, '$1');
  return /[*?]/.test(sourceArn.slice(0, sourceArn.length - resource.length) + withoutSuffix);
}

function apiSource({ sourceArn, askedBy = '' }: ServicePermission): string {
  if (!askedBy.startsWith('AWS::ApiGatewayV2::')) { return 'RestApiPushSource'; }
  return sourceArn?.includes('/*/') ? 'HttpApiPushSource' : 'WebSocketApiPushSource';
}
