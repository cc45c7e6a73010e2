// Not exported: destinations and dead-letter queues that Lambda does not take.
import { CfnResource, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { collectReferences } from '../cloudformation/collect-references';
import { failure } from '../model/failure';

interface Place { readonly node: { readonly path: string } }

/**
 * Refuses a FIFO queue or topic for events that failed.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function refuseFifoDeadLetters({ deadLetterQueue, deadLetterTopic }: lambda.FunctionOptions, place: Place): void {
  if (deadLetterQueue?.fifo) { throw failure("'deadLetterQueue' must be a standard queue, got a FIFO queue, to which Lambda does not send; pass a standard one", place); }
  if (deadLetterTopic?.fifo) { throw failure("'deadLetterTopic' must be a standard topic, got a FIFO topic, to which Lambda does not publish; pass a standard one", place); }
}

/**
 * Refuses a destination to which Lambda does not send: a FIFO queue or topic, and for what succeeded a bucket.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-eventinvokeconfig-destinationconfig.html
 */
export function refuseDestination(arn: string, handler: lambda.IFunction, type?: lambda.DestinationType): void {
  const prop = type === lambda.DestinationType.SUCCESS ? 'onSuccess' : 'onFailure';
  const resource = resourceOf(arn, handler);
  if (isFifo(arn, resource)) {
    throw failure(`'${prop}' must be a standard queue or topic, got a FIFO one, to which Lambda does not send; pass a standard one`, handler);
  }
  if (prop === 'onSuccess' && (arn.split(':')[2] === 's3' || resource?.cfnResourceType === 'AWS::S3::Bucket')) {
    throw failure("'onSuccess' must be a queue, a topic, an event bus or a function, got a bucket, to which Lambda sends failures alone; use 'onFailure', or another destination", handler);
  }
}

/** The resource of the app that has the ARN. */
function resourceOf(arn: string, place: IConstruct): CfnResource | undefined {
  return collectReferences(arn, Stack.of(place)).targets.find((target): target is CfnResource => CfnResource.isCfnResource(target));
}

function isFifo(arn: string, resource?: CfnResource): boolean {
  const { fifoQueue, fifoTopic } = (resource ?? {}) as { readonly fifoQueue?: unknown; readonly fifoTopic?: unknown };
  return arn.endsWith('.fifo') || fifoQueue === true || fifoTopic === true;
}
