// Not exported: how large a policy can become at deployment.
import { CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Tokenization } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { pseudoSize, referenceSize, UNKNOWN_SIZE } from './reference-size';
import { withoutMemory } from '../cloudformation/collect-references';

/**
 * The most characters that a policy with these statements can have, after those that can be merged are: what exists only
 * at deployment counts with its longest form.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function policySize(statements: iam.PolicyStatement[], place: IConstruct): number {
  const document = new iam.PolicyDocument({ minimize: true, statements: statements.map((statement) => statement.copy()) }); // what is resolved cannot change any more
  const resolver = new StandIns();
  const resolved: unknown = Tokenization.resolve(document, { scope: place, resolver, preparing: false });
  return resolved === undefined ? 0 : JSON.stringify(resolver.withoutIntrinsics(resolved)).length;
}

/** Puts a text of the right length in the place of each reference, another one for each. */
class StandIns extends DefaultTokenResolver {
  private readonly known = new Map<string, string>();

  public constructor() {
    super({ join: (left: unknown, right: unknown) => this.text(left) + this.text(right) });
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token) && CfnResource.isCfnResource(token.target)) {
      const nameOf = (name: unknown) => Tokenization.resolve(name, { scope: token.target, resolver: this, preparing: false }) as unknown;
      return this.standIn(`${token.target.node.path} ${token.displayName}`, referenceSize(token.target, token.displayName, nameOf));
    }
    return super.resolveToken(withoutMemory(token), context, postProcessor);
  }

  /** The same value with a text for each intrinsic function that no reference of CDK's stands for. */
  public withoutIntrinsics(value: unknown): unknown {
    if (Array.isArray(value)) { return value.map((item) => this.withoutIntrinsics(item)); }
    if (typeof value !== 'object' || value === null) { return value; }
    if (isIntrinsic(value)) { return this.text(value); }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.withoutIntrinsics(inner)]));
  }

  private text(value: unknown): string {
    if (typeof value !== 'object' || value === null) { return value === undefined ? '' : String(value); }
    const { 'Fn::Join': join, 'Ref': ref } = value as { 'Fn::Join'?: [string, unknown]; 'Ref'?: string };
    if (join && Array.isArray(join[1])) { return join[1].map((part) => this.text(part)).join(join[0]); }
    return this.standIn(JSON.stringify(value), ref === undefined ? UNKNOWN_SIZE : pseudoSize(ref));
  }

  private standIn(name: string, size: number): string {
    const text = this.known.get(name) ?? `${this.known.size}`.padEnd(size, 'x');
    this.known.set(name, text);
    return text;
  }
}

function isIntrinsic(value: object): boolean {
  const [key, ...others] = Object.keys(value);
  return others.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'));
}
