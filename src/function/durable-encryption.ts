// Not exported: every secure function with a key for its durable executions brings it.
import { Resource, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { namedFunctionArn } from './named-function-arn';
import { SecureFunctionOptions } from './secure-function-options';
import { aliasCondition, keyArn, keyStatement } from '../access/key-statement';
import { failure } from '../model/failure';

/** What Lambda adds to the encryption context of every call for data of durable executions. */
export const FUNCTION_CONTEXT = 'kms:EncryptionContext:aws:lambda:FunctionArn';

/** The L1 knows the key since 2.262.0; before, it leaves out what it does not know. */
interface DurableConfig extends lambda.CfnFunction.DurableConfigProperty {
  readonly kmsKeyArn?: string;
}

/** The ARN of the key that is set on a function, by us or by hand. */
export function durableKeyArnOf({ durableConfig }: lambda.CfnFunction): string | undefined {
  return (durableConfig as DurableConfig | undefined)?.kmsKeyArn;
}

interface Place { readonly node: { readonly path: string } }

/** What would have no effect, and a key that Lambda could not use. */
export function checkDurableKey(scope: Construct, options: lambda.FunctionOptions & SecureFunctionOptions, place: Place): void {
  const { durableConfig, durableEncryptionKey: key, functionName } = options;
  if (!key) { return; }
  if (!durableConfig) {
    throw failure("'durableEncryptionKey' is about durable executions, and 'durableConfig' is not given; pass the 'durableConfig', or leave it out", place);
  }
  refuseUnusableKey(scope, key, place);
  if (Resource.isOwnedResource(key) && (functionName === undefined || Token.isUnresolved(functionName))) {
    throw failure("'durableEncryptionKey' has a policy that names the function before there is one, so it needs a literal 'functionName'; "
      + `got ${functionName === undefined ? 'none' : 'a value that is only known at deployment'}. Pass a name, or a key that is imported, whose policy its owner writes`, place);
  }
}

function refuseUnusableKey(scope: Construct, key: kms.IKey, place: Place): void {
  const { region } = Stack.of(scope);
  if (Token.compareStrings(key.env.region, region) === TokenComparison.DIFFERENT) {
    throw failure(`'durableEncryptionKey' must be a key of the function's region, '${region}', got one of '${key.env.region}'; Lambda takes none of another region`, place);
  }
  if (aliasCondition(key)) {
    throw failure("'durableEncryptionKey' must be known by its ARN, got a key that is imported by its alias; import the key by its ARN", place);
  }
  const { keySpec = kms.KeySpec.SYMMETRIC_DEFAULT } = key.node.defaultChild instanceof kms.CfnKey ? key.node.defaultChild : {};
  if (keySpec !== kms.KeySpec.SYMMETRIC_DEFAULT && !Token.isUnresolved(keySpec)) {
    throw failure(`'durableEncryptionKey' must be a symmetric encryption key, got one with 'keySpec' ${keySpec}; leave its 'keySpec' out`, place);
  }
}

/**
 * Sets the key, and lets Lambda use it for this function alone. Lambda tries both when it makes the function, so the key and
 * its policy come first; the policy names the function by its name, for with a reference each would wait for the other.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-encryption.html
 */
export function setDurableKey(handler: lambda.Function, key: kms.IKey): void {
  const cfn = handler.node.defaultChild as lambda.CfnFunction;
  const config: DurableConfig = { ...cfn.durableConfig as lambda.CfnFunction.DurableConfigProperty, kmsKeyArn: keyArn(key) };
  cfn.durableConfig = config;
  cfn.addPropertyOverride('DurableConfig.KMSKeyArn', config.kmsKeyArn);
  if (!Resource.isOwnedResource(key)) { return; }
  const functionArn = namedFunctionArn(handler, cfn.functionName!);
  key.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('lambda.amazonaws.com')],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(handler).account, 'aws:SourceArn': functionArn, [FUNCTION_CONTEXT]: functionArn } },
  }));
}

/**
 * What Lambda does with the function's role to read the progress of an execution. Such calls carry neither source ARN nor
 * source account.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-encryption.html
 */
export function durableKeyStatement(handler: lambda.IFunction, key: kms.IKey): iam.PolicyStatement {
  return keyStatement({ key, actions: ['Decrypt'], viaService: 'lambda', context: { StringEquals: { [FUNCTION_CONTEXT]: handler.functionArn } } }, handler);
}
