import { App, Stack } from 'aws-cdk-lib';
import { evaluate } from '../../src/model/evaluate';
import { Outcome } from '../../src/model/request';
import { HOME, newApp, Synthesized } from '../push/app';

/** Decides what the role of a function of a stack is allowed. */
export type Decide = (action: string, resource: string, context?: { readonly [key: string]: string }) => Outcome;

/** A stack whose templates the reader can read. */
export function readableStack(): Stack {
  return new Stack(newApp(), 'Stack', { env: HOME });
}

/** The function as the reader sees it: its ARN, and what its role is allowed. */
export function decideFor(stack: Stack, id: string): { readonly arn: string; readonly decide: Decide } {
  const { role, arn, account } = new Synthesized(stack.node.root as App).function(id);
  const identity = role!.policies.flatMap(({ statements }) => statements ?? []);
  const decide: Decide = (action, resource, context = {}) => evaluate({
    principal: { kind: 'AWS', id: role!.arn },
    principalAccount: account,
    action,
    resource,
    context: Object.fromEntries(Object.entries({ 'aws:ResourceAccount': account, 'aws:PrincipalAccount': account, ...context }).map(([key, value]) => [key, [value]])),
  }, { identity, resource: [] }).outcome;
  return { arn, decide };
}
