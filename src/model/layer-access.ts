import { LocatedStatement, StatementSource } from './statement';

/** A version of a layer, and who may use it in functions. */
export interface LayerAccess {
  readonly source: StatementSource;
  /** The ARN with the version. */
  readonly arn: string;
  readonly statements: readonly LocatedStatement[];
}
