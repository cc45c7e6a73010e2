// Not exported: part of the assertions.
import { DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, StringConcat, Tokenization } from 'aws-cdk-lib';

/** Turns what a token gives in a template of a stack into text. */
export type ReadIn = (stack: Stack, value: unknown) => unknown;

/**
 * A text of a user, in which each token is what it stands for in the finished templates.
 *
 * A reference is read in the stack that it points into: in another stack the same logical id can mean another resource,
 * and only what a stack really uses is imported there.
 */
export function tokenText(value: string, home: Stack, readIn: ReadIn): unknown {
  return Tokenization.resolve(value, { scope: home, resolver: new TextResolver(home, readIn), preparing: false });
}

class TextResolver extends DefaultTokenResolver {
  constructor(private readonly home: Stack, private readonly readIn: ReadIn) { super(new StringConcat()); }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    const owner = Reference.isReference(token) ? Stack.of(token.target) : this.home;
    if (owner !== this.home) {
      return Tokenization.resolve(token, { scope: owner, resolver: new TextResolver(owner, this.readIn), preparing: false });
    }
    return this.readIn(this.home, super.resolveToken(token, context, postProcessor));
  }
}
