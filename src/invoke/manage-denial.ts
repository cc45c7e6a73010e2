import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { denyingDocument, withQualifiers } from './denying-document';
import { choosesAuthType, managementActions } from './manage-actions';
import { lasting, managers } from './manage-principals';
import { isUrl } from '../cloudformation/open-beside';
import { conditionsOf } from '../cloudformation/write-document';
import { failure } from '../model/failure';

/** Properties of a denial to manage. */
export interface ManageDenialProps {
  /** The function or alias, whose policy must be a document. */
  readonly target: lambda.IFunction;

  /**
   * What is denied, without the prefix `lambda:`: what AWS lets a function's policy decide about, and no calls.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html#permissions-resource-api
   */
  readonly actions: string[];

  /**
   * Who may not do it: accounts, roles and users, of this account as well.
   *
   * @default - nobody may, whoever deploys the function included: a URL of this app that is denied so fails the synthesis
   */
  readonly principals?: iam.IGrantable[];

  /**
   * Denies `CreateFunctionUrlConfig` and `UpdateFunctionUrlConfig` for URLs of this authentication alone: with `NONE`, nobody can open the function's URL to the world.
   *
   * @default - the actions are denied whatever the URL
   * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html#urls-governance
   */
  readonly functionUrlAuthType?: lambda.FunctionUrlAuthType;
}

/**
 * Denies to change or read one function or alias, whatever the policies of whoever calls allow.
 *
 * Whoever may change the function's policy can take the denial away: for all functions of an account use a service control policy or DeployBoundary. On a function, the
 * statement names its versions and aliases as well.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 *
 * @example
 * declare const code: lambda.Code;
 *
 * const resize = new SecureFunction(this, 'Resize', {
 *   runtime: lambda.Runtime.NODEJS_22_X,
 *   handler: 'index.handler',
 *   code,
 *   resourcePolicyEngine: ResourcePolicyEngine.DOCUMENT,
 * });
 * new ManageDenial(this, 'NoPublicUrl', {
 *   target: resize,
 *   actions: ['CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig'],
 *   functionUrlAuthType: lambda.FunctionUrlAuthType.NONE,
 * });
 */
export class ManageDenial extends Construct {
  constructor(scope: Construct, id: string, props: ManageDenialProps) {
    super(scope, id);
    const { target, functionUrlAuthType } = props;
    const document = denyingDocument(this, target);
    const actions = managementActions(this, target, props.actions, {
      calls: 'InvokeDenial or InvokePerimeter',
      others: 'for these use a service control policy, or DeployBoundary',
    });
    const other = actions.find((action) => !choosesAuthType(action));
    if (functionUrlAuthType !== undefined && other !== undefined) {
      throw failure(`'functionUrlAuthType' is about CreateFunctionUrlConfig and UpdateFunctionUrlConfig, got '${other.split(':')[1]}' in 'actions'; deny it by another ManageDenial`, this);
    }
    const everybody = [{ principal: new iam.AnyPrincipal(), arn: undefined }];
    const denied = props.principals === undefined ? everybody : managers(this, target, props.principals).map(lasting);
    denied.forEach(({ principal, arn }) => {
      const statement = new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [principal],
        actions,
        resources: withQualifiers(target),
        conditions: conditionsOf({ principal, functionUrlAuthType }),
      });
      if (arn !== undefined) { statement.addConditions({ ArnEquals: { 'aws:PrincipalArn': arn } }); }
      document.add(statement);
    });
    if (props.principals === undefined && actions.some(choosesAuthType)) {
      const isDenied = ({ authType }: lambda.CfnUrl) => (functionUrlAuthType ?? authType) === authType;
      this.node.addValidation({ validate: () => urlsOf(target).filter(isDenied).map((url) => deniedUrl(this, url)) });
    }
  }
}

/** The URLs that this app makes for a function, or for an alias. Those of a function's aliases are its own. */
function urlsOf(target: lambda.IFunction): lambda.CfnUrl[] {
  const stack = Stack.of(target);
  const alias = 'aliasName' in target ? target as lambda.Alias : undefined;
  const arn = JSON.stringify(stack.resolve((alias?.lambda ?? target).functionArn));
  return stack.node.findAll().filter(isUrl).filter(({ targetFunctionArn, qualifier }) => (
    JSON.stringify(stack.resolve(targetFunctionArn)) === arn && (!alias || qualifier === alias.aliasName)
  ));
}

function deniedUrl(path: Construct, { authType, node }: lambda.CfnUrl): string {
  return failure(`'actions' denies everybody to make a URL with ${authType}, and ${node.path} is one, which could not be deployed; `
    + "name who may not in 'principals', or remove the URL", path).message;
}
