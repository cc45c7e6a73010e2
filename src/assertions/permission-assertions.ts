import { join, resolve } from 'path';
import { Environment, Stack, Stage, Token } from 'aws-cdk-lib';
import * as assertions from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AssertedTarget, AssertedTemplates } from './asserted-templates';
import { expectBaseline } from './baseline';
import { readBaseline } from './baseline-file';
import { FunctionAssertions } from './function-assertions';
import { NEAREST_SHOWN } from './nearest-ids';
import { loadTemplates } from '../cloudformation/read-files';
import { TemplateSource } from '../cloudformation/template-source';
import { failure } from '../model/failure';

interface NamedFunction {
  readonly stack: string;
  readonly logicalId: string;
}

/**
 * Assertions about the permissions of Lambda functions, for unit tests.
 *
 * They read finished templates, so they see every policy of every function, whatever construct made it. Changes that are
 * made to the app afterwards are not seen, and CDK does not allow them: make the assertions last.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/testing.html
 *
 * @example
 * declare const stack: Stack;
 * declare const resize: SecureFunction;
 *
 * const access = PermissionAssertions.fromStack(stack);
 * access.forFunction(resize).canBeAssumedBy('lambda.amazonaws.com');
 * access.forFunction(resize).hasNoWildcards();
 */
export class PermissionAssertions {
  /**
   * Reads the stack with all others of its app or stage, so that what passes between them is known. Synthesizes the app
   * unless that was done.
   *
   * @param stack the stack, also a nested one
   */
  public static fromStack(stack: Stack): PermissionAssertions {
    const stage = Stage.of(stack);
    if (!stage) { throw failure("'stack' must be in an App or a Stage, got a stack without one", stack); }
    const assembly = stage.synth();
    const sources = loadTemplates(assembly.stacks.map(({ templateFullPath }) => templateFullPath));
    const byPath = new Map(sources.map((source) => [source.path, source]));
    const sourceOf = (of: Stack): TemplateSource | undefined => {
      return Stage.of(of) === stage ? byPath.get(resolve(join(assembly.directory, of.templateFile))) : undefined;
    };
    return new PermissionAssertions(new AssertedTemplates(sources, sourceOf, stack));
  }

  /**
   * Reads one template, also one that CDK did not make: `Template.fromString(…)`. Constructs that are named later are taken
   * for those of its stack; what is in another stack is not known.
   *
   * @param template the template
   * @param env where it is deployed; what is left out is not known
   */
  public static fromTemplate(template: assertions.Template, env: Environment = {}): PermissionAssertions {
    const known = (value: string | undefined) => value === undefined || Token.isUnresolved(value) ? undefined : value;
    const source = { stack: 'Template', template: template.toJSON(), account: known(env.account), region: known(env.region) };
    return new PermissionAssertions(new AssertedTemplates([source], () => source));
  }

  private constructor(private readonly templates: AssertedTemplates) {}

  /**
   * Assertions about a function, a version or an alias: whatever is given is what is invoked.
   *
   * @param fn the function, also an imported one that one of the templates makes
   */
  public forFunction(fn: lambda.IFunction): FunctionAssertions {
    const stack = Stack.of(fn);
    const { text } = this.templates.text(fn.functionArn, 'fn', stack);
    const asked = this.templates.byArn(text, stack);
    if (!asked) {
      const ids = this.templates.functions.map(({ stack: name, logicalId }) => `${name}/${logicalId}`).slice(0, NEAREST_SHOWN);
      throw failure(`'fn' must be in the templates, got ${text}. There are ${ids.join(', ') || 'no functions'}`, fn);
    }
    return this.of(asked, stack);
  }

  /**
   * Assertions about the function, version or alias with a logical id.
   *
   * @param logicalId the logical id in the template; in that of the stack, if several templates have it
   */
  public forLogicalId(logicalId: string): FunctionAssertions {
    return this.of(this.templates.byLogicalId(logicalId));
  }

  /**
   * All functions of the templates have exactly the access that a permission report wrote down: none was added or removed,
   * and no access was added, removed or widened. Stacks that are not read are left out.
   *
   * @param file the `permissions.json` of a `PermissionReport`
   */
  public matchesBaseline(file: string): void {
    const { functions } = this.templates;
    const before = readBaseline(file).filter(({ stack }) => this.templates.has(stack));
    const is = (a: NamedFunction) => (b: NamedFunction) => a.stack === b.stack && a.logicalId === b.logicalId;
    expectBaseline('the access of the functions', [
      ...functions.map((now) => ({ now, before: before.find(is(now)) })),
      ...before.filter((one) => !functions.some(is(one))).map((gone) => ({ before: gone })),
    ], file);
  }

  private of(asked: AssertedTarget, home?: Stack): FunctionAssertions {
    return FunctionAssertions._of(this.templates, asked, (value, prop) => this.templates.text(value, prop, home));
  }
}
