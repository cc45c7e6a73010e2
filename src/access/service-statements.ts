// Not exported: the one place where the statements of an access are made; each class says what is special about its service.
import { IResource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { AccessConfig, AccessReason } from './access';
import { AccessOptions } from './access-options';
import { CheckContext, checkConditionKeys, CheckedAction, checkedActions } from './action-checks';
import { checkedConditions } from './condition-checks';
import { allOf, Conditions } from './conditions';
import { denialLimits, undeniableOption } from './denial';
import { isEscalating } from './escalation';
import { hardening } from './hardening';
import { keyStatement, KeyUse } from './key-statement';
import { knownAccount } from './resource-account';
import { statementsFor } from './statement-groups';
import { typesTakenBy } from '../authorization/corrections';
import { ActionFacts } from '../authorization/service-authorization';
import { failure } from '../model/failure';

/** Resources of one kind that an access reaches. */
export interface AccessTarget {
  /** The name in the service authorization reference: `table`. */
  readonly resourceType: string;
  readonly arns: string[];
  /** An action that takes this other type does not come here. */
  readonly unless?: string;
  /** Limits of the class for an action on these resources; keys the action does not know are left to the caller. */
  readonly conditions?: (action: ActionFacts) => Conditions | undefined;
  /** The conditions of `deny`, each for a statement of its own, where those of an allowed call would let others pass. */
  readonly denials?: readonly Conditions[];
  /** Only there to make calls on the other targets work: `deny` leaves it out. */
  readonly dependent?: boolean;
  /** An option that only makes sense for actions that know these keys; the others are refused. */
  readonly limits?: { readonly option: string; readonly keys: readonly string[] };
}

/** What a class knows of its service. */
export interface ServiceRule {
  readonly service: string;
  readonly actions: readonly string[];
  /** An action goes to each of these that it takes. */
  readonly targets: readonly AccessTarget[];
  readonly options: AccessOptions;
  /** The resource of the access, for its account and for the path in messages; some are no constructs. */
  readonly resource?: IResource;
  /** S3, SQS, SNS, KMS and Secrets Manager send `aws:ResourceAccount` with every request. */
  readonly sameAccountByDefault?: boolean;
  /** What a customer-managed key needs for these actions; nothing if there is none. */
  readonly keyUse?: (actions: readonly string[]) => KeyUse | undefined;
  /** The limit of the class, if one is set, that `deny` cannot write: with it, calls would pass that reach the same. */
  readonly undeniable?: string;
}

/** Checks an access when it is made, and writes its statements when it is asked. */
export class ServiceStatements {
  private readonly actions: CheckedAction[];
  private readonly conditions: Conditions;

  constructor(private readonly rule: ServiceRule) {
    const context: CheckContext = { service: rule.service, options: rule.options, path: rule.resource };
    this.actions = checkedActions(rule.actions, context);
    this.conditions = checkedConditions(rule.options.conditions, rule.resource);
    for (const action of this.actions) {
      const targets = this.targetsOf(action);
      targets.forEach(({ limits }) => limits && checkConditionKeys(limits.keys, limits.option, action, context));
      const own = targets.map((target) => target.conditions?.(factsOf(action)));
      checkConditionKeys(keysOf(this.conditions), 'conditions', action, context);
      checkClash(this.conditions, allOf(...own), rule.resource);
    }
  }

  public describe(grantee: IConstruct): AccessConfig {
    const key = this.rule.keyUse?.(this.actions.map((action) => action.name));
    return {
      statements: [...this.statements(grantee), ...key && key.actions.length > 0 ? [keyStatement(key, grantee)] : []],
      reasons: reasonsOf(this.rule.service, this.actions, this.rule.options),
      wildcardReason: wildcardReason(this.rule.service, this.actions),
      denied: this.denied(grantee),
      undeniable: this.rule.undeniable ?? undeniableOption(this.rule.options),
    };
  }

  private statements(grantee: IConstruct): iam.PolicyStatement[] {
    const { rule } = this;
    const account = rule.resource && knownAccount(rule.resource, rule.targets[0].arns[0], grantee);
    const limits = hardening(rule.options, grantee, account, rule.sameAccountByDefault ?? false);
    return this.statementsOn((target, facts) => [target.conditions?.(facts) ?? {}], limits);
  }

  private denied(grantee: IConstruct): iam.PolicyStatement[] {
    const limits = denialLimits(this.rule.options, grantee);
    const conditionsOf = (target: AccessTarget, facts: ActionFacts) => target.dependent ? [] : target.denials ?? [target.conditions?.(facts) ?? {}];
    return this.statementsOn(conditionsOf, limits, iam.Effect.DENY);
  }

  private statementsOn(
    conditionsOf: (target: AccessTarget, facts: ActionFacts) => readonly Conditions[], limits: Conditions, effect?: iam.Effect,
  ): iam.PolicyStatement[] {
    const grants = this.actions.flatMap((action) => {
      const groups = byConditions(this.targetsOf(action), (target) => conditionsOf(target, factsOf(action)));
      return groups.map(({ arns, conditions }) => ({
        action: `${this.rule.service}:${action.name}`, resources: arns, conditions: allOf(conditions, this.conditions, limits),
      }));
    });
    return statementsFor(grants, effect);
  }

  /** Where an action goes; one that the reference does not list may go anywhere. */
  private targetsOf({ name, facts }: CheckedAction): readonly AccessTarget[] {
    const { service, targets, resource } = this.rule;
    if (!facts) {
      return targets;
    }
    const types = typesTakenBy(service, facts);
    const taken = targets.filter((target) => types.includes(target.resourceType) && !(target.unless && types.includes(target.unless)));
    if (taken.length === 0) {
      throw failure(refusal(`${service}:${name}`, types, [...new Set(targets.map(({ resourceType }) => resourceType))]), resource);
    }
    return taken;
  }
}

function refusal(action: string, types: readonly string[], here: readonly string[]): string {
  return types.length === 0
    ? `'actions': ${action} cannot be limited to one ${here.join(' or ')}: AWS only knows it for all. Use ServiceAccess with the resource '*'`
    : `'actions': ${action} acts on ${types.join(' or ')}, never on ${here.join(' or ')}, so this could never work. ` +
      `Leave it out, or use ServiceAccess with the ARN of the ${types[0]}`;
}

/** Below its resource an access names what only exists at run time: the keys of objects, the items of an index. */
function wildcardReason(service: string, actions: readonly CheckedAction[]): string {
  return `parts of the one resource get their names at run time (${actions.map(({ name }) => `${service}:${name}`).join(', ')}): `
    + `https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html (${service})`;
}

/** Resources under the same conditions belong into one statement. */
function byConditions(
  targets: readonly AccessTarget[], conditionsOf: (target: AccessTarget) => readonly Conditions[],
): { arns: string[]; conditions: Conditions }[] {
  const groups = new Map<string, { arns: string[]; conditions: Conditions }>();
  for (const target of targets) {
    for (const conditions of conditionsOf(target)) {
      const group = JSON.stringify(conditions);
      groups.set(group, { arns: [...groups.get(group)?.arns ?? [], ...target.arns], conditions });
    }
  }
  return [...groups.values()];
}

/** Of an action that the reference does not list, nothing is known: the limits of the class hold for it all the same. */
function factsOf({ name, facts }: CheckedAction): ActionFacts {
  return facts ?? { name, level: 'Write', resourceTypes: [], requiredTypes: [], conditionKeys: [], dependentActions: [] };
}

/** The reasons that the user gave and that were needed. */
export function reasonsOf(service: string, actions: readonly CheckedAction[], options: AccessOptions): AccessReason[] | undefined {
  const escalating = actions.filter(({ facts }) => facts && isEscalating(service, facts, options.conditions));
  const unknown = actions.filter(({ facts }) => !facts);
  const reasons = [
    { option: 'acknowledgeEscalation', reason: options.acknowledgeEscalation, actions: escalating },
    { option: 'unknownActions', reason: options.unknownActions, actions: unknown },
  ].flatMap(({ option, reason, actions: about }) => reason && about.length > 0
    ? [{ option, reason, actions: about.map(({ name }) => `${service}:${name}`) }] : []);
  return reasons.length > 0 ? reasons : undefined;
}

function keysOf(conditions: Conditions): string[] {
  return Object.values(conditions).flatMap((keys) => Object.keys(keys));
}

function checkClash(given: Conditions, own: Conditions, path?: IConstruct): void {
  for (const [operator, keys] of Object.entries(given)) {
    const twice = Object.keys(keys).find((key) => key in (own[operator] ?? {}));
    if (twice) {
      throw failure(`'conditions' sets '${twice}' with ${operator}, which another option of this access sets too. Leave one of them out`, path);
    }
  }
}
