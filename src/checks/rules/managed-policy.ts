// Not exported: a rule.
import { detailOf } from '../finding-detail';
import { Rule } from '../rule';

/**
 * The execution role has no policy that AWS maintains.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
export const managedPolicy: Rule = {
  id: 'ManagedPolicy',
  level: 'ERROR',
  info: 'The execution role has an AWS managed policy.',
  explanation: 'An AWS managed policy is written for all customers: it names no resource of yours (AWSLambdaBasicExecutionRole writes to every log group of the account), and AWS may widen it at any time. Write the statements that this function needs, on its own resources.',
  check: (access) => (access.role?.policies ?? [])
    .filter((policy) => policy.kind === 'AWS_MANAGED')
    .map((policy) => ({ detail: detailOf(policy.name.slice(policy.name.lastIndexOf('/') + 1)), source: policy.source })),
};
