// Not exported: which accounts and regions a source and its function may be in.
import { ResourceEnvironment, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { failure } from '../model/failure';

/** What calls, in the words of a message, and where it is. */
export interface Place {
  /** One word, for example `rule`. */
  readonly kind: string;
  readonly env: ResourceEnvironment;
}

/** Refuses a function in another region than the source. */
export function refuseOtherRegion({ kind, env }: Place, target: lambda.IFunction, scope: IConstruct, advice: string): void {
  if (differ(env.region, target.env.region)) {
    throw failure(`'target' must be in the region of the ${kind}, ${env.region}, got a function in ${target.env.region}; ${advice}`, scope);
  }
}

/** Refuses a function in another account than the source, before anybody is asked to give a permission that would be of no use. */
export function refuseOtherAccount({ kind, env }: Place, target: lambda.IFunction, path: IConstruct, advice: string): void {
  if (differ(env.account, target.env.account)) {
    throw failure(`'target' must be in the account of the ${kind}, ${env.account}, got a function in ${target.env.account}; ${advice}`, path);
  }
}

/** Refuses a trigger that would create a part of the source in another account or region than the source is in. */
export function refuseElsewhere({ kind, env }: Place, source: IConstruct, scope: IConstruct): void {
  const { account, region } = Stack.of(scope);
  if (differ(env.account, account) || differ(env.region, region)) {
    throw failure(`'source' is a part of the ${kind} ${source.node.path}, which is in another account or region than the trigger; `
      + `create the PushTrigger in ${homeOf(env, Stack.of(source))}`, scope);
  }
}

/** The stack of the source; but an imported one may say itself that it is elsewhere. */
function homeOf(env: ResourceEnvironment, stack: Stack): string {
  if (!differ(env.account, stack.account) && !differ(env.region, stack.region)) { return `the stack ${stack.node.path}`; }
  const known = Object.entries({ account: env.account, region: env.region }).filter(([, value]) => !Token.isUnresolved(value));
  return `a stack of ${known.map(([part, value]) => `the ${part} ${value}`).join(' and ')}, and import the function there`;
}

/** Whether two accounts or regions are known and not the same. */
export function differ(one: string, other: string): boolean {
  return Token.compareStrings(one, other) === TokenComparison.DIFFERENT;
}
