// Not exported: what a resource looks like before it has its name.
import { CfnResource, Reference, Token, Tokenization } from 'aws-cdk-lib';
import { authorizationOf } from '../authorization/service-authorization';

/**
 * The resource with `*` for whatever is only known when the stack is deployed.
 *
 * A reference to the ARN of a resource is written as an ARN of its kind: `arn:*:dynamodb:*:*:table/*` becomes `…:table/x`,
 * so that it is not taken for a stream of the table.
 */
export function standIn(resource: string): string {
  if (!Token.isUnresolved(resource)) {
    return resource;
  }
  const known = Tokenization.reverseString(resource).mapTokens({ mapToken: (token) => isReference(token) ? arnOf(token) : '*' });
  return String(known.join({ join: (left, right) => `${left ?? ''}${right ?? ''}` }));
}

function isReference(token: unknown): token is Reference {
  return Reference.isReference(token) && CfnResource.isCfnResource(token.target);
}

/** The reference of AWS and CloudFormation call most things alike: `AWS::DynamoDB::Table` is a `table` of `dynamodb`. */
function arnOf({ target, displayName }: Reference): string {
  const [, service, kind] = (target as CfnResource).cfnResourceType.replace('::GlobalTable', '::Table').toLowerCase().split('::');
  const isArn = ['arn', `${kind}arn`].includes(displayName.toLowerCase()) || (displayName === 'Ref' && REF_IS_ARN.includes(`${service}::${kind}`));
  const types = [...isArn ? authorizationOf(service)?.resourceTypes.values() ?? [] : []];
  const type = types.find(({ name }) => name.toLowerCase().replace(/[^a-z]/g, '') === kind);
  return type ? type.arnPatterns[0].replace(/\{(Partition|Region|Account)\}/g, '*').replace(/\{[^}]*\}/g, 'x') : '*';
}

const REF_IS_ARN = ['sns::topic', 'secretsmanager::secret'];
