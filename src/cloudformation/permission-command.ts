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
  const { FunctionName, InvokedViaFunctionUrl, ...properties } = propertiesOf(target, permission);
  const options = { FunctionName, StatementId: statementId(target, id, permission), ...properties };
  const words = Object.entries(options).map(([property, value]) => `--${optionOf(property)} '${value}'`);
  if (InvokedViaFunctionUrl) { words.push('--invoked-via-function-url'); }
  return `\`aws lambda add-permission ${words.join(' ')}\``;
}

/**
 * The same permissions as resources of a template, by their logical ids, for whoever keeps the function in one. What is
 * written as `${Bucket.Arn}` has to be replaced: it is a value of the app that asks.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html
 */
export function permissionResources(target: lambda.IFunction, permissions: readonly PlacedPermission[]): string {
  const resources = permissions.map(({ id, ...permission }) => {
    const properties = Object.entries(propertiesOf(target, permission)).map(([property, value]) => [property, inTemplate(value)]);
    return [statementId(target, id, permission), { Type: 'AWS::Lambda::Permission', Properties: Object.fromEntries(properties) }];
  });
  return `\`${JSON.stringify(Object.fromEntries(resources))}\``;
}

/** A permission with the id of its construct. */
export interface PlacedPermission extends lambda.Permission {
  readonly id: string;
}

/** What the permission says, in CloudFormation's words; what it does not say is left out. */
function propertiesOf(target: lambda.IFunction, permission: lambda.Permission): { [property: string]: string | true } {
  const stack = Stack.of(permission.scope ?? target);
  const properties: { [property: string]: string | undefined } = {
    FunctionName: target.functionArn,
    Action: permission.action ?? 'lambda:InvokeFunction',
    Principal: servicePrincipalOf(permission.principal) ?? identityOf(permission.principal),
    PrincipalOrgID: permission.organizationId,
    SourceArn: permission.sourceArn,
    SourceAccount: permission.sourceAccount,
    EventSourceToken: permission.eventSourceToken,
    FunctionUrlAuthType: permission.functionUrlAuthType,
  };
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  const printed = given.map(([property, value]) => [property, printable(stack.resolve(value))]);
  return { ...Object.fromEntries(printed), ...permission.invokedViaFunctionUrl && { InvokedViaFunctionUrl: true } };
}

function statementId(target: lambda.IFunction, id: string, { scope }: lambda.Permission): string {
  return `${Names.uniqueResourceName(scope ?? target, { maxLength: 80 })}${id}`;
}

/** `SourceArn` is `source-arn` on the command line. */
function optionOf(property: string): string {
  return property.replace(/ID$/, 'Id').replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

/** The partition is that of the function too; the account and region of the app that asks need not be. */
function inTemplate(value: string | true): unknown {
  const names = typeof value === 'string' ? value.match(/\$\{[^}]*\}/g) ?? [] : [];
  return names.length > 0 && names.every((name) => name === '${AWS::Partition}') ? { 'Fn::Sub': value } : value;
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
