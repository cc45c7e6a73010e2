// Not exported: enough of an ARN for the rules, patterns and placeholders included.

/** The parts of an ARN, or of a pattern for one, that the rules ask about. */
export interface ArnFields {
  readonly service: string;
  /** Empty where the ARN holds none, as in a bucket's. */
  readonly account: string;
  /** Everything after the fifth colon: type and name. */
  readonly resource: string;
}

/** Splits an ARN at its first five colons; a colon inside `${AWS::Partition}` is none of them. Undefined when there are fewer. */
export function arnFields(arn: string): ArnFields | undefined {
  if (!arn.startsWith('arn:')) { return undefined; }
  const fields: string[] = [];
  let start = 0;
  let inPlaceholder = false;
  for (let at = 0; at < arn.length && fields.length < 5; at++) {
    if (arn[at] === '{' && arn[at - 1] === '$') { inPlaceholder = true; }
    if (arn[at] === '}') { inPlaceholder = false; }
    if (arn[at] === ':' && !inPlaceholder) {
      fields.push(arn.slice(start, at));
      start = at + 1;
    }
  }
  return fields.length < 5 ? undefined : { service: fields[2], account: fields[4], resource: arn.slice(start) };
}
