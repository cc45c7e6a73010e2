import { DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, StringConcat, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** What a value refers to. */
export interface CollectedReferences {
  /** What tokens stand for. */
  readonly targets: IConstruct[];
  /** What is named by its logical id, in `Fn.ref`, `Fn.getAtt`, `Fn.sub` or an override. Parameters may be among them. */
  readonly logicalIds: string[];
}

/** Finds the references in a value, and leaves everything as it is: lazy values are asked, and remember nothing. */
export function collectReferences(value: unknown, scope: IConstruct): CollectedReferences {
  const collector = new ReferenceCollector();
  const resolved: unknown = Tokenization.resolve(value, { scope, resolver: collector, preparing: false });
  return { targets: [...collector.targets], logicalIds: [...new Set(namesIn(resolved))] };
}

/** Takes note of each reference, and puts nothing in its place that could be taken for the name of a resource. */
class ReferenceCollector extends DefaultTokenResolver {
  public readonly targets = new Set<IConstruct>();

  public constructor() { super(new StringConcat()); }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) {
      this.targets.add(token.target);
      return { Ref: '' };
    }
    return super.resolveToken(withoutMemory(token), context, postProcessor);
  }
}

/**
 * A lazy value keeps what it once gave, so that asking early would hide what an Aspect changes later. The copy keeps it
 * in its own place, and the original stays fresh.
 */
export function withoutMemory(token: IResolvable): IResolvable {
  const { inner } = token as unknown as { inner?: object };
  if (inner && isLazy(inner)) { return Object.create(token, { inner: { value: Object.create(inner) as object } }) as IResolvable; }
  return isLazy(token) ? Object.create(token) as IResolvable : token;
}

function isLazy(token: object): boolean {
  return 'producer' in token && 'cache' in token;
}

/** The names in `Ref`, `Fn::GetAtt` and the text of `Fn::Sub`, but for pseudo parameters. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) { return value.flatMap(namesIn); }
  if (typeof value !== 'object' || value === null) { return []; }
  return Object.entries(value).flatMap(([key, argument]) => [...namesInFunction(key, argument), ...namesIn(argument)]);
}

function namesInFunction(key: string, argument: unknown): string[] {
  const [first, second]: unknown[] = Array.isArray(argument) ? argument : [argument];
  if (typeof first !== 'string') { return []; }
  switch (key) {
    case 'DependsOn': return [argument].flat().map(String);
    case 'Ref': case 'Fn::GetAtt': return [first.split('.')[0]].filter(isLogicalId);
    case 'Fn::Sub': return namesInText(first).filter((name) => isLogicalId(name) && !Object.hasOwn(Object(second) as object, name));
    default: return [];
  }
}

function namesInText(text: string): string[] {
  return [...text.matchAll(/\$\{([^}!.]+)/g)].map(([, name]) => name.trim());
}

function isLogicalId(name: string): boolean {
  return name !== '' && !name.startsWith('AWS::');
}
