// Not exported: how the statements of CDK's destinations become exact.
import * as iam from 'aws-cdk-lib/aws-iam';

/**
 * What Lambda does to a destination of asynchronous invocations, per service, as its developer guide lists it. CDK's
 * destinations grant more: `grantSendMessages` also reads the queue's attributes, a key grant also re-encrypts.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
const NEEDED = new Set([
  'sqs:SendMessage',
  'sns:Publish',
  'events:PutEvents',
  'lambda:InvokeFunction',
  's3:PutObject',
  's3:ListBucket',
  'kms:Decrypt',
  'kms:GenerateDataKey',
]);

/** The statement with the documented actions alone; undefined when none of its actions is needed. */
export function destinationStatement(statement: iam.PolicyStatement): iam.PolicyStatement | undefined {
  const actions = [...NEEDED].filter((needed) => statement.actions.some((granted) => covers(granted, needed)));
  if (actions.length === 0) { return undefined; }
  const copy = iam.PolicyStatement.fromJson({ ...statement.toJSON(), Action: actions });
  return copy;
}

/** CDK's destinations write wildcards at the end of an action only. */
function covers(granted: string, needed: string): boolean {
  return granted.endsWith('*') ? needed.startsWith(granted.slice(0, -1)) : granted === needed;
}
