import { Aws, IResource, Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { servicePrincipalOf } from './service-principal';

/**
 * Services whose pages document that they send `aws:SourceAccount`, and that only ever call for a source in the account
 * that a permission written by CDK means. Any other service would be denied silently by the condition.
 *
 * S3 is not among them: the owner of a bucket cannot be told from its ARN, so CDK's own integration and our source say it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
 */
const SENDS_SOURCE_ACCOUNT = new Set(['logs.amazonaws.com', 'secretsmanager.amazonaws.com', 'elasticloadbalancing.amazonaws.com']);

/** The permission that one of CDK's integrations asks for, with the source account where AWS documents it and the call left it out. */
export function completed(target: IConstruct, permission: lambda.Permission): lambda.Permission {
  const service = servicePrincipalOf(permission.principal);
  if (service === undefined) { return permission; }
  const place = permission.scope ?? target;
  if (permission.sourceAccount !== undefined) { return { ...permission, sourceAccount: exactAccount(service, permission.sourceAccount, place) }; }
  if (!SENDS_SOURCE_ACCOUNT.has(service)) { return permission; }
  return { ...permission, sourceAccount: accountOf(permission.sourceArn) ?? Stack.of(place).account };
}

/**
 * The account that CDK means: for a bucket that is imported from another account it says the stack's, which S3 never
 * sends for this bucket; for SES it says whichever account the stack is deployed to, also where that is known.
 */
function exactAccount(service: string, written: string, place: IConstruct): string {
  const { account } = Stack.of(place);
  if (written === Aws.ACCOUNT_ID) { return account; }
  const owner = service === 's3.amazonaws.com' && written === account ? (place as Partial<IResource>).env?.account : undefined;
  return owner ?? written;
}

/** The account that a literal ARN holds. */
function accountOf(arn?: string): string | undefined {
  const account = arn === undefined ? undefined : arn.split(':')[4];
  return account && account !== Aws.ACCOUNT_ID && !Token.isUnresolved(account) && /^\d{12}$/.test(account) ? account : undefined;
}
