// Not exported: under which name SNS calls.
import { Token } from 'aws-cdk-lib';

/**
 * Regions that an account has to be opted in to. SNS delivers from and to them under a name of its own.
 *
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const OPT_IN_REGIONS: ReadonlySet<string> = new Set([
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
]);

/**
 * The principal of a delivery from one region to another: regional if one of them is an opt-in region, the function's before the topic's.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
 */
export function snsPrincipal(topicRegion: string, functionRegion: string): string {
  const known = !Token.isUnresolved(topicRegion) && !Token.isUnresolved(functionRegion);
  const optIn = known && topicRegion !== functionRegion ? [functionRegion, topicRegion].find((region) => OPT_IN_REGIONS.has(region)) : undefined;
  return optIn ? `sns.${optIn}.amazonaws.com` : 'sns.amazonaws.com';
}
