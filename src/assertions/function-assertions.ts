import { AssertedTarget, AssertedTemplates } from './asserted-templates';
import { expectBaseline } from './baseline';
import { readBaseline } from './baseline-file';
import { expectOutcome, placeText } from './explain';
import { InvokeCaller } from './invoke-caller';
import { nearestIds } from './nearest-ids';
import { readAction } from './question-text';
import { Questions, Spelling } from './questions';
import { AssumeRoleOptions, RequestOptions, WildcardOptions } from './request-options';
import { gapsOf, isAboutBoundary } from './verdict';
import { wildcardsIn } from './wildcards';
import { failure } from '../model/failure';

/** More findings than these do not help. */
const SHOWN = 5;

/**
 * Assertions about one function, version or alias: who may invoke it, and what it may do.
 *
 * Each assertion throws when it does not hold, and says which statement decided, or how near the nearest one came. What
 * cannot be decided from the templates fails too, whichever way it is asked. Policies that are not in the templates take no
 * part: those of other resources, of the organization, and of VPC endpoints.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * @example
 * declare const stack: Stack;
 * declare const resize: SecureFunction;
 * declare const images: s3.Bucket;
 * declare const metadata: dynamodb.TableV2;
 *
 * const access = PermissionAssertions.fromStack(stack).forFunction(resize);
 * access.allowsInvoke({ service: 's3.amazonaws.com', sourceArn: images.bucketArn, sourceAccount: '111122223333' });
 * access.deniesInvoke({ service: 's3.amazonaws.com', sourceArn: images.bucketArn, sourceAccount: '999999999999' });
 * access.allows('s3:GetObject', images.arnForObjects('in/a.jpg'));
 * access.denies('dynamodb:DeleteItem', metadata.tableArn);
 */
export class FunctionAssertions {
  /** @internal */
  public static _of(templates: AssertedTemplates, asked: AssertedTarget, spell: Spelling): FunctionAssertions {
    return new FunctionAssertions(templates, asked, spell);
  }

  private readonly questions: Questions;

  private constructor(private readonly templates: AssertedTemplates, private readonly asked: AssertedTarget, spell: Spelling) {
    this.questions = new Questions(templates, asked, spell);
  }

  /**
   * Somebody may invoke it.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
   * @param caller who calls, and what AWS says of the call
   */
  public allowsInvoke(caller: InvokeCaller): FunctionAssertions {
    expectOutcome('ALLOWED', this.questions.invoke(caller), (source) => this.templates.pathOf(source));
    return this;
  }

  /**
   * Somebody may not invoke it.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
   * @param caller who calls, and what AWS says of the call
   */
  public deniesInvoke(caller: InvokeCaller): FunctionAssertions {
    expectOutcome('DENIED', this.questions.invoke(caller), (source) => this.templates.pathOf(source));
    return this;
  }

  /**
   * The policies of its execution role allow its code to do something.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
   * @param action one action, such as `s3:GetObject`
   * @param resource the ARN of one resource; `*` asks whether every resource is allowed
   * @param options what AWS says of the call
   */
  public allows(action: string, resource: string, options: RequestOptions = {}): FunctionAssertions {
    expectOutcome('ALLOWED', this.questions.call(action, resource, options), (source) => this.templates.pathOf(source));
    return this;
  }

  /**
   * The policies of its execution role do not allow its code to do something.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
   * @param action one action, such as `s3:GetObject`
   * @param resource the ARN of one resource; `*` asks whether no resource is allowed
   * @param options what AWS says of the call
   */
  public denies(action: string, resource: string, options: RequestOptions = {}): FunctionAssertions {
    expectOutcome('DENIED', this.questions.call(action, resource, options), (source) => this.templates.pathOf(source));
    return this;
  }

  /**
   * A service may assume its execution role.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
   * @param service the service, such as `lambda.amazonaws.com`
   * @param options what AWS says of the call
   */
  public canBeAssumedBy(service: string, options: AssumeRoleOptions = {}): FunctionAssertions {
    expectOutcome('ALLOWED', this.questions.assume(service, options), (source) => this.templates.pathOf(source));
    return this;
  }

  /**
   * A service may not assume its execution role.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
   * @param service the service, such as `ec2.amazonaws.com`
   * @param options what AWS says of the call
   */
  public cannotBeAssumedBy(service: string, options: AssumeRoleOptions = {}): FunctionAssertions {
    expectOutcome('DENIED', this.questions.assume(service, options), (source) => this.templates.pathOf(source));
    return this;
  }

  /**
   * Nothing that is allowed leaves open which action, resource, principal or source is meant, of the function and of its
   * versions, aliases and role.
   *
   * A pattern inside of a resource that is named is none: `arn:aws:s3:::images/in/*`, the streams of a log group, the
   * indexes of a table. One for names that begin alike is, also where they hold slashes: `secret:prod/*`. So is a service that may
   * invoke for anybody: no condition says for which source, account or organization.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
   * @param options what is accepted
   */
  public hasNoWildcards(options: WildcardOptions = {}): FunctionAssertions {
    const { access } = this.asked;
    const except = new Set((options.exceptActions ?? []).map((action) => readAction(action, 'exceptActions').toLowerCase()));
    const found = wildcardsIn(access, except).map(({ text, statement }) => `${text} (${this.place(statement.source)})`);
    if (found.length > 0) {
      const more = found.length > SHOWN ? [`${found.length - SHOWN} more`] : [];
      throw failure(`the permissions of ${this.questions.name} must hold no wildcard, but hold ${[...found.slice(0, SHOWN), ...more].join(', ')}`);
    }
    const [gap] = [...gapsOf(access, 'INVOKE'), ...gapsOf(access, 'ROLE').filter((one) => !isAboutBoundary(one))];
    if (gap) {
      throw failure(`whether the permissions of ${this.questions.name} hold a wildcard cannot be decided: ${gap.reason} (${this.place(gap.source)})`);
    }
    return this;
  }

  /**
   * Both sides of its permissions are exactly those that a permission report wrote down: nothing was added, removed or widened.
   *
   * The names of policies and the order of statements do not count.
   *
   * @param file the `permissions.json` of a `PermissionReport`
   */
  public matchesBaseline(file: string): FunctionAssertions {
    const { access } = this.asked;
    const known = readBaseline(file);
    const before = known.find(({ stack, logicalId }) => stack === access.stack && logicalId === access.logicalId);
    if (!before) {
      const ids = nearestIds(`${access.stack}/${access.logicalId}`, known.map(({ stack, logicalId }) => `${stack}/${logicalId}`));
      throw failure(`'file' must hold ${access.stack}/${access.logicalId}, got '${file}' with ${ids.join(', ') || 'no function'}`);
    }
    expectBaseline(`the access of ${this.questions.name}`, [{ now: access, before }], file);
    return this;
  }

  private place(source: Parameters<typeof placeText>[0]): string {
    return placeText(source, (of) => this.templates.pathOf(of));
  }
}
