import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { OnBroadGrant } from './on-broad-grant';
import { OnPolicyOverflow } from './on-policy-overflow';
import { PolicyKind } from './policy-kind';
import { ResourcePolicyEngine } from './resource-policy-engine';
import { TrustMode } from './trust-mode';

/** What every secure function class understands beside the properties of the CDK class it extends. */
export interface SecureFunctionOptions {
  /**
   * What the trust policy of the function's own role asks of the service that assumes it.
   *
   * `TrustMode.FUNCTION` needs a literal `functionName`.
   *
   * @default TrustMode.ACCOUNT_IF_PRESENT
   */
  readonly trustMode?: TrustMode;

  /**
   * Where the function's own role keeps its statements.
   *
   * @default - the context value `cdk-secure-lambda:policyKind` (`INLINE` or `MANAGED`), or else PolicyKind.INLINE
   */
  readonly policyKind?: PolicyKind;

  /**
   * What happens when a grant to the function's own role is wider than any code needs: with wildcards in its actions, or
   * for every resource where it could name one.
   *
   * @default OnBroadGrant.WARN
   */
  readonly onBroadGrant?: OnBroadGrant;

  /**
   * The most that the function's own role may ever be allowed, whatever its statements say.
   *
   * @default - no boundary, but for one that `PermissionsBoundary.of()` sets
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * The IAM path of the function's own role, beginning and ending with `/`. A change replaces the role.
   *
   * @default /
   */
  readonly path?: string;

  /**
   * Whether the code only reads from the `filesystem`: then its role may not write to it.
   *
   * @default - the code may also write
   */
  readonly readOnlyFilesystem?: boolean;

  /**
   * Why the code of a function in a VPC has to call EC2's network interface actions.
   *
   * Lambda needs them on all resources to connect the function to its VPC. Without a reason here, the function's own code
   * is denied them, as AWS advises, whatever else the role allows.
   *
   * @default - the code is denied them
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-best-practice
   */
  readonly allowNetworkInterfaceApi?: string;

  /**
   * The customer-managed key that encrypts what the durable executions of `durableConfig` are given, save and return: a symmetric one of the
   * function's region. Another one than `environmentEncryption`, or the same.
   *
   * The policy of the key lets Lambda use it for this function alone; it names the function, which needs a literal `functionName` for this.
   * The policy of a key that is imported is its owner's to write, with Lambda as AWS's page shows it; of another account's key, with the role too.
   * Who deploys the function needs permissions on the key, which `grantDeploy` gives, and so does who reads data of its executions.
   *
   * An execution keeps the key that it began with, and fails without: let executions end before you take the key away.
   *
   * @default - a key of AWS's
   * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-encryption.html
   */
  readonly durableEncryptionKey?: kms.IKey;

  /**
   * The resource that writes who may invoke the function and its aliases.
   *
   * @default ResourcePolicyEngine.PERMISSIONS
   */
  readonly resourcePolicyEngine?: ResourcePolicyEngine;

  /**
   * What happens when the policy of the function, a version or an alias gets larger than Lambda takes.
   *
   * @default OnPolicyOverflow.ERROR
   */
  readonly onPolicyOverflow?: OnPolicyOverflow;
}
