// Not exported: part of the template reader.
import { Place, alternatives } from './read-alternatives';
import { FunctionCatalog, FunctionDraft } from './read-functions';
import { Gaps } from './read-gaps';
import { intrinsicOf, textOf } from './read-intrinsics';
import { Resource, own, sourceOf } from './read-stack';
import { invokedByTasks, isFunctionArn } from './read-state-machine';
import { isObject } from '../model/policy-json';

/** Where the OpenAPI document of an API names functions. */
const OPEN_API = [
  'Body.paths.*.*.x-amazon-apigateway-integration.uri',
  'Body.securityDefinitions.*.x-amazon-apigateway-authorizer.authorizerUri',
  'Body.components.securitySchemes.*.x-amazon-apigateway-authorizer.authorizerUri',
];

const DEFINITION = ['DefinitionString.~', 'Definition.~'];
const SUBSTITUTION = 'DefinitionSubstitutions.*';
const SUBSTITUTED = 'Properties.DefinitionSubstitutions.';

const ALARM = ['AlarmActions.*', 'OKActions.*', 'InsufficientDataActions.*'];

/**
 * Where resources name the function that they invoke; `*` stands for each item of a list or each value of an object, and
 * `~` at the end for a text, or an object, with ARNs in it.
 */
const PLACES: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWS::ApiGateway::Authorizer', ['AuthorizerUri']],
  ['AWS::ApiGateway::Method', ['Integration.Uri']],
  ['AWS::ApiGateway::RestApi', OPEN_API],
  ['AWS::ApiGatewayV2::Api', [...OPEN_API, 'Target']],
  ['AWS::ApiGatewayV2::Authorizer', ['AuthorizerUri']],
  ['AWS::ApiGatewayV2::Integration', ['IntegrationUri']],
  ['AWS::AppConfig::Extension', ['Actions.*.*.Uri']],
  ['AWS::AppSync::Api', ['EventConfig.AuthProviders.*.LambdaAuthorizerConfig.AuthorizerUri']],
  ['AWS::AppSync::DataSource', ['LambdaConfig.LambdaFunctionArn']],
  ['AWS::AppSync::GraphQLApi', ['LambdaAuthorizerConfig.AuthorizerUri', 'AdditionalAuthenticationProviders.*.LambdaAuthorizerConfig.AuthorizerUri']],
  ['AWS::Bedrock::Agent', ['ActionGroups.*.ActionGroupExecutor.Lambda', 'CustomOrchestration.Executor.Lambda']],
  ['AWS::Bedrock::Flow', ['Definition.Nodes.*.Configuration.LambdaFunction.LambdaArn']],
  ['AWS::BedrockAgentCore::Gateway', ['InterceptorConfigurations.*.Interceptor.Lambda.Arn']],
  ['AWS::BedrockAgentCore::GatewayTarget', ['TargetConfiguration.Mcp.Lambda.LambdaArn']],
  ['AWS::CloudFormation::Macro', ['FunctionName']],
  ['AWS::CloudFront::Distribution', [
    'DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations.*.LambdaFunctionARN',
    'DistributionConfig.CacheBehaviors.*.LambdaFunctionAssociations.*.LambdaFunctionARN',
  ]],
  ['AWS::CloudWatch::Alarm', ALARM],
  ['AWS::CloudWatch::CompositeAlarm', ALARM],
  ['AWS::CodeCommit::Repository', ['Triggers.*.DestinationArn']],
  ['AWS::CodePipeline::Pipeline', ['Stages.*.Actions.*.Configuration.FunctionName']],
  ['AWS::Cognito::UserPool', ['LambdaConfig.*', 'LambdaConfig.*.LambdaArn']],
  ['AWS::Config::ConfigRule', ['Source.SourceIdentifier']],
  ['AWS::Connect::IntegrationAssociation', ['IntegrationArn']],
  ['AWS::ElasticLoadBalancingV2::TargetGroup', ['Targets.*.Id']],
  ['AWS::Events::Rule', ['Targets.*.Arn']],
  ['AWS::IVSChat::Room', ['MessageReviewHandler.Uri']],
  ['AWS::IoT::Authorizer', ['AuthorizerFunctionArn']],
  ['AWS::IoT::ProvisioningTemplate', ['PreProvisioningHook.TargetArn']],
  ['AWS::IoT::TopicRule', ['TopicRulePayload.Actions.*.Lambda.FunctionArn']],
  ['AWS::KinesisFirehose::DeliveryStream', ['*.ProcessingConfiguration.Processors.*.Parameters.*.ParameterValue']],
  ['AWS::Lex::BotAlias', ['BotAliasLocaleSettings.*.BotAliasLocaleSetting.CodeHookSpecification.LambdaCodeHook.LambdaArn']],
  ['AWS::Logs::AccountPolicy', ['PolicyDocument.~']],
  ['AWS::Logs::SubscriptionFilter', ['DestinationArn']],
  ['AWS::Pipes::Pipe', ['Target', 'Enrichment']],
  ['AWS::S3::Bucket', ['NotificationConfiguration.LambdaConfigurations.*.Function']],
  ['AWS::S3ObjectLambda::AccessPoint', ['ObjectLambdaConfiguration.TransformationConfigurations.*.ContentTransformation.AwsLambda.FunctionArn']],
  ['AWS::SES::ReceiptRule', ['Rule.Actions.*.LambdaAction.FunctionArn']],
  ['AWS::SNS::Subscription', ['Endpoint']],
  ['AWS::SNS::Topic', ['Subscription.*.Endpoint']],
  ['AWS::Scheduler::Schedule', ['Target.Arn']],
  ['AWS::SecretsManager::RotationSchedule', ['RotationLambdaARN']],
  ['AWS::StepFunctions::StateMachine', [...DEFINITION, SUBSTITUTION]],
  ['AWS::Transfer::Server', ['IdentityProviderDetails.Function']],
  ['AWS::Transfer::Workflow', ['Steps.*.CustomStepDetails.Target', 'OnExceptionSteps.*.CustomStepDetails.Target']],
  ['AWS::VpcLattice::TargetGroup', ['Targets.*.Id']],
  ['Custom::S3BucketNotifications', ['NotificationConfiguration.LambdaFunctionConfigurations.*.LambdaFunctionArn']],
]);

/** Where resources are switched off, and the word that does it. */
const SWITCHES: ReadonlyMap<string, readonly [path: string, off: string]> = new Map([
  ['AWS::Events::Rule', ['State', 'DISABLED']],
  ['AWS::IoT::TopicRule', ['TopicRulePayload.RuleDisabled', 'true']],
  ['AWS::Pipes::Pipe', ['DesiredState', 'STOPPED']],
  ['AWS::SES::ReceiptRule', ['Rule.Enabled', 'false']],
  ['AWS::Scheduler::Schedule', ['State', 'DISABLED']],
]);

/**
 * Custom resources, whose function CloudFormation invokes while it deploys them.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources-lambda.html
 */
const CUSTOM = /^(Custom::|AWS::CloudFormation::CustomResource$)/;
const SERVICE_TOKEN = 'ServiceToken';

/** Whether resources of a type may invoke a function. */
export function isTriggerType(type: string): boolean {
  return PLACES.has(type) || CUSTOM.test(type);
}

/** Gives a resource that invokes functions to each of them. */
export function readTrigger(resource: Resource, catalog: FunctionCatalog): void {
  const off = isOff(resource) && { disabled: true } as const;
  for (const path of pathsOf(resource)) {
    const state = { ...off, ...path === SERVICE_TOKEN && { deploying: true } as const };
    for (const place of found(path, resource)) {
      const names = namesIn(path, place, resource);
      const trigger = { source: sourceOf(resource, place.property), ...state };
      for (const [draft, targetArn] of targetsOf(names, resource, catalog)) { draft.triggers.push({ ...trigger, targetArn }); }
    }
  }
}

/** Where a resource may name functions. What is put into a definition that is here is found there. */
function pathsOf(resource: Resource): string[] {
  const paths = [...PLACES.get(resource.type) ?? [], ...CUSTOM.test(resource.type) ? [SERVICE_TOKEN] : []];
  const isDefined = paths.includes(SUBSTITUTION) && DEFINITION.some((path) => found(path, resource).some(({ value }) => value !== undefined));
  return isDefined ? paths.filter((path) => path !== SUBSTITUTION) : paths;
}

/** The names and ARNs of functions that a value holds. */
function namesIn(path: string, { value }: Place, resource: Resource): string[] {
  if (path.endsWith('~')) {
    const document = textOf(value) ?? JSON.stringify(value) ?? '';
    return DEFINITION.includes(path) ? invokedIn(document, resource) : functionArns(arnsIn(document));
  }
  const name = textOf(value) ?? '';
  return path.endsWith('FunctionName') ? [name] : functionArns([name]);
}

/** What a state machine invokes, by each of the values that its substitutions may have. */
function invokedIn(definition: string, resource: Resource): string[] {
  const values = found(SUBSTITUTION, resource).map(({ value, property }): [string, string] => [property.slice(SUBSTITUTED.length), textOf(value) ?? '']);
  const usual = new Map(values);
  const others = values.filter(([key, value]) => usual.get(key) !== value).map((other) => new Map([...usual, other]));
  return [usual, ...others].flatMap((substitutions) => invokedByTasks(definition, substitutions) ?? functionArns(arnsIn(definition)));
}

function functionArns(texts: readonly string[]): string[] {
  return texts.map(functionArn).filter((arn) => arn !== undefined);
}

/** The functions of these names or ARNs, each target once. */
function targetsOf(names: readonly string[], resource: Resource, catalog: FunctionCatalog): [FunctionDraft, targetArn: string][] {
  const targets = new Map<FunctionDraft, Set<string>>();
  for (const name of names) {
    const { functions, qualifier } = catalog.find(name, resource.stack);
    for (const draft of functions) { targets.set(draft, (targets.get(draft) ?? new Set()).add(draft.target(qualifier).arn)); }
  }
  return [...targets].flatMap(([draft, arns]) => [...arns].map((arn): [FunctionDraft, string] => [draft, arn]));
}

/** Whether a resource is switched off, whatever else is not known about it. */
function isOff(resource: Resource): boolean {
  const [path, off] = SWITCHES.get(resource.type) ?? [];
  const states = path === undefined ? [] : found(path, resource);
  return states.length > 0 && states.every(({ value }) => textOf(value) === off);
}

function found(path: string, resource: Resource): Place[] {
  return walk({ value: resource.properties, property: 'Properties' }, path.split('.').filter((step) => step !== '~'), resource);
}

/** The values at a path, resolved. What is not known on the way names no function that could be found. */
function walk(place: Place, [step, ...rest]: readonly string[], resource: Resource): Place[] {
  if (step === undefined || intrinsicOf(place.value) !== undefined) {
    const outcomes = alternatives(place, resource, new Gaps());
    if (step === undefined) { return outcomes.map((value) => ({ value, property: place.property })); }
    return outcomes.flatMap((value) => intrinsicOf(value) === undefined ? walk({ value, property: place.property }, [step, ...rest], resource) : []);
  }
  const { value, property } = place;
  if (step !== '*') { return isObject(value) ? walk({ value: own(value, step), property: `${property}.${step}` }, rest, resource) : []; }
  if (Array.isArray(value)) { return value.flatMap((item, index) => walk({ value: item as unknown, property: `${property}[${index}]` }, rest, resource)); }
  return isObject(value) ? Object.entries(value).flatMap(([key, item]) => walk({ value: item, property: `${property}.${key}` }, rest, resource)) : [];
}

/** What a document holds that looks like an ARN. */
function arnsIn(document: string): string[] {
  return [...new Set(Array.from(document.matchAll(/arn:(?:\$\{[^{}]*\}|[\w:.$/-])+/g), ([arn]) => arn))];
}

/** A function's ARN, also inside the URI of an integration. */
function functionArn(text: string): string | undefined {
  const uri = /\/functions\/(arn:.+)\/invocations$/.exec(text);
  const arn = uri ? uri[1] : text;
  return isFunctionArn(arn) ? arn : undefined;
}
