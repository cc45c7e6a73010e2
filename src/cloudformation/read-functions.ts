// Not exported: part of the template reader.
import { Gaps } from './read-gaps';
import { append, order } from './read-index';
import { textOf } from './read-intrinsics';
import { LambdaName, lambdaName } from './read-lambda-arn';
import { isKnown, mayEqual } from './read-placeholder';
import { LIMITS } from './read-reading';
import { attributeOf, refOf } from './read-references';
import { Resource, StackTemplate } from './read-stack';
import { Destination, EventSourceMapping, FunctionUrl, InvokeTarget, Trigger } from '../model/function-access';
import { LocatedStatement } from '../model/statement';

const FUNCTION = 'AWS::Lambda::Function';

/** A target whose statements are being collected. */
export interface TargetDraft extends InvokeTarget {
  readonly statements: LocatedStatement[];
}

/** A function whose access is being collected. */
export class FunctionDraft {
  public readonly gaps = new Gaps();
  public readonly eventSources: EventSourceMapping[] = [];
  public readonly urls: FunctionUrl[] = [];
  public readonly triggers: Trigger[] = [];
  public readonly destinations: Destination[] = [];
  private readonly byQualifier = new Map<string, TargetDraft>();
  private readonly unqualified: TargetDraft;

  constructor(public readonly resource: Resource, public readonly name: LambdaName) {
    this.unqualified = { kind: 'FUNCTION', stack: resource.stack.name, logicalId: resource.logicalId, arn: name.arn, statements: [] };
  }

  /** The function first, then versions, then aliases. */
  public get targets(): readonly TargetDraft[] {
    const qualified = [...this.byQualifier.values()].sort((a, b) => order(sortKey(a), sortKey(b)));
    return [this.unqualified, ...qualified];
  }

  /** The target with a qualifier. One that no template declares is made by something else, and has what templates give it. */
  public target(qualifier: string | undefined): TargetDraft {
    if (qualifier === undefined) { return this.unqualified; }
    return this.byQualifier.get(qualifier) ?? this.declare(/^\d+$/.test(qualifier) ? 'VERSION' : 'ALIAS', qualifier, this.resource);
  }

  public declare(kind: 'VERSION' | 'ALIAS', qualifier: string, resource: Resource): TargetDraft {
    const target: TargetDraft = {
      kind,
      stack: resource.stack.name,
      logicalId: resource.logicalId,
      arn: `${this.name.arn}:${qualifier}`,
      qualifier,
      statements: [],
    };
    this.byQualifier.set(qualifier, target);
    return target;
  }
}

/** Which functions a text can mean. */
export interface Found {
  readonly functions: readonly FunctionDraft[];
  readonly qualifier?: string;
  /** True when the text is not known, so that it can mean a function of these templates all the same. */
  readonly open: boolean;
}

/** The functions of all templates, found by name or ARN. */
export class FunctionCatalog {
  public readonly functions: FunctionDraft[] = [];
  private readonly outside = new Map<string, FunctionDraft>();
  private readonly nameless: FunctionDraft[] = [];
  private readonly byArn = new Map<string, FunctionDraft[]>();
  private readonly byName = new Map<string, FunctionDraft[]>();

  public add(resource: Resource): void {
    const name = lambdaName(textOf(refOf(resource.logicalId, resource.stack).value) ?? '', resource.stack.environment);
    const draft = new FunctionDraft(resource, name);
    this.functions.push(draft);
    append(this.byArn, name.arn, draft);
    append(this.byName, name.name, draft);
    if (name.name.includes('::')) { this.nameless.push(draft); } // a parameter or an expression, which may become any name
  }

  /** Functions that a text may mean, since what they are called is not known before deployment. */
  public possible(text: string, stack: StackTemplate): readonly FunctionDraft[] {
    const name = lambdaName(text, stack.environment);
    return this.nameless.filter((draft) => draft.resource.stack === stack && sameEnvironment(draft.name, name));
  }

  /** Declares a version or an alias at the function it belongs to. */
  public qualify(resource: Resource): void {
    const kind = resource.type === 'AWS::Lambda::Alias' ? 'ALIAS' : 'VERSION';
    const { value } = attributeOf(resource.logicalId, kind === 'ALIAS' ? 'AliasArn' : 'FunctionArn', resource.stack);
    const { functions, qualifier } = this.find(textOf(value) ?? '', resource.stack);
    if (qualifier !== undefined) { functions.forEach((draft) => draft.declare(kind, qualifier, resource)); }
  }

  /** Functions that resources give something to, and no template makes. */
  public get outsiders(): readonly FunctionDraft[] {
    return [...this.outside.values()];
  }

  /**
   * The functions that a resource gives something to. One that no template makes is told as well, under its ARN: with a gap,
   * since what its owner gives it is not here. Where its name is not known, the functions of the stack have that gap already.
   */
  public given(text: string, resource: Resource): Found {
    const { stack } = resource;
    const found = this.find(text, stack);
    if (found.functions.length > 0 || text === '' || found.open && this.functions.some((draft) => draft.resource.stack === stack)) { return found; }
    const draft = this.outsider(text, resource, 'the function is in none of the templates, so its role, and what else its policy says, cannot be said');
    return { ...found, functions: [draft] };
  }

  /** A function that no template makes, by name or ARN; a resource of the templates tells that it is there. */
  public outsider(text: string, resource: Resource, reason: string): FunctionDraft {
    const { stack } = resource;
    const name = lambdaName(text, stack.environment);
    const draft = this.outside.get(name.arn) ?? new FunctionDraft({ stack, logicalId: name.arn, type: FUNCTION, properties: {} }, name);
    this.outside.set(name.arn, draft);
    draft.gaps.addMissing(resource, 'Properties', reason);
    return draft;
  }

  public find(text: string, stack: StackTemplate): Found {
    const name = lambdaName(text, stack.environment);
    const named = this.byName.get(name.name) ?? [];
    const exact = preferred(this.byArn.get(name.arn) ?? [], stack);
    const functions = exact.length > 0 ? exact : preferred(named.filter((draft) => sameEnvironment(draft.name, name)), stack);
    return {
      functions: functions.slice(0, LIMITS.namesakes),
      ...name.qualifier !== undefined && { qualifier: name.qualifier },
      open: functions.length > LIMITS.namesakes || functions.length === 0 && !isKnown(name.name),
    };
  }
}

/** Two stacks may give their functions the same name; the one that names it means its own. */
function preferred(drafts: readonly FunctionDraft[], stack: StackTemplate): readonly FunctionDraft[] {
  const own = drafts.filter((draft) => draft.resource.stack === stack);
  return own.length > 0 ? own : drafts;
}

function sameEnvironment(a: LambdaName, b: LambdaName): boolean {
  return mayEqual(a.partition, b.partition) && mayEqual(a.region, b.region) && mayEqual(a.account, b.account);
}

function sortKey({ kind, stack, logicalId }: InvokeTarget): string {
  return `${kind === 'VERSION' ? 0 : 1} ${stack} ${logicalId}`;
}
