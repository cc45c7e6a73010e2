// Not exported: how it is said which function is meant.
import { FunctionSummary } from './permission-summary';
import { Sentence, sentence } from './sentence';

/** `stack App, logical id Resize, ARN arn:…`; a function that none of the templates makes has no logical id, and its ARN stands for one. */
export function identityWords({ stack, logicalId, arn }: FunctionSummary): Sentence {
  return logicalId === arn
    ? sentence`named in stack ${stack}, made in none of the templates, ARN ${arn}`
    : sentence`stack ${stack}, logical id ${logicalId}, ARN ${arn}`;
}
