import * as iam from 'aws-cdk-lib/aws-iam';

/** The name of a service principal without conditions; undefined for everybody else. */
export function servicePrincipalOf(principal: iam.IPrincipal): string | undefined {
  const { service, policyFragment } = principal as iam.ServicePrincipal;
  return typeof service === 'string' && Object.keys(policyFragment.conditions).length === 0 ? service : undefined;
}
