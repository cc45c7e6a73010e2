import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { denyingDocument, withQualifiers } from './denying-document';
import { Invoker } from './invoker';
import { conditionsOf } from '../cloudformation/write-document';

/** Properties of a denial. */
export interface InvokeDenialProps {
  /** The function, version or alias that may not be invoked, whose policy must be a document. */
  readonly target: lambda.IFunction;

  /**
   * Who may not invoke it, whatever else allows it: an account of an organization that may, or one topic of many.
   *
   * Of a service with a `sourceArn`, the ARN alone is denied, without `sourceAccount`.
   */
  readonly invoker: Invoker;
}

/**
 * Denies an account, role, user, organization or service to invoke one function or alias, whatever other statements and its own policies allow.
 *
 * Each condition of a denial makes it narrower. The ARN of a bucket is enough to deny it, whoever owns it by then, so no account is asked for.
 *
 * On a function, the statement names its versions and aliases as well, as AWS has it in its examples; an alias has a policy of its own, and needs a denial of its own
 * to be sure.
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
 * new InvokePermission(this, 'Everybody', { target: resize, invoker: Invoker.organization('o-abcdefghij') });
 * new InvokeDenial(this, 'Sandbox', { target: resize, invoker: Invoker.account('444455556666') });
 */
export class InvokeDenial extends Construct {
  constructor(scope: Construct, id: string, props: InvokeDenialProps) {
    super(scope, id);
    const { target, invoker: { _config: { permission, inDocument } } } = props;
    const document = denyingDocument(this, target);
    const statement = new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      principals: [inDocument?.principal ?? permission.principal],
      actions: ['lambda:InvokeFunction'], // a call of a URL needs it too
      resources: withQualifiers(target),
      conditions: conditionsOf(exactly(permission)),
    });
    if (inDocument) { statement.addConditions(inDocument.conditions); }
    document.add(statement);
  }
}

/** An account beside the source would spare calls that come without the account. */
function exactly({ sourceAccount, ...permission }: lambda.Permission): lambda.Permission {
  return permission.sourceArn === undefined ? { ...permission, sourceAccount } : permission;
}
