// Not exported: a rule.
import { LocatedStatement, Principal } from '../../model/statement';
import { trustStatements } from '../allow-statements';
import { detailOf } from '../finding-detail';
import { Rule } from '../rule';

/**
 * Only Lambda may assume the execution role.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html
 */
export const trustedPrincipal: Rule = {
  id: 'TrustedPrincipal',
  level: 'ERROR',
  info: 'Others than Lambda may assume the execution role.',
  explanation: 'Whoever may assume the role can do all that the function can, without its code, its input checks or its logs. Trust only lambda.amazonaws.com (and edgelambda.amazonaws.com for Lambda@Edge), and give other principals a role of their own.',
  check: (access) => trustStatements(access).flatMap((statement) =>
    othersThanLambda(statement).map((detail) => ({ detail, source: statement.source }))),
};

const LAMBDA = new Set(['lambda.amazonaws.com', 'edgelambda.amazonaws.com']);

function othersThanLambda(statement: LocatedStatement): string[] {
  if (statement.notPrincipals) { return ['NotPrincipal']; }
  return (statement.principals ?? []).filter((principal) => !isLambda(principal)).map((principal) => detailOf(principal.id));
}

function isLambda(principal: Principal): boolean {
  // Templates that fit every partition write the domain as a pseudo parameter.
  return principal.kind === 'Service' && LAMBDA.has(principal.id.replace('${AWS::URLSuffix}', 'amazonaws.com'));
}
