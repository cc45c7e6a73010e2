import { ActionFacts } from './service-authorization';

/**
 * Resource types that an action takes although the reference does not list them.
 *
 * AWS's own SAM templates scope task answers to the state machine, and its guide of Organizations prints ARNs of the policies
 * that AWS made.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/security_iam_resource-based-policy-examples.html
 */
const ALSO_TAKES: { readonly [action: string]: string[] } = {
  'organizations:DescribePolicy': ['awspolicy'],
  'states:SendTaskSuccess': ['statemachine'],
  'states:SendTaskFailure': ['statemachine'],
  'states:SendTaskHeartbeat': ['statemachine'],
};

/** Actions that are called without a resource as a rule; the resource type that the reference lists is for a special case. */
const WITHOUT_RESOURCE: { readonly [prefix: string]: string[] } = {
  ce: [
    'GetCostAndUsage', 'GetCostAndUsageWithResources', 'GetCostAndUsageComparisons', 'GetCostCategories', 'GetCostComparisonDrivers',
    'GetCostForecast', 'GetDimensionValues', 'GetUsageForecast',
  ],
  cloudwatch: ['PutMetricData', 'GetMetricData', 'ListMetrics'],
  comprehend: ['DetectEntities'],
  polly: ['SynthesizeSpeech', 'StartSpeechSynthesisTask'],
  rekognition: ['DetectModerationLabels', 'StartMediaAnalysisJob'],
  ses: ['PutSuppressedDestination', 'GetSuppressedDestination', 'DeleteSuppressedDestination', 'ListSuppressedDestinations'],
  sts: ['GetFederationToken'],
  translate: ['TranslateText', 'TranslateDocument', 'StartTextTranslationJob'],
};

/** All resource types that an action takes, also those beyond the reference; none: only `*`. */
export function typesTakenBy(prefix: string, { name, resourceTypes }: Pick<ActionFacts, 'name' | 'resourceTypes'>): readonly string[] {
  return [...resourceTypes, ...ALSO_TAKES[`${prefix}:${name}`] ?? []];
}

/** Whether `*` is the only resource that the action has in most calls. */
export function worksWithoutResource(prefix: string, action: string): boolean {
  return Object.hasOwn(WITHOUT_RESOURCE, prefix) && WITHOUT_RESOURCE[prefix].includes(action);
}
