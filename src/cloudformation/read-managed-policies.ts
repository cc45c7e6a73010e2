// Not exported: part of the template reader.
import { append } from './read-index';
import { textOf } from './read-intrinsics';
import { mayEqual, splitAround } from './read-placeholder';
import { refOf } from './read-references';
import { Resource, StackTemplate } from './read-stack';

interface PolicyName {
  readonly partition: string;
  readonly account: string;
  /** With its path. */
  readonly name: string;
}

interface NamedPolicy extends PolicyName {
  readonly resource: Resource;
}

/** The managed policies of all templates, found by ARN. */
export class ManagedPolicyCatalog {
  private readonly byArn = new Map<string, Resource[]>();
  private readonly byName = new Map<string, NamedPolicy[]>();

  public add(resource: Resource): void {
    const arn = managedPolicyArn(resource);
    const parts = partsOf(arn);
    append(this.byArn, arn, resource);
    append(this.byName, parts.name, { ...parts, resource });
  }

  /**
   * The policies that an ARN can mean, seen from a role. An ARN with a partition or account that is not known can mean the
   * policy of this name; several policies have one name where conditions decide which of them is made.
   */
  public find(arn: string, role: Resource): readonly Resource[] {
    const found = preferred(this.byArn.get(arn) ?? this.alike(arn), role.stack);
    const sure = found.filter((policy) => isThereWith(role, policy));
    return sure.length > 0 ? sure : found;
  }

  private alike(arn: string): readonly Resource[] {
    if (isOfAws(arn)) { return []; } // it has no account, and is none of those whose account is not known
    const { partition, account, name } = partsOf(arn);
    return (this.byName.get(name) ?? [])
      .filter((other) => mayEqual(other.partition, partition) && mayEqual(other.account, account))
      .map(({ resource }) => resource);
  }
}

/** The ARN of an `AWS::IAM::ManagedPolicy`. */
export function managedPolicyArn(resource: Resource): string {
  return textOf(refOf(resource.logicalId, resource.stack).value) ?? '';
}

/** Whether a managed policy is one that AWS maintains. */
export function isOfAws(arn: string): boolean {
  return partsOf(arn).account === 'aws';
}

function partsOf(arn: string): PolicyName {
  const [, partition = '', , , account = '', name = ''] = splitAround(arn, ':');
  return { partition, account, name };
}

/** Two stacks may give their policies the same name; a role means that of its own. */
function preferred(policies: readonly Resource[], stack: StackTemplate): readonly Resource[] {
  const here = policies.filter((policy) => policy.stack === stack);
  return here.length > 0 ? here : policies;
}

/** Whether the template makes the policy whenever it makes the role: then it makes no other one of the same name. */
function isThereWith(role: Resource, policy: Resource): boolean {
  return policy.condition === undefined || (policy.stack === role.stack && policy.condition === role.condition);
}
