/** A finished template, before it is read. */
export interface TemplateSource {
  /** The name that stands in ARNs and reports for this stack: the artifact or file name. */
  readonly stack: string;
  /** The name CloudFormation knows the stack by, which is what `AWS::StackName` gives; undefined when it is not known. */
  readonly stackName?: string;
  /** The parsed template. Not trusted: anything may be missing or of another type. */
  readonly template: unknown;
  /** Where the template came from, for error messages and findings. */
  readonly path?: string;
  /** Twelve digits; undefined when the stack does not know its account. */
  readonly account?: string;
  /** Undefined when the stack does not know its region. */
  readonly region?: string;
  /** Construct paths by logical id, for resources whose template does not hold them. */
  readonly constructPaths?: ReadonlyMap<string, string>;
  /** For a nested stack: the parent's name and the logical id of its `AWS::CloudFormation::Stack`, whose Parameters give ours. */
  readonly parent?: { readonly stack: string; readonly logicalId: string };
}
