import { Arn, ArnFormat, Token } from 'aws-cdk-lib';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { AccessTarget, ServiceStatements } from './service-statements';
import { failure } from '../model/failure';

/** How the code calls a model. */
export interface ModelAccessScope extends AccessOptions {
  /**
   * The ARN of the inference profile that the code calls; the model can then only be reached through it.
   *
   * @default - the model is called directly
   */
  readonly inferenceProfileArn?: string;

  /**
   * The regions that the inference profile sends requests to.
   *
   * @default - the region of the model
   */
  readonly modelRegions?: string[];
}

/** What the code may do with a model. */
export interface ModelAccessOptions extends ModelAccessScope {
  /**
   * IAM's names without prefix.
   *
   * @default ['InvokeModel']
   */
  readonly actions?: string[];
}

/**
 * Calling a model of Bedrock, directly or through an inference profile. `Converse` is `InvokeModel` to IAM.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
 *
 * @example
 * declare const model: bedrock.IModel;
 * declare const resize: SecureFunction;
 * resize.allow(new ModelAccess(model));
 */
export class ModelAccess implements IAccess {
  /** The model may be called, for a whole answer or for a stream: `InvokeModel`, `InvokeModelWithResponseStream`. */
  public static streams(model: bedrock.IModel, options: ModelAccessScope = {}): ModelAccess {
    return new ModelAccess(model, { ...options, actions: ['InvokeModel', 'InvokeModelWithResponseStream'] });
  }

  private readonly statements: ServiceStatements;

  constructor(model: bedrock.IModel, options: ModelAccessOptions = {}) {
    if (options.modelRegions && !options.inferenceProfileArn) {
      throw failure("'modelRegions' is for an inference profile. Set 'inferenceProfileArn' too, or leave it out");
    }
    this.statements = new ServiceStatements({
      service: 'bedrock',
      actions: options.actions ?? ['InvokeModel'],
      targets: options.inferenceProfileArn ? throughProfile(model, options.inferenceProfileArn, options.modelRegions) : [direct(model.modelArn)],
      options,
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}

function direct(arn: string): AccessTarget {
  return { resourceType: typeOf(arn), arns: [arn] };
}

/** The profile itself, and the model in each region that it uses, but only through the profile. */
function throughProfile(model: bedrock.IModel, profile: string, regions?: string[]): AccessTarget[] {
  return [
    direct(profile),
    {
      resourceType: typeOf(model.modelArn),
      arns: regions?.map((region) => inRegion(model.modelArn, region)) ?? [model.modelArn],
      dependent: true,
      conditions: () => ({ StringEquals: { 'bedrock:InferenceProfileArn': profile } }),
    },
  ];
}

function inRegion(arn: string, region: string): string {
  const parts = Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME);
  return `arn:${parts.partition}:bedrock:${region}:${parts.account}:${parts.resource}/${parts.resourceName}`;
}

/** A model may be one of several kinds; the ARN tells which. */
function typeOf(arn: string): string {
  const kind = /^arn:.*?:bedrock:.*?:.*?:([a-z-]+)\//.exec(arn)?.[1];
  if (kind === undefined && !Token.isUnresolved(arn)) {
    throw failure(`a model must have an ARN of Bedrock, got '${arn}'. Take it from bedrock.FoundationModel or bedrock.ProvisionedModel`);
  }
  return kind ?? 'foundation-model';
}
