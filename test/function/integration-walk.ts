import { Stack } from 'aws-cdk-lib';
import { INTEGRATIONS, Target } from './integrations';
import { SecureFunction } from '../../src/function/secure-function';
import { Statement } from '../../src/model/statement';
import { CODE, HOME, Synthesized, newApp } from '../push/app';
import { withoutHashes } from '../push/contract';

/** What one integration of CDK's brought a function. */
export interface Walked {
  /** Who may call it, for what, as `service sourceArn sourceAccount`. */
  readonly allowed: readonly string[];
  /** What its role is allowed beside its logs. */
  readonly role: readonly string[];
  /** What other roles may do with functions. */
  readonly callers: readonly string[];
  /** What was said of its permissions. */
  readonly warnings: readonly string[];
}

/** Every integration of CDK's with a function of its own, in one app. */
export function walk(flags: object, targetOf: (handler: SecureFunction) => Target): Map<string, Walked> {
  const app = newApp(flags as { [flag: string]: unknown });
  const targets = Object.entries(INTEGRATIONS).map(([name, add], index) => {
    const stack = new Stack(app, `Stack${index}`, { env: HOME });
    const target = targetOf(new SecureFunction(stack, 'Fn', CODE));
    add(stack, target);
    return { name, stack, target };
  });
  const done = new Synthesized(app);
  const access = done.access();
  return new Map(targets.map(({ name, stack, target }) => {
    const { targets: policies, role, gaps } = access.find((one) => one.stack === stack.artifactId && /^Fn[0-9A-F]{8}$/.test(one.logicalId))!;
    expect(gaps).toEqual([]);
    // Nobody but the target itself is let in.
    const [policy, ...others] = policies.filter(({ statements }) => statements.length > 0);
    expect(others).toEqual([]);
    if (policy) { expect(policy.kind).toBe(target instanceof SecureFunction ? 'FUNCTION' : 'ALIAS'); }
    const own = role!.policies.flatMap(({ statements }) => statements!).filter(({ actions }) => !actions!.every((action) => action.startsWith('logs:')));
    return [name, {
      allowed: written((policy?.statements ?? []).map(callOf)),
      role: written(own.flatMap(linesOf)),
      callers: written(callersIn(done, stack, target)),
      warnings: target.node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => String(data)),
    }];
  }));
}

function callOf({ actions, principals, conditions }: Statement): string {
  const [action] = actions!;
  const prefix = action === 'lambda:InvokeFunction' ? [] : [action];
  const values = conditions.map(({ key, values: given }) => key.startsWith('aws:Source') ? String(given) : `${key}=${String(given)}`);
  return [...prefix, ...principals!.map(({ id }) => id), ...values].join(' ');
}

function linesOf({ actions, resources, conditions }: Statement): string[] {
  expect(conditions).toEqual([]);
  return actions!.map((action) => `${action} on ${String(resources)}`);
}

/** What the roles of the stack may do with functions, the target by its name here. */
function callersIn(done: Synthesized, stack: Stack, target: Target): string[] {
  const resources = [...done.resources('AWS::IAM::Policy', stack), ...done.resources('AWS::IAM::Role', stack)];
  const documents = resources.flatMap(({ Properties }) => [Properties, ...(Properties.Policies ?? []) as object[]])
    .map((policy) => (policy as { PolicyDocument?: { Statement: RawStatement[] } }).PolicyDocument);
  const arn = JSON.stringify(stack.resolve(target.functionArn));
  return documents.flatMap((document) => document?.Statement ?? []).flatMap(({ Action, Resource }) => [Action].flat()
    .filter((action) => action.startsWith('lambda:'))
    .map((action) => `${action} on ${JSON.stringify(Resource) === arn ? 'the target' : JSON.stringify(Resource)}`));
}

interface RawStatement { readonly Action: string | string[]; readonly Resource: unknown }

/** The lines without hashes and numbers of stacks, sorted. */
function written(lines: string[]): string[] {
  return (withoutHashes(lines) as string[])
    .map((line) => line.replace(/(?<=\$\{Stack)\d+/g, '').replace(/(?<=\$\{Stack::\w+)[0-9A-F]{8}(?=\.)/g, ''))
    .sort();
}
