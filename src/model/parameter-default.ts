/** A parameter of a template whose default was taken: a deployment that gives another value may give other access. */
export interface ParameterDefault {
  readonly stack: string;
  readonly parameter: string;
  /** Undefined where the template does not want it to be shown (`NoEcho`). */
  readonly value?: string;
}
