import { CfnElement, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { withoutMemory } from './collect-references';
import { opaque, placeholder } from './read-placeholder';
import { templateName } from './unfinished-templates';
import { pieces } from '../model/placeholder';

/** Values with a placeholder in the place of each token, and the way back. Equal tokens have equal placeholders, others do not. */
export class PlaceholderText {
  private readonly tokens = new Map<string, unknown>();

  /** The value with placeholders. */
  public of(value: unknown, scope: IConstruct): unknown {
    const resolver = new Placeholders((name, token) => {
      this.tokens.set(name, token);
      return name;
    });
    return resolver.withoutIntrinsics(Tokenization.resolve(value, { scope, resolver, preparing: false }), Stack.of(scope));
  }

  /** The text with tokens in the place of the placeholders that were put into it. */
  public back(text: string): string {
    return pieces(text).map(({ written }) => this.tokens.has(written) ? Token.asString(this.tokens.get(written)) : written).join('');
  }
}

class Placeholders extends DefaultTokenResolver {
  public constructor(private readonly put: (name: string, token: unknown) => string) {
    super({ join: (left: unknown, right: unknown) => textOf(left) + textOf(right) });
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token) && CfnElement.isCfnElement(token.target)) {
      const { target, displayName } = token;
      const logicalId = target.stack.resolve(target.logicalId) as string;
      return this.put(placeholder(templateName(target.stack), logicalId, displayName === 'Ref' ? undefined : displayName), token);
    }
    const resolved: unknown = super.resolveToken(withoutMemory(token), context, postProcessor);
    return typeof resolved === 'string' ? resolved : this.withoutIntrinsics(resolved, Stack.of(context.scope));
  }

  /** A placeholder for each intrinsic function. */
  public withoutIntrinsics(value: unknown, stack: Stack): unknown {
    if (Array.isArray(value)) { return value.map((item) => this.withoutIntrinsics(item, stack)); }
    if (typeof value !== 'object' || value === null) { return value; }
    const [[key, argument] = [''], ...others] = Object.entries(value) as [string, unknown][];
    if (others.length === 0 && key === 'Ref' && String(argument).startsWith('AWS::')) { return this.put(`\${${String(argument)}}`, value); }
    if (others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) { return this.put(opaque(templateName(stack), key.replace('::', '--'), value), value); }
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.withoutIntrinsics(item, stack)]));
  }
}

function textOf(value: unknown): string {
  return value === undefined ? '' : String(value);
}
