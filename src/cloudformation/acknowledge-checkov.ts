import { CfnResource } from 'aws-cdk-lib';

/**
 * Tells checkov that what one of its rules finds in one resource is meant, and why. It then counts the finding as skipped.
 *
 * It stands in the metadata of the resource, where nothing but checkov reads it.
 *
 * @param rule the id of the rule, for example `CKV_AWS_61`
 * @param comment the reason, with the AWS page
 * @see https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html
 */
export function acknowledgeForCheckov(resource: CfnResource, rule: string, comment: string): void {
  resource.addMetadata('checkov', { skip: [{ id: rule, comment }] });
}
