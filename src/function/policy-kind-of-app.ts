// Not exported: what the context of an app says about its roles.
import { Construct } from 'constructs';
import { PolicyKind } from './policy-kind';
import { failure } from '../model/failure';

/** The context key that sets the policy kind of every role of an app that does not say it itself: `INLINE` or `MANAGED`. */
const CONTEXT = 'cdk-secure-lambda:policyKind';

/** Where the roles of an app keep their statements, unless they say it themselves. */
export function policyKindOfApp(scope: Construct): PolicyKind {
  const kind: unknown = scope.node.tryGetContext(CONTEXT);
  if (kind === undefined) { return PolicyKind.INLINE; }
  if (kind === PolicyKind.INLINE || kind === PolicyKind.MANAGED) { return kind; }
  throw failure(`the context value '${CONTEXT}' must be INLINE or MANAGED, got ${JSON.stringify(kind)}. Change it in cdk.json`, scope);
}
