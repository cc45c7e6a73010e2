import { CfnResource, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Why somebody wanted a permission that a check would not accept. */
export interface GivenReason {
  readonly text: string;
  /** What the text was given for: an option, or a construct. */
  readonly option: string;
  /** The path of the construct that asked for it. */
  readonly construct: string;
  /** The findings that it acknowledges, without the name of the plugin: `LambdaPermissions-PublicPrincipal[FunctionUrl]`. */
  readonly findings: readonly string[];
}

const given = new WeakMap<IConstruct, GivenReason>();

/** Acknowledges the findings about a permission, and keeps the reason for what may take its place. */
export function giveReason(permission: CfnResource, reason: GivenReason): void {
  given.set(permission, reason);
  acknowledgeFindings(permission, reason);
}

/** Acknowledges the findings about a resource that holds what the reason is for. */
export function acknowledgeFindings(resource: CfnResource, { findings, text }: GivenReason): void {
  findings.forEach((finding) => Validations.of(resource).acknowledge({ id: `LambdaPermissions::${finding}`, reason: text }));
}

/** The reason that was given for a permission. */
export function reasonFor(permission: IConstruct): GivenReason | undefined {
  return given.get(permission);
}
