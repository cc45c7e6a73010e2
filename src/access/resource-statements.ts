// Not exported: statements for actions of any service, where the ARNs tell what they are for.
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { AccessConfig, AccessReason } from './access';
import { AccessOptions } from './access-options';
import { CheckedAction, checkConditionKeys, checkedActions } from './action-checks';
import { checkedConditions } from './condition-checks';
import { allOf, Conditions, hasWildcard } from './conditions';
import { denialLimits, undeniableOption } from './denial';
import { hardening } from './hardening';
import { checkResources, resourcesOf } from './resource-checks';
import { standIn } from './resource-stand-in';
import { reasonsOf } from './service-statements';
import { statementsFor } from './statement-groups';
import { nearestService } from '../authorization/nearest';
import { authorizationDate, servicePrefixes } from '../authorization/service-authorization';
import { failure } from '../model/failure';

/** What the statements are made of. */
export interface ResourceRule extends AccessOptions {
  readonly actions: string[];
  readonly resources: string[];
  readonly anyResource?: string;
}

interface Entry extends CheckedAction {
  readonly service: string;
  readonly resources: string[];
}

/** Checks actions of any service against the resources they are to have, and writes a statement for each set of resources. */
export class ResourceStatements {
  private readonly entries: Entry[];
  private readonly conditions: Conditions;

  constructor(private readonly rule: ResourceRule) {
    if (rule.actions.length === 0 || rule.resources.length === 0) {
      throw failure(`'${rule.actions.length === 0 ? 'actions' : 'resources'}' is empty, which would allow nothing. Name what the code uses`);
    }
    checkResources(rule);
    this.conditions = checkedConditions(rule.conditions);
    this.entries = byService(rule).flatMap(([service, names]) => this.entriesOf(service, names));
    this.checkUse();
  }

  public describe(grantee: IConstruct): AccessConfig {
    const reasons = this.reasons();
    const starred = this.entries.filter(({ resources }) => resources.includes('*')).map(({ service, name }) => `${service}:${name}`);
    return {
      statements: this.statements(hardening(this.rule, grantee, undefined, false)),
      reasons: reasons.length > 0 ? reasons : undefined,
      wildcardReason: starred.length > 0 ? this.rule.anyResource ?? wildcardReason(starred) : undefined,
      denied: this.statements(denialLimits(this.rule, grantee), iam.Effect.DENY),
      undeniable: undeniableOption(this.rule),
    };
  }

  private statements(limits: Conditions, effect?: iam.Effect): iam.PolicyStatement[] {
    const conditions = allOf(this.conditions, limits);
    return statementsFor(this.entries.map(({ service, name, resources }) => ({ action: `${service}:${name}`, resources, conditions })), effect);
  }

  private entriesOf(service: string, names: string[]): Entry[] {
    const context = { service, options: this.rule };
    return checkedActions(names, context).map((action) => {
      checkConditionKeys(Object.values(this.conditions).flatMap((keys) => Object.keys(keys)), 'conditions', action, context);
      return { ...action, service, resources: resourcesOf(service, action, this.rule) };
    });
  }

  /** A resource that no action takes is a mistake; so is a role, any role, to be assumed. */
  private checkUse(): void {
    const { actions, resources, acknowledgeEscalation } = this.rule;
    const unused = resources.find((resource) => !this.entries.some((entry) => entry.resources.includes(resource)));
    if (unused !== undefined) {
      throw failure(`'resources' holds '${standIn(unused)}', which none of ${actions.join(', ')} takes. Leave it out, or add what the code does with it`);
    }
    const roles = this.entries.find(({ service, name, resources: taken }) => ANY_ROLE.includes(`${service}:${name}`) && taken.includes('*'));
    if (roles && !acknowledgeEscalation) {
      const action = `${roles.service}:${roles.name}`;
      throw failure(`'resources' is '*' for ${action}, with which the code can become any role. Name the role, or set 'acknowledgeEscalation' to the reason`);
    }
  }

  private reasons(): AccessReason[] {
    const all = [...new Set(this.entries.map(({ service }) => service))];
    const starred = this.entries.filter(({ facts, resources }) => resources.includes('*') && (facts?.resourceTypes.length ?? 0) > 0);
    return [
      ...all.flatMap((service) => reasonsOf(service, this.entries.filter((entry) => entry.service === service), this.rule) ?? []),
      ...this.rule.anyResource && starred.length > 0
        ? [{ option: 'anyResource', reason: this.rule.anyResource, actions: starred.map(({ service, name }) => `${service}:${name}`) }] : [],
    ];
  }
}

function wildcardReason(actions: readonly string[]): string {
  return `${actions.join(', ')} cannot be limited to one resource: `
    + 'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html';
}

const ANY_ROLE = ['sts:AssumeRole', 'iam:PassRole'];

/** The names of the actions by the prefix of their service. */
function byService(rule: ResourceRule): [string, string[]][] {
  const services = new Map<string, string[]>();
  for (const action of rule.actions) {
    const [service, name, more] = action.split(':');
    if (hasWildcard(action)) {
      throw failure(`'actions' may not hold a wildcard, got '${action}': it grows with every action AWS adds. Name each action`);
    }
    if (!name || more !== undefined) {
      throw failure(`'actions' takes names with prefix, got '${action}'. Write it as 'dynamodb:PutItem'`);
    }
    checkService(service, action, rule);
    services.set(service, [...services.get(service) ?? [], name]);
  }
  return [...services];
}

function checkService(service: string, action: string, { unknownActions }: ResourceRule): void {
  if (servicePrefixes().includes(service) || (unknownActions && /^[a-z][a-z0-9-]*$/.test(service))) {
    return;
  }
  const close = nearestService(service);
  const hint = close ? `; did you mean '${close}'?` : '.';
  throw failure(`'actions': AWS has no service '${service}', got '${action}'${hint} If it is newer than ${authorizationDate}, say so in 'unknownActions'`);
}
