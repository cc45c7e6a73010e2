// Not exported: a rule.
import { invokeStatements } from '../allow-statements';
import { sourceOf } from '../conditions';
import { detailOf } from '../finding-detail';
import { Rule } from '../rule';

/**
 * AWS services may invoke the function only for a named source.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html
 */
export const sourceArn: Rule = {
  id: 'SourceArn',
  level: 'ERROR',
  info: 'A service may invoke the function on behalf of anybody: the statement names no source ARN, source account, organization or event source token.',
  explanation: "Anybody can make the service call this function from a resource in their own AWS account (confused deputy). Set 'SourceArn' to the one resource that invokes it, or 'SourceAccount' where the ARN is not known; for an Alexa skill, set 'EventSourceToken' to the skill id.",
  check: (access) => invokeStatements(access).flatMap((statement) =>
    (statement.principals ?? [])
      .filter((principal) => principal.kind === 'Service' && sourceOf(statement, principal) === 'ANY')
      .map((principal) => ({ detail: detailOf(principal.id), source: statement.source }))),
};
