import { CfnResource } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { PlaceholderText } from './placeholder-text';
import { replaceResources } from './replace-resources';
import { ruleArnPattern } from './rule-arn-pattern';
import { NOTE_KEY } from './statement-notes';
import { TargetPolicy } from './target-policies';
import { SourceStatement, Step } from '../model/merge-node';
import { collapsed } from '../model/policy-ladder';
import { POLICY_SIZE_LIMIT, policySize, statementSize, textSize } from '../model/policy-size';
import { LocatedStatement } from '../model/statement';

/** What a permission allows beside what was asked for. */
const WIDER: { readonly [step in Step]: string } = {
  COVERED: 'nothing more, for one of them said what the others do',
  TEST_STAGE: 'tests of the console',
  METHODS: 'any method of the path',
  PREFIX: 'whatever begins alike',
  STAGE: 'anything of the stage',
  API: 'anything of the API',
};

/**
 * Merges permissions of a function, version or alias until its policy fits, if that is possible.
 *
 * A permission that stands for others keeps its place in the template. Whoever waited for one of the others waits for it.
 */
export function collapsePermissions({ target, resourceOf }: TargetPolicy): void {
  const texts = new PlaceholderText();
  const permissions = new Map<string, lambda.CfnPermission>();
  const sources = target.statements.flatMap((statement): SourceStatement[] => {
    const resource = resourceOf(statement);
    const source = sourceOf(statement, resource, texts);
    if (source) { permissions.set(source.id, resource as lambda.CfnPermission); }
    return source ? [source] : [];
  });
  const rest = policySize(target.statements) - sources.reduce((sum, { size }) => sum + size, 0);
  const { merged, leftOut } = collapsed(sources, rest, POLICY_SIZE_LIMIT);
  const replaced = new Map<CfnResource, CfnResource>();
  for (const { id, instead } of leftOut) {
    replaced.set(permissions.get(id)!, permissions.get(instead)!);
    note(permissions.get(instead)!, 'the test button of the console calls the function no more, because the policy would be larger than Lambda takes');
  }
  for (const one of merged) {
    const permission = permissions.get(one.id)!;
    one.of.filter((id) => id !== one.id).forEach((id) => replaced.set(permissions.get(id)!, permission));
    // A permission that covers the others keeps its own source, which can be more exact than what is known of it before deployment.
    if (sources.find(({ id }) => id === one.id)!.sourceArn !== one.sourceArn) { permission.sourceArn = texts.back(one.sourceArn); }
    note(permission, `stands for ${one.of.length} permissions, because the policy would be larger than Lambda takes, and allows ${WIDER[one.step]}`);
  }
  replaceResources(replaced);
}

function note(permission: CfnResource, text: string): void {
  const known = permission.getMetadata(NOTE_KEY) as string | undefined;
  if (!known?.includes(text)) { permission.addMetadata(NOTE_KEY, known === undefined ? text : `${known}; ${text}`); }
}

/** A permission as the ladder sees it; undefined for one that cannot stand for others, or for which no other can stand. */
function sourceOf(statement: LocatedStatement, resource: CfnResource, texts: PlaceholderText): SourceStatement | undefined {
  const { sourceArn } = resource as Partial<lambda.CfnPermission>;
  const known = statement.conditions.find(({ key }) => key.toLowerCase() === 'aws:sourcearn')?.values[0];
  if (sourceArn === undefined || known === undefined || waits(resource)) { return undefined; }
  const { Properties: { SourceArn: written, ...properties }, ...others } = rendered(resource, texts);
  if (written !== texts.of(sourceArn, resource)) { return undefined; } // overridden
  const rule = ruleArnPattern(sourceArn, texts);
  return {
    id: idOf(statement),
    alike: JSON.stringify([resource.stack.node.path, properties, { ...others, Metadata: undefined }]),
    sourceArn: String(rule === undefined ? written : texts.of(rule, resource)),
    size: statementSize(statement) + 1, // the comma before the next one
    arnSize: rule === undefined ? textSize(String(written)) : textSize(known, statement.source),
  };
}

/** Whoever waits for it would have to wait for whatever it waits for too. */
function waits(resource: CfnResource): boolean {
  return resource.obtainDependencies().length > 0 || resource.node.scopes.some(({ node }) => node.dependencies.length > 0);
}

function rendered(resource: CfnResource, texts: PlaceholderText): { readonly Properties: { readonly [name: string]: unknown } } {
  const { Resources } = (resource as unknown as { _toCloudFormation(): { Resources: object } })._toCloudFormation();
  const [one] = Object.values(texts.of(Resources, resource) as object) as { Properties: { [name: string]: unknown } }[];
  return one;
}

function idOf({ source: { stack, logicalId } }: LocatedStatement): string {
  return `${stack}/${logicalId}`;
}
