import { CfnDeletionPolicy, CfnResource, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { checkAccount, checkOrganization, isOrganizationPath } from './invoker-checks';
import { failure } from '../model/failure';

/** Properties of a layer share. */
export interface LayerShareProps {
  /** The layer version that functions elsewhere may use. */
  readonly layer: lambda.ILayerVersion;

  /**
   * The accounts whose functions may use it: twelve digits each, known at synthesis.
   *
   * @default - no account by its id
   */
  readonly accounts?: string[];

  /**
   * The organization whose accounts may use it: `o-…`, known at synthesis.
   *
   * @default - no organization
   */
  readonly organization?: string;

  /**
   * Why everybody may use the layer and read its content. It stands in the template.
   *
   * @default - not everybody
   */
  readonly publicReason?: string;
}

/**
 * Lets functions of other accounts use a version of a layer. Functions of the layer's own account need no share.
 *
 * When the layer gets a new version, the old version and its share stay, so that functions elsewhere keep working until
 * they move on. Whoever is taken out of the share loses the current version alone: take the old ones back with
 * `aws lambda remove-layer-version-permission`, or delete them.
 *
 * The other account's deployment role needs `lambda:GetLayerVersion` on the layer version as well.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-layer-cross-account.html
 *
 * @example
 * declare const fonts: lambda.LayerVersion;
 *
 * new LayerShare(this, 'ShareFonts', { layer: fonts, organization: 'o-abcdefghij' });
 */
export class LayerShare extends Construct {
  constructor(scope: Construct, id: string, props: LayerShareProps) {
    super(scope, id);
    refuseBadConsumers(this, props);
    refuseForeignLayer(this, props.layer);
    // INVARIANT: the id holds who may use the layer, so that another consumer is another resource. With an id that stays, the consumer
    // who is taken out would keep the permission, because a replaced one is retained.
    for (const account of new Set(props.accounts)) { this.share(props.layer, account, { accountId: account }); }
    if (props.organization !== undefined) { this.share(props.layer, props.organization, { accountId: '*', organizationId: props.organization }); }
    if (props.publicReason !== undefined) {
      this.share(props.layer, 'Everybody', { accountId: '*' }).addMetadata('cdk-secure-lambda:public', props.publicReason);
    }
    retainReplaced(props.layer.node.defaultChild);
  }

  private share(layer: lambda.ILayerVersion, id: string, { accountId, organizationId }: lambda.LayerVersionPermission): CfnResource {
    const permission = new lambda.CfnLayerVersionPermission(this, id, {
      action: 'lambda:GetLayerVersion',
      layerVersionArn: layer.layerVersionArn,
      principal: accountId,
      organizationId,
    });
    retainReplaced(permission);
    return permission;
  }
}

/** A policy that the layer already has says what its owner wants, and stays. */
function retainReplaced(resource: unknown): void {
  if (CfnResource.isCfnResource(resource as Construct)) {
    const { cfnOptions } = resource as CfnResource;
    cfnOptions.updateReplacePolicy ??= CfnDeletionPolicy.RETAIN;
  }
}

function refuseBadConsumers(scope: Construct, { accounts, organization, publicReason }: LayerShareProps): void {
  if (!accounts?.length && organization === undefined && publicReason === undefined) {
    throw failure("'accounts' or 'organization' must say who may use the layer, got neither", scope);
  }
  for (const value of [...accounts ?? [], organization ?? '']) {
    if (Token.isUnresolved(value)) {
      throw failure("'accounts' and 'organization' must be known at synthesis, got a value that is known at deployment; write it out", scope);
    }
  }
  accounts?.forEach((account) => checkAccount('accounts', account));
  if (organization !== undefined) { checkOrganization('organization', organization); }
  if (organization !== undefined && isOrganizationPath(organization)) {
    throw failure(`'organization' must be a whole organization, got the path '${organization}'; `
      + 'a layer cannot be shared with an organizational unit, so list its accounts', scope);
  }
  if (publicReason !== undefined && publicReason.trim() === '') {
    throw failure("'publicReason' must say why everybody may use the layer, got an empty text", scope);
  }
}

/** A permission of a layer can only be written in the layer's account and region. */
function refuseForeignLayer(scope: Construct, layer: lambda.ILayerVersion): void {
  const stack = Stack.of(scope);
  const literal = Token.isUnresolved(layer.layerVersionArn) ? [] : layer.layerVersionArn.split(':');
  const isElsewhere = (value: string, own: string) => Token.compareStrings(value, own) === TokenComparison.DIFFERENT;
  if (isElsewhere(literal[4] ?? layer.env.account, stack.account) || isElsewhere(literal[3] ?? layer.env.region, stack.region)) {
    throw failure("'layer' must be in the account and region of the stack, got a layer of another one; create the LayerShare in the layer's own stack, "
      + 'or let its owner run `aws lambda add-layer-version-permission --action lambda:GetLayerVersion`', scope);
  }
}
