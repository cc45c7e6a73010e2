/**
 * The answer to a question about access.
 *
 * `CANNOT_SAY` is an answer of its own: a value is only known after deployment, or the request lacks a key. It is
 * never counted as allowed and never as denied.
 */
export type Answer = 'YES' | 'NO' | 'CANNOT_SAY';

/** Yes if all are yes, no as soon as one is no. */
export function all(answers: Iterable<Answer>): Answer {
  let result: Answer = 'YES';
  for (const answer of answers) {
    if (answer === 'NO') { return 'NO'; }
    if (answer === 'CANNOT_SAY') { result = 'CANNOT_SAY'; }
  }
  return result;
}

/** Yes as soon as one is yes, no if all are no. */
export function any(answers: Iterable<Answer>): Answer {
  let result: Answer = 'NO';
  for (const answer of answers) {
    if (answer === 'YES') { return 'YES'; }
    if (answer === 'CANNOT_SAY') { result = 'CANNOT_SAY'; }
  }
  return result;
}

/** The opposite; what cannot be said stays so. */
export function not(answer: Answer): Answer {
  if (answer === 'CANNOT_SAY') { return answer; }
  return answer === 'YES' ? 'NO' : 'YES';
}
