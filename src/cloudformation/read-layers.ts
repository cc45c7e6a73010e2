// Not exported: checks, report and assertions read templates through it; it is not API.
import { alternatives } from './read-alternatives';
import { Gaps } from './read-gaps';
import { append, order } from './read-index';
import { textOf } from './read-intrinsics';
import { isPlaceholder } from './read-placeholder';
import { refOf } from './read-references';
import { Templates } from './read-set';
import { Resource, own, sourceOf } from './read-stack';
import { locatedStatements } from './read-statements';
import { isAbsent, whetherPresent } from './read-unplaced';
import { TemplateSource } from './template-source';
import { Gap } from '../model/function-access';
import { LayerAccess } from '../model/layer-access';
import { JsonObject, isObject } from '../model/policy-json';
import { LocatedStatement } from '../model/statement';

/** Layer versions that templates make or share, and what could not be read about them. */
export interface LayerReading {
  readonly layers: readonly LayerAccess[];
  readonly gaps: readonly Gap[];
}

/**
 * Who may use the layer versions of a set of finished templates, in the order of their ARNs. A version that a template
 * shares and does not make stands where it is shared.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-layer-cross-account.html
 */
export function readLayers(sources: readonly TemplateSource[]): LayerReading {
  const gaps = new Gaps();
  const versions = new Map<string, Resource>();
  const statements = new Map<string, LocatedStatement[]>();
  for (const resource of new Templates(sources).stacks.flatMap((stack) => [...stack.resources.values()])) {
    if (isAbsent(resource)) { continue; }
    if (resource.type === 'AWS::Lambda::LayerVersion') {
      versions.set(textOf(refOf(resource.logicalId, resource.stack).value) ?? '', resource);
    }
    if (resource.type === 'AWS::Lambda::LayerVersionPermission') {
      for (const { arn, statement } of sharesOf(resource, gaps)) { append(statements, arn, statement); }
    }
  }
  const arns = [...new Set([...versions.keys(), ...statements.keys()])].sort(order);
  return { layers: arns.map((arn) => layerOf(arn, versions.get(arn), statements.get(arn) ?? [])), gaps: gaps.list };
}

function layerOf(arn: string, version: Resource | undefined, statements: readonly LocatedStatement[]): LayerAccess {
  return { source: version ? sourceOf(version, 'Properties') : statements[0].source, arn, statements };
}

function sharesOf(resource: Resource, gaps: Gaps): { readonly arn: string; readonly statement: LocatedStatement }[] {
  whetherPresent(resource, gaps);
  return alternatives({ value: resource.properties, property: 'Properties' }, resource, gaps).flatMap((properties) => {
    const arn = isObject(properties) ? textOf(own(properties, 'LayerVersionArn')) : undefined;
    if (arn === undefined || !isObject(properties)) {
      gaps.add(resource, 'Properties.LayerVersionArn', 'the layer that the permission is for is not known');
      return [];
    }
    return locatedStatements(statementOf(arn, properties, resource, gaps), '2012-10-17', 'Properties', resource, gaps)
      .map((statement) => ({ arn, statement }));
  });
}

function statementOf(arn: string, properties: JsonObject, resource: Resource, gaps: Gaps): JsonObject {
  const principal = textOf(own(properties, 'Principal')) ?? '';
  if (isPlaceholder(principal) && principal !== resource.stack.environment.account) {
    gaps.add(resource, 'Properties.Principal', 'whether the principal is an account or everyone is not known before deployment');
  }
  const organization = own(properties, 'OrganizationId');
  return {
    Effect: 'Allow',
    Principal: principal === '*' ? '*' : { AWS: principal },
    Action: own(properties, 'Action'),
    Resource: arn,
    ...organization !== undefined && { Condition: { StringEquals: { 'aws:PrincipalOrgID': organization } } },
  };
}
