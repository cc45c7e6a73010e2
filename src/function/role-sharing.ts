// Not exported: how many functions have a role.
import { CfnResource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { TrustMode } from './trust-mode';
import { SHARED_KEY } from '../cloudformation/statement-notes';
import { failure } from '../model/failure';

interface Place { readonly node: { readonly path: string } }

/** What of a role's properties is about sharing it. */
interface SharingProps {
  readonly shared?: string;
  readonly trustMode?: TrustMode;
}

/** The secure functions that have one role: one, or several for a written reason. */
export class RoleSharing {
  private readonly shared: boolean;
  private readonly users = new Set<string>();

  public constructor(private readonly role: iam.Role, { shared, trustMode }: SharingProps) {
    if (shared !== undefined && shared.trim() === '') {
      throw failure(`'shared' must say why several functions have one role, got '${shared}'. Write the reason, or leave it out`, role);
    }
    if (shared !== undefined && trustMode === TrustMode.FUNCTION) {
      throw failure("'shared' is for a role that several functions have, and 'trustMode' FUNCTION pins it to one; leave one of them out", role);
    }
    this.shared = shared !== undefined;
    const resource = role.node.defaultChild;
    if (shared !== undefined && CfnResource.isCfnResource(resource)) { resource.addMetadata(SHARED_KEY, shared); }
  }

  /** Notes a function that has the role. */
  public useFor(place: Place): void {
    if (this.isForOneSecureFunction) {
      throw failure(`'role' is the role of ${[...this.users][0]} already, so that each would have what the other is allowed. `
        + `Leave 'role' out, or set 'shared' with a reason on the role ${this.role.node.path}`, place);
    }
    this.users.add(place.node.path);
  }

  /** Whether a secure function has the role, and no other function may. */
  public get isForOneSecureFunction(): boolean {
    return this.users.size > 0 && !this.shared;
  }

  /** Whether a function is a secure one that has the role. */
  public isSecure(handler: IConstruct): boolean {
    return this.users.has(handler.node.path);
  }

  /**
   * A statement for the code of one of several functions. Lambda sends the function's ARN with every call that code makes.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
   */
  public boundTo(handler: IConstruct, statement: iam.PolicyStatement): iam.PolicyStatement {
    const { functionArn } = handler as Partial<lambda.IFunction>;
    if (!this.shared || functionArn === undefined || JSON.stringify(statement.conditions).includes('lambda:SourceFunctionArn')) { return statement; }
    const bound = iam.PolicyStatement.fromJson(statement.toStatementJson());
    bound.addCondition('ArnEquals', { 'lambda:SourceFunctionArn': functionArn });
    return bound;
  }
}
