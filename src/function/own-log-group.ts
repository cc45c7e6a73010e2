// Not exported: the log group of a function that was given none.
import { CfnResource, Validations } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { PolicyKind } from './policy-kind';
import { policyKindOfApp } from './policy-kind-of-app';

/** The packs of cdk-nag that ask for a key of the customer's on every log group. */
const PACKS = ['HIPAA.Security', 'NIST.800.53.R4', 'NIST.800.53.R5', 'PCI.DSS.321'];

const REASON = 'CloudWatch Logs encrypts every log group; for a key of your own, pass a logGroup that has one: '
  + 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html';

/**
 * A log group of the function's own, so that its role can be limited to it.
 *
 * `PolicyKind.MANAGED` is for apps that must pass all packs of cdk-nag: then the finding that the group has no key of
 * the customer's is acknowledged, on this group alone, for version 3 of cdk-nag as metadata of the construct and for
 * version 2 of the resource.
 *
 * @param policyKind where the role keeps its statements; undefined for what the app says
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function ownLogGroup(scope: Construct, policyKind?: PolicyKind): logs.LogGroup {
  const logGroup = new logs.LogGroup(scope, 'Logs');
  const resource = logGroup.node.defaultChild;
  if ((policyKind ?? policyKindOfApp(scope)) === PolicyKind.MANAGED && resource instanceof logs.CfnLogGroup && resource.kmsKeyId === undefined) {
    acknowledge(resource);
  }
  return logGroup;
}

function acknowledge(resource: CfnResource): void {
  const ids = PACKS.map((pack) => `${pack}-CloudWatchLogGroupEncrypted`);
  ids.forEach((id) => resource.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [id]: REASON }));
  resource.addMetadata('cdk_nag', { rules_to_suppress: ids.map((id) => ({ id, reason: REASON })) });
}
