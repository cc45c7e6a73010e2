import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { ServiceStatements } from './service-statements';

/** How the code calls the other function. */
export interface InvokeAccessOptions extends AccessOptions {
  /**
   * Whether it calls the function's URL, instead of the API of Lambda.
   *
   * @default false
   */
  readonly viaUrl?: boolean;
}

/**
 * Invoking one function, version or alias: exactly the ARN that is given. What may invoke an alias may not invoke the function itself.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 *
 * @example
 * declare const thumbnails: lambda.IFunction;
 * declare const resize: SecureFunction;
 * resize.allow(new InvokeAccess(thumbnails));
 */
export class InvokeAccess implements IAccess {
  private readonly statements: ServiceStatements[];

  constructor(target: lambda.IFunction, options: InvokeAccessOptions = {}) {
    const statement = (action: string, conditions?: { [operator: string]: { [key: string]: string } }) => new ServiceStatements({
      service: 'lambda',
      actions: [action],
      targets: [{ resourceType: 'function', arns: [target.functionArn], conditions: () => conditions, denials: [{}] }],
      options,
      resource: target,
    });
    // A call of the URL is checked twice, and the second time it is an invocation.
    this.statements = options.viaUrl
      ? [
        statement('InvokeFunctionUrl', { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } }),
        statement('InvokeFunction', { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
      ]
      : [statement('InvokeFunction')];
  }

  public describe(grantee: IConstruct): AccessConfig {
    const parts = this.statements.map((statement) => statement.describe(grantee));
    // Without the first check there is no call of the URL, so that `deny` needs no more.
    return { ...parts[0], statements: parts.flatMap(({ statements }) => statements) };
  }
}
