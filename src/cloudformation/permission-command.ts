import { Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { servicePrincipalOf } from './service-principal';

/**
 * The `aws lambda add-permission` command that does by hand what a permission would do. Values only known at
 * deployment are written as in a template: `${AWS::AccountId}`, `${Bucket.Arn}`.
 *
 * @param id what tells the permission from the others of its scope
 * @see https://docs.aws.amazon.com/cli/latest/reference/lambda/add-permission.html
 */
export function permissionCommand(target: lambda.IFunction, id: string, permission: lambda.Permission): string {
  const scope = permission.scope ?? target;
  const options: [string, string | undefined][] = [
    ['function-name', target.functionArn],
    ['statement-id', `${Names.uniqueResourceName(scope, { maxLength: 80 })}${id}`],
    ['action', permission.action ?? 'lambda:InvokeFunction'],
    ['principal', servicePrincipalOf(permission.principal) ?? identityOf(permission.principal)],
    ['principal-org-id', permission.organizationId],
    ['source-arn', permission.sourceArn],
    ['source-account', permission.sourceAccount],
    ['event-source-token', permission.eventSourceToken],
    ['function-url-auth-type', permission.functionUrlAuthType],
  ];
  const words = options.filter(([, value]) => value !== undefined).map(([option, value]) => `--${option} '${printable(Stack.of(scope).resolve(value))}'`);
  if (permission.invokedViaFunctionUrl) { words.push('--invoked-via-function-url'); }
  return `\`aws lambda add-permission ${words.join(' ')}\``;
}

/** The account, role, user or `*` that CDK writes for a principal that is no service. */
function identityOf(principal: iam.IPrincipal): string | undefined {
  const { accountId, arn } = principal as Partial<iam.AccountPrincipal>;
  return accountId as string | undefined ?? arn;
}

/** A resolved value as one string, intrinsic functions in the notation of `Fn::Sub`. */
export function printable(value: unknown): string {
  if (typeof value !== 'object' || value === null) { return String(value); }
  const [[name, argument]] = Object.entries(value);
  if (name === 'Ref') { return `\${${argument}}`; }
  if (name === 'Fn::GetAtt') { return `\${${argument.join('.')}}`; }
  if (name === 'Fn::Join') { return argument[1].map(printable).join(argument[0]); }
  return JSON.stringify(value);
}
