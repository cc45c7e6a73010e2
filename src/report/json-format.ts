// Not exported: the types that describe `permissions.json`; jsii has no use for them.
import { ConnectionsJson } from './connection-json';
import { Mark } from './mark';
import { Place } from './place';
import { PolicyForm } from '../model/function-access';
import { ParameterDefault } from '../model/parameter-default';
import { Condition, Effect, Principal, StatementNote } from '../model/statement';

/** Rises when a program that reads `permissions.json` would have to change; a new key does not raise it. */
export const JSON_FORMAT = 1;

/** The whole of `permissions.json`. Lists are sorted, keys have one order, and a key without a value is left out. */
export interface PermissionsJson {
  readonly format: typeof JSON_FORMAT;
  readonly functions: readonly FunctionJson[];
  /** Layer versions that templates make or share, and who may use them. Left out where it is not told. */
  readonly layers?: readonly object[];
  /** Parameters whose defaults were taken: other values may give other access. Left out for none. */
  readonly defaults?: readonly ParameterDefault[];
}

/** One Lambda function. `${…}` in any text stands for a value that exists only after deployment. */
export interface FunctionJson extends ConnectionsJson {
  /** The construct path, or stack and logical id. */
  readonly name: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly constructPath?: string;
  /** The unqualified ARN. */
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Who may invoke it, and who may change or read it: the function and those of its versions and aliases that have a policy of their own. */
  readonly targets: readonly TargetJson[];
  readonly roleArn: string;
  /** What it may do. Left out when the role is in none of the templates: then nothing can be said. */
  readonly role?: RoleJson;
  /** What the templates give to a role that is in none of them; it may have more. */
  readonly attached?: readonly PolicyJson[];
  /** What Lambda polls for it. */
  readonly eventSources: readonly EventSourceJson[];
  /** What cannot be said about it; an empty list means that the rest is complete. */
  readonly cannotSay: readonly CannotSayJson[];
}

/** A function, version or alias with a resource-based policy. */
export interface TargetJson {
  readonly kind: 'FUNCTION' | 'VERSION' | 'ALIAS';
  /** The version or the alias name. */
  readonly qualifier?: string;
  /** The ARN an invocation of it names. */
  readonly arn: string;
  readonly statements: readonly InvokeStatementJson[];
}

/**
 * A statement as IAM would store it, each list sorted. Of each pair like `actions` and `notActions` at most one is there;
 * all `conditions` must hold.
 */
export interface StatementJson {
  readonly sid?: string;
  readonly effect: Effect;
  readonly principals?: readonly Principal[];
  readonly notPrincipals?: readonly Principal[];
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly conditions: readonly Condition[];
  /** In what it covers more than it names. */
  readonly marks: readonly Mark[];
  /** What was said about it: the reason of whoever accepted it, or a remark. Left out where nothing was said. */
  readonly notes?: readonly StatementNote[];
  /** Where it is written. */
  readonly place: Place;
}

/** A statement of a function's policy. Exactly one of the last two keys is there. */
export interface InvokeStatementJson extends StatementJson {
  /** The `aws lambda add-permission` command that adds the same statement. */
  readonly addPermission?: string;
  /** Why there is no such command. */
  readonly noAddPermission?: string;
}

/** An execution role. */
export interface RoleJson {
  readonly name: string;
  readonly arn: string;
  /** The names of the other functions that have it: the first eight. Those of all functions with the same `arn` are the others. */
  readonly sharedWith: readonly string[];
  /** How many more there are; left out when all are named. */
  readonly sharedWithMore?: number;
  /** Why they share it, as its author says; left out where nobody does. */
  readonly sharedReason?: string;
  /** Who may assume it. */
  readonly trust: readonly StatementJson[];
  readonly policies: readonly PolicyJson[];
  /** No permission goes beyond it. */
  readonly boundary?: PolicyJson;
}

/** A policy of a role. */
export interface PolicyJson {
  readonly kind: PolicyForm;
  /** Its name, or the ARN of a managed policy. */
  readonly name: string;
  readonly place: Place;
  /** Left out when the document is in none of the templates: then what it allows cannot be said. */
  readonly statements?: readonly StatementJson[];
}

/** An event source mapping. */
export interface EventSourceJson {
  /** Left out for self-managed Kafka. */
  readonly eventSourceArn?: string;
  readonly targetArn: string;
  /** Left out when the target is not the function, nor one of its versions and aliases. */
  readonly target?: { readonly kind: 'FUNCTION' | 'VERSION' | 'ALIAS'; readonly qualifier?: string };
  readonly place: Place;
  /** It is there, but switched off. Left out where it is not, or where that is not known. */
  readonly disabled?: true;
}

/** Something that cannot be said, in a sentence. */
export interface CannotSayJson {
  readonly reason: string;
  readonly place?: Place;
}
