// Not exported: part of the template reader.
import { FunctionCatalog } from './read-functions';
import { resolve, textOf } from './read-intrinsics';
import { placeholder } from './read-placeholder';
import { Reading } from './read-reading';
import { Resource, own } from './read-stack';
import { isObject } from '../model/policy-json';

/**
 * The function that rotates a secret may be made by AWS, with a role of its own, in a nested stack that it adds to the template.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-secretsmanager.html
 */
export function readHostedRotation(resource: Resource, catalog: FunctionCatalog): void {
  const { stack, logicalId, properties } = resource;
  const hosted = resolve(own(properties, 'HostedRotationLambda'), stack, new Reading());
  if (hosted === undefined) { return; }
  const name = isObject(hosted) ? textOf(own(hosted, 'RotationLambdaName')) : undefined;
  const reason = `the function that rotates a secret for '${logicalId}' is made in a nested stack that is not here, so its role, and what its policy says, cannot be said`;
  catalog.outsider(name ?? placeholder(stack.name, logicalId, 'HostedRotationLambda'), resource, reason);
}
