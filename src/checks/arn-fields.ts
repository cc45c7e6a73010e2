// Not exported: the parts of an ARN that the rules ask about.
import { arnParts } from '../model/placeholder';

/** The parts of an ARN, or of a pattern for one. */
export interface ArnFields {
  /** Empty where the ARN holds none, as in a bucket's. */
  readonly account: string;
  /** Everything after the fifth colon: type and name. */
  readonly resource: string;
}

/** The fields of what is written as an ARN to the end; undefined for anything else, such as `*` or `arn:aws:s3*`. */
export function arnFields(arn: string): ArnFields | undefined {
  const [scheme, , , , account, resource] = arnParts(arn);
  return scheme === 'arn' && resource !== undefined ? { account, resource } : undefined;
}
