// Not exported: the key that encrypts the filters of a mapping.
import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/**
 * Lets Lambda decrypt filters with the key, for event source mappings of the function's account and region. AWS's example
 * names the one mapping, which does not exist before its key does.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filter-criteria-encryption
 */
export function permitFilterKey(key: kms.IKey, target: lambda.IFunction): void {
  const stack = Stack.of(target);
  const mappings = stack.formatArn({
    service: 'lambda', resource: 'event-source-mapping', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  key.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(`lambda.${stack.region}.amazonaws.com`)],
    actions: ['kms:Decrypt'],
    resources: ['*'],
    conditions: { ArnLike: { 'aws:SourceArn': mappings } },
  }));
}
