import { CfnResource, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, Dependable, IConstruct } from 'constructs';
import { collectReferences } from './collect-references';
import { GivenReason, acknowledgeFindings } from './given-reasons';
import { mergedStatements } from './merged-statements';
import { isPermission, isUrl } from './open-beside';
import { References } from './references';
import { writeNotes, WrittenNote } from './write-notes';
import { failure } from '../model/failure';

/** The `Condition` block of a statement. */
interface Conditions { readonly [operator: string]: { readonly [key: string]: string } }

const TYPE = 'AWS::Lambda::ResourcePolicy';

/** Regions in which CloudFormation has no `AWS::Lambda::ResourcePolicy`. */
const WITHOUT_TYPE = new Set(['cn-north-1', 'cn-northwest-1', 'us-gov-east-1', 'us-gov-west-1', 'me-central-1']);

/** The functions whose policies are documents, by place: a function is asked for permissions before its own constructor is done. */
const kept = new WeakMap<IConstruct, Set<string>>();

/** Makes the policies of a function and its aliases documents, from its constructor on. */
export function keepInDocument(scope: IConstruct, id: string): void {
  refuseRegionWithoutDocuments('resourcePolicyEngine', scope, id);
  kept.set(scope, (kept.get(scope) ?? new Set()).add(id));
}

/** Fails where CloudFormation cannot write documents. */
export function refuseRegionWithoutDocuments(prop: string, scope: IConstruct, id?: string): void {
  const { region } = Stack.of(scope);
  if (!WITHOUT_TYPE.has(region)) { return; }
  const instead = prop === 'resourcePolicyEngine' ? 'PERMISSIONS' : 'another value than DOCUMENT';
  throw failure(`'${prop}' must be ${instead} in ${region}, got DOCUMENT; CloudFormation has no ${TYPE} there`, {
    node: { path: id === undefined ? scope.node.path : `${scope.node.path}/${id}` },
  });
}

const documents = new WeakMap<IConstruct, ResourcePolicyDocument>();

/** The document that is the policy of a function or alias; undefined for one whose policy is made of permissions. */
export function documentOf(target: lambda.IFunction): ResourcePolicyDocument | undefined {
  const { node } = 'aliasName' in target ? (target as lambda.Alias).lambda : target;
  if (!node.scope || !kept.get(node.scope)?.has(node.id)) { return undefined; }
  const known = documents.get(target) ?? new ResourcePolicyDocument(target);
  documents.set(target, known);
  return known;
}

/**
 * The resource policy of one function or alias as one document, made with its first statement.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-resourcepolicy.html
 */
export class ResourcePolicyDocument {
  private readonly statements: iam.PolicyStatement[] = [];
  private readonly notes: WrittenNote[] = [];
  private made?: CfnResource;

  constructor(private readonly target: lambda.IFunction) {}

  /** Adds what a permission would say, and leaves a stand-in where the permission would be, for whoever waits for it. */
  public permit(id: string, permission: lambda.Permission): void {
    const scope = permission.scope ?? this.target as unknown as Construct;
    refuseOtherStack(scope, this.target, permission.sourceArn);
    this.allow(permission.principal, permission);
    Dependable.implement(new Construct(scope, id), { dependencyRoots: [this.resource] });
  }

  /** Allows a principal what a permission would, under more conditions. */
  public allow(principal: iam.IPrincipal, permission: lambda.Permission, conditions: Conditions = {}): void {
    const statement = new iam.PolicyStatement({
      principals: [principal],
      actions: [permission.action ?? 'lambda:InvokeFunction'],
      resources: [this.target.functionArn],
      conditions: conditionsOf(permission),
    });
    statement.addConditions(conditions);
    this.add(statement);
  }

  /** Adds a statement, which may say what no permission can. */
  public add(statement: iam.PolicyStatement): void {
    this.statements.push(statement);
    this.made ??= this.make();
  }

  /** How many statements it holds. */
  public get size(): number {
    return this.statements.length;
  }

  /** Lets it tell why it holds the statements that came after the first so many. */
  public justify(since: number, reason: GivenReason): void {
    const { option, text, construct } = reason;
    this.tell(since, { option, text, construct });
    acknowledgeFindings(this.resource, reason);
  }

  /** Lets it tell something about the statements that came after the first so many. */
  public tell(since: number, note: Omit<WrittenNote, 'statement'>): void {
    const about = this.statements.slice(since).map((statement) => statement.toStatementJson() as object);
    this.notes.push(...about.map((statement) => ({ ...note, statement })));
    writeNotes(this.resource, () => this.notes);
  }

  /** What is made with the first statement. */
  public get resource(): CfnResource {
    return this.made!;
  }

  private make(): CfnResource {
    const document = new CfnResource(this.target as unknown as Construct, 'ResourcePolicy', {
      type: TYPE,
      properties: {
        ResourceArn: this.target.functionArn,
        PolicyDocument: Lazy.any({ produce: () => ({ Version: '2012-10-17', Statement: this.merged() }) }),
      },
    });
    document.node.addValidation({ validate: () => [...this.permissionsBeside(document), ...this.cycle(document)] });
    return document;
  }

  private merged(): object[] {
    const stack = Stack.of(this.target);
    return mergedStatements(this.statements.map((statement) => stack.resolve(statement.toStatementJson())));
  }

  /** A document replaces all statements that other resources made, and they come back or not in no certain order. */
  private permissionsBeside(document: CfnResource): string[] {
    const isTarget = this.targetTest();
    const beside = Stack.of(document).node.findAll().filter(isPermission);
    return beside.filter(({ functionName }) => isTarget(functionName)).map((permission) =>
      `AWS::Lambda::Permission ${permission.node.path} is for the same target as ${document.node.path}, which would overwrite it; `
      + 'let it go through `addPermission` of the function, for a distribution use PushTrigger and CloudFrontPushSource, or set \'resourcePolicyEngine\' to PERMISSIONS');
  }

  /** Tells whether a permission names the target: by its ARN or its name, or by its URL, as CDK's origin access control does. */
  private targetTest(): (functionName: string) => boolean {
    const text = (value: unknown) => JSON.stringify(Stack.of(this.target).resolve(value));
    const { aliasName, version, functionArn, functionName: name } = this.target as lambda.IFunction & Partial<lambda.IAlias>;
    const names = [text(functionArn), text(name)];
    const ownerArn = text(version?.lambda.functionArn ?? functionArn);
    return (functionName) => {
      const url = collectReferences(functionName, this.target).targets.find(isUrl);
      return url ? url.qualifier === aliasName && text(url.targetFunctionArn) === ownerArn : names.includes(text(functionName));
    };
  }

  private cycle(document: CfnResource): string[] {
    return References.final(document).needs(this.merged(), document, document)
      ? ['a source in the policy document waits for the document, and the document names the source; '
        + "name the source by a literal ARN, or set 'resourcePolicyEngine' to PERMISSIONS, which has a resource for each source"]
      : [];
  }
}

/** A document stands in the function's stack alone, and what names the function from another stack would make the two need each other. */
function refuseOtherStack(scope: Construct, target: lambda.IFunction, sourceArn?: string): void {
  if (Stack.of(scope) === Stack.of(target) || !Token.isUnresolved(sourceArn)) { return; }
  throw failure("'resourcePolicyEngine' is DOCUMENT, so the source must be known in the function's stack, got one of another stack, and the two stacks would need each other; "
    + "import the source by a literal ARN, or set 'resourcePolicyEngine' to PERMISSIONS", scope);
}

/** What of a permission stands in conditions. */
export function conditionsOf(permission: lambda.Permission): Conditions {
  const lines: [string, string, string | undefined][] = [
    ['ArnLike', 'aws:SourceArn', permission.sourceArn],
    ['StringEquals', 'aws:SourceAccount', permission.sourceAccount],
    ['StringEquals', 'aws:PrincipalOrgID', permission.organizationId],
    ['StringEquals', 'lambda:EventSourceToken', permission.eventSourceToken],
    ['StringEquals', 'lambda:FunctionUrlAuthType', permission.functionUrlAuthType],
    ['Bool', 'lambda:InvokedViaFunctionUrl', permission.invokedViaFunctionUrl ? 'true' : undefined],
  ];
  const block: { [operator: string]: { [key: string]: string } } = {};
  for (const [operator, key, value] of lines) {
    if (value !== undefined) { block[operator] = { ...block[operator], [key]: value }; }
  }
  return block;
}
