// Not exported: how grants of CDK's that are known become exact.
import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { viaService } from '../cloudformation/via-service';

/** One grant that CDK makes for a feature of Lambda, and what Lambda needs of it. */
export interface KnownGrant {
  /** Every action that CDK may grant with it; a statement with any other action is somebody else's. */
  readonly granted: readonly string[];
  /** The one that tells the grant from others of the service. */
  readonly sign: string;
  readonly exact: (resources: string[], place: IConstruct) => iam.PolicyStatement[];
  /** The service that uses the resource's customer-managed key, and what it does with it. */
  readonly service?: string;
  readonly keyActions?: readonly string[];
}

const GRANTED_ON_KEYS = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];

/**
 * Replaces the grants that CDK makes for one feature, in the order in which it makes them: a grant on a resource, then
 * the one on its key. A statement that is not among the known ones is kept as it is.
 */
export class KnownGrants {
  private last?: KnownGrant;

  /**
   * @param place where the role is: keys are used in its region, and buckets belong to its account
   * @param grants what CDK may grant for the feature
   */
  constructor(private readonly place: IConstruct, private readonly grants: readonly KnownGrant[]) {}

  /** What Lambda needs of the statement. */
  public exact(statement: iam.PolicyStatement): iam.PolicyStatement[] {
    if (statement.effect !== iam.Effect.ALLOW || Object.keys(statement.conditions).length > 0) { return [statement]; }
    if (isWithin(statement, GRANTED_ON_KEYS)) { return this.exactOnKey(statement); }
    const known = this.grants.find(({ granted, sign }) => statement.actions.includes(sign) && isWithin(statement, granted));
    this.last = known;
    return known ? known.exact(statement.resources, this.place) : [statement];
  }

  private exactOnKey(statement: iam.PolicyStatement): iam.PolicyStatement[] {
    const { service, keyActions } = this.last ?? {};
    if (!service || !keyActions) { return [statement]; }
    const { resources } = statement;
    const conditions = { StringEquals: { 'kms:ViaService': viaService(service, regionOf(resources[0]) ?? Stack.of(this.place).region) } };
    return [new iam.PolicyStatement({ actions: [...keyActions], resources, conditions })];
  }
}

function isWithin({ actions }: iam.PolicyStatement, granted: readonly string[]): boolean {
  return actions.length > 0 && actions.every((action) => granted.includes(action));
}

/** The region in the ARN of a key, if it can be read. */
function regionOf(arn: string): string | undefined {
  const region = arn.split(':')[3];
  return region === undefined || Token.isUnresolved(region) ? undefined : region;
}

