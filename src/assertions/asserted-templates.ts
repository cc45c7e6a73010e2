// Not exported: what the assertions know of an app.
import { CfnElement, Stack, Token } from 'aws-cdk-lib';
import { NEAREST_SHOWN, nearestIds } from './nearest-ids';
import { tokenText } from './token-text';
import { TemplateReading, readWithDefaults } from '../cloudformation/read-template';
import { ValueReader } from '../cloudformation/read-value';
import { TemplateSource } from '../cloudformation/template-source';
import { failure } from '../model/failure';
import { FunctionAccess, InvokeTarget, KnownRole } from '../model/function-access';
import { StatementSource } from '../model/statement';

/** A function, version or alias that is asked about. */
export interface AssertedTarget {
  readonly access: FunctionAccess;
  readonly target: InvokeTarget;
}

/** A value of a user as the templates spell it. */
export interface AssertedText {
  readonly text: string;
  /** Why it is not known in full. */
  readonly reasons: readonly string[];
}

/** Finished templates, and the constructs they came from. */
export class AssertedTemplates {
  public readonly functions: readonly FunctionAccess[];
  public readonly values: ValueReader;
  private readonly reading: TemplateReading;
  private known?: readonly KnownRole[];

  /**
   * @param sources all templates
   * @param sourceOf the template of a stack; undefined when it is not among them
   * @param home the stack that is asked about; undefined for a template without one
   */
  constructor(
    private readonly sources: readonly TemplateSource[],
    private readonly sourceOf: (stack: Stack) => TemplateSource | undefined,
    private readonly home?: Stack,
  ) {
    this.reading = readWithDefaults(sources);
    this.functions = this.reading.functions;
    this.values = new ValueReader(sources);
  }

  /** All roles of the templates, read once. */
  public get roles(): readonly KnownRole[] {
    return this.known ??= this.reading.roles();
  }

  /** Whether a stack is among the templates. */
  public has(stack: string): boolean {
    return this.sources.some((source) => this.values.nameOf(source) === stack);
  }

  /**
   * A text as the templates spell it.
   *
   * @param home the stack in which values that belong to no construct are read, such as `Aws.ACCOUNT_ID`
   */
  public text(value: string, prop: string, home: Stack | undefined = this.home): AssertedText {
    const reasons = new Set<string>();
    const foreign = new Set<Stack>(); // CDK would wrap an error in others of its own
    const read = (stack: Stack, resolved: unknown): unknown => {
      const source = this.sourceOf(stack);
      if (!source) {
        foreign.add(stack);
        return '';
      }
      const found = this.values.read(resolved, source);
      found.reasons.forEach((reason) => reasons.add(reason));
      return found.value;
    };
    const text = Token.isUnresolved(value) ? tokenText(value, home ?? new Stack(), read) : value;
    const [stranger] = foreign;
    if (stranger) { throw failure(`'${prop}' must belong to the stacks that are asserted, got a value of stack '${stranger.node.path}'`); }
    if (typeof text !== 'string' || text === '') { throw failure(`'${prop}' must be a text, got ${text === '' ? 'an empty one' : `a ${typeof text}`}`); }
    return { text, reasons: [...reasons] };
  }

  /** The function, version or alias with an ARN; one of the given stack, where several have it. */
  public byArn(arn: string, stack: Stack): AssertedTarget | undefined {
    const source = this.sourceOf(stack);
    const name = source && this.values.nameOf(source);
    const found = this.functions.flatMap((access) => access.targets.filter((target) => target.arn === arn).map((target) => ({ access, target })));
    return found.find(({ target }) => target.stack === name) ?? found[0];
  }

  /** The function, version or alias with a logical id: in the template of `home`, else in the one other template that has it. */
  public byLogicalId(logicalId: string): AssertedTarget {
    const all = this.functions.flatMap((access) => access.targets.map((target) => ({ access, target })));
    const name = this.values.nameOf((this.home && this.sourceOf(this.home)) ?? this.sources[0]);
    const named = all.filter(({ target }) => target.logicalId === logicalId);
    // What has a policy and is made by no template, such as an alias, goes by the logical id of its function, which stands first.
    const found = named.filter(({ access }, index) => named.findIndex((one) => one.access === access) === index);
    const here = found.filter(({ target }) => target.stack === name);
    const [only, ...others] = here.length > 0 ? here : found;
    if (only && others.length === 0) { return only; }
    if (only) { throw failure(`'logicalId' must name one function, got '${logicalId}', which is in ${found.map(({ target }) => target.stack).join(' and ')}`); }
    throw failure(`'logicalId' must name a function, a version or an alias, got ${this.shown(logicalId)}. ${hint(logicalId, all)}`);
  }

  /** Where a statement stands in the construct tree, also when the templates do not hold the paths. */
  public pathOf({ stack, logicalId, constructPath }: StatementSource): string | undefined {
    if (constructPath !== undefined) { return constructPath; }
    const elements = (this.home?.node.root.node.findAll() ?? []).filter((node): node is CfnElement => CfnElement.isCfnElement(node));
    const element = elements.find((candidate) => {
      const source = this.sourceOf(candidate.stack);
      return source && this.values.nameOf(source) === stack && candidate.stack.resolve(candidate.logicalId) === logicalId;
    });
    return element?.node.path;
  }

  private shown(logicalId: string): string {
    const resource = this.sources.map((source) => this.values.resource(logicalId, source)).find((found) => found !== undefined);
    return resource ? `'${logicalId}', which is an ${resource.type}` : `'${logicalId}', which is in none of the templates`;
  }
}

function hint(logicalId: string, all: readonly AssertedTarget[]): string {
  const ids = nearestIds(logicalId, all.map(({ target }) => target.logicalId));
  if (ids.length === 0) { return 'The templates hold no function'; }
  const more = all.length > NEAREST_SHOWN ? ` and ${all.length - NEAREST_SHOWN} more` : '';
  return `There are ${ids.map((id) => `'${id}'`).join(', ')}${more}`;
}
