import { LocatedStatement, StatementSource } from './statement';

/**
 * Both sides of permission of one Lambda function, as read from finished templates.
 *
 * A value that only exists after deployment stands as a placeholder: `${AWS::Region}` for a pseudo parameter whose value is
 * not known, `${Stack.LogicalId}` for a resource's name or id, and `${Stack.LogicalId.Attribute}` for what cannot be
 * derived from those. A resource's ARN is always spelled out around its placeholder, so that two places that mean the
 * same resource hold the same string: `arn:${AWS::Partition}:sqs:eu-west-1:111122223333:${App.Jobs}`.
 *
 * What may turn out to be anything, also the name of one of these resources, has two colons: `${Stack::Parameter}` for a
 * parameter without a value, an import from elsewhere, or an expression that cannot be carried out. It is equal to itself,
 * and whether it is equal to another value cannot be said.
 */
export interface FunctionAccess {
  readonly stack: string;
  /** The ARN, where templates give something to a function that none of them makes. */
  readonly logicalId: string;
  readonly constructPath?: string;
  /** The unqualified ARN. */
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Everything that can be invoked and has a resource-based policy of its own: the function first, then versions and aliases. */
  readonly targets: readonly InvokeTarget[];
  /** Undefined when the template does not tell which role the function has, or the role is not in any template. */
  readonly role?: RoleAccess;
  /** The function's role as written, also when `role` is undefined. */
  readonly roleArn: string;
  /** What the templates give to the role when `role` is undefined; it may have more, of which they do not tell. */
  readonly attached?: readonly PolicyAccess[];
  readonly eventSources: readonly EventSourceMapping[];
  /** Function URLs of the function and its aliases. */
  readonly urls?: readonly FunctionUrl[];
  /** What other resources of the templates invoke, wherever they name the function. */
  readonly triggers?: readonly Trigger[];
  /** Where Lambda sends results and failures with the function's role. */
  readonly destinations?: readonly Destination[];
  /** What could not be read, each in one sentence. A function with gaps is never called clean. */
  readonly gaps: readonly Gap[];
}

/** A function, version or alias, with its resource-based policy. */
export interface InvokeTarget {
  readonly kind: 'FUNCTION' | 'VERSION' | 'ALIAS';
  readonly stack: string;
  readonly logicalId: string;
  /** The ARN an invocation of this target names. */
  readonly arn: string;
  /** The alias name or version; undefined for the function itself. */
  readonly qualifier?: string;
  readonly statements: readonly LocatedStatement[];
}

/** An execution role: who may assume it, and what it may do. */
export interface RoleAccess {
  readonly stack: string;
  readonly logicalId: string;
  readonly constructPath?: string;
  readonly arn: string;
  readonly trust: readonly LocatedStatement[];
  readonly policies: readonly PolicyAccess[];
  readonly boundary?: PolicyAccess;
  /** Why several functions have it, if somebody wrote that down. */
  readonly sharedReason?: string;
}

/** A role that the templates make, with what is not known of it. */
export interface KnownRole {
  readonly role: RoleAccess;
  readonly gaps: readonly Gap[];
}

/** One policy of a role. */
export interface PolicyAccess {
  readonly kind: PolicyForm;
  /** The policy's name, or the ARN of a managed one. */
  readonly name: string;
  readonly source: StatementSource;
  /** Undefined when the document is in none of the templates: what it allows cannot be said. */
  readonly statements?: readonly LocatedStatement[];
}

/** The forms in which a template can give a role permissions. */
export type PolicyForm =
  | 'INLINE' // Policies of AWS::IAM::Role
  | 'POLICY' // AWS::IAM::Policy
  | 'ROLE_POLICY' // AWS::IAM::RolePolicy
  | 'CUSTOMER_MANAGED' // AWS::IAM::ManagedPolicy, or a customer's policy by ARN
  | 'AWS_MANAGED'; // arn:aws:iam::aws:policy/…

/** What Lambda polls with the function's role. */
export interface EventSourceMapping {
  readonly source: StatementSource;
  /** The ARN of the queue, stream, cluster or broker; undefined for self-managed Kafka. */
  readonly eventSourceArn?: string;
  /** The function, version or alias that is invoked. */
  readonly targetArn: string;
  /** It is there, but switched off; undefined also where that is not known. */
  readonly disabled?: true;
}

/** An `AWS::Lambda::Url`. */
export interface FunctionUrl {
  readonly source: StatementSource;
  /** The function or alias that the URL invokes. */
  readonly targetArn: string;
  /** `AWS_IAM` or `NONE`; a placeholder where it is not known. */
  readonly authType: string;
}

/** A place where another resource names the function, version or alias that it invokes. */
export interface Trigger {
  /** The resource, and the property that names the function. */
  readonly source: StatementSource;
  readonly targetArn: string;
  /** It is there, but switched off; undefined also where that is not known. */
  readonly disabled?: true;
  /** It invokes while it is deployed, and only then: as whoever deploys, so that nobody has to let it in. */
  readonly deploying?: true;
}

/** A queue, topic, function, bus or bucket that gets results or failures. */
export interface Destination {
  readonly source: StatementSource;
  readonly on: 'SUCCESS' | 'FAILURE' | 'DEAD_LETTER' | 'EVENT_SOURCE_FAILURE';
  /** The function, version or alias whose results they are. */
  readonly targetArn: string;
  readonly destinationArn: string;
}

/** Something the reader could not decide. */
export interface Gap {
  readonly source: StatementSource;
  readonly reason: string;
  /** What is named is in none of the templates, rather than written in a way that is not known. */
  readonly missing?: true;
}
