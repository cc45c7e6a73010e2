// Not exported: what becomes of AWS's managed policies for functions.
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { ExplainedStatement } from './explained-statement';
import { applicationSignalsStatements, insightsStatements } from './monitoring-statements';
import { vpcStatement } from './vpc-statement';
import { failure } from '../model/failure';

/** Active tracing, and the rules by which an X-Ray SDK decides what to trace. */
export const XRAY_DAEMON_ACTIONS = [
  'xray:GetSamplingRules', 'xray:GetSamplingStatisticSummaries', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments',
];

/** What takes the place of a policy. The role writes to its own log group already, so what the policies say of logs is left out. */
const EXACT: { readonly [name: string]: (place: IConstruct) => iam.PolicyStatement[] } = {
  'service-role/AWSLambdaBasicExecutionRole': () => [],
  'service-role/AWSLambdaVPCAccessExecutionRole': () => [vpcStatement()],
  'service-role/AWSLambdaENIManagementAccess': () => [vpcStatement()],
  'CloudWatchLambdaInsightsExecutionRolePolicy': insightsStatements,
  'CloudWatchLambdaApplicationSignalsExecutionRolePolicy': applicationSignalsStatements,
  'service-role/AWSConfigRulesExecutionRole': () => [evaluationsStatement()],
  'AWSXRayDaemonWriteAccess': () => [new iam.PolicyStatement({ actions: XRAY_DAEMON_ACTIONS, resources: ['*'] })],
};

/**
 * What a custom rule of AWS Config needs of its function. The policy, which CDK attaches, also reads whatever Config
 * knows of every resource, and every file that Config delivers.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html
 */
function evaluationsStatement(): iam.PolicyStatement {
  return new ExplainedStatement({ actions: ['config:PutEvaluations'], resources: ['*'] }, 'The function reports its evaluations with an action that knows '
    + 'no resource; Config takes them only with the token it sent: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html');
}

/** Policies about resources that only the user can name, and what names them. */
const INSTEAD: { readonly [name: string]: string } = {
  'service-role/AWSLambdaSQSQueueExecutionRole': 'every queue; use `new PullTrigger(scope, id, { target, source: new SqsPullSource(queue) })`',
  'service-role/AWSLambdaDynamoDBExecutionRole': 'every stream; use `new PullTrigger(scope, id, { target, source: new DynamoDbStreamPullSource(table) })`',
  'service-role/AWSLambdaKinesisExecutionRole': 'every stream; use `new PullTrigger(scope, id, { target, source: new KinesisPullSource(stream) })`',
  'service-role/AWSLambdaMSKExecutionRole': 'every cluster; use `new PullTrigger(scope, id, { target, source: new MskPullSource({ clusterArn, topic }) })`',
  'service-role/AWSLambdaBasicDurableExecutionRolePolicy': "the durable executions of every function; pass 'durableConfig' to a SecureFunction, "
    + "or allow 'lambda:CheckpointDurableExecution' and 'lambda:GetDurableExecutionState' on `${fn.functionArn}:*`",
  'service-role/AWSLambdaRole': 'every function; use `role.allow(new InvokeAccess(fn))`',
  'AWSLambdaInvocation-DynamoDB': 'every function and stream; use `role.allow(new InvokeAccess(fn))` and '
    + '`new PullTrigger(scope, id, { target, source: new DynamoDbStreamPullSource(table) })`',
  'AWSLambdaExecute': "every bucket; use `role.allow(new BucketAccess(bucket, { actions: ['GetObject', 'PutObject'] }))`",
  'AWSLambdaManagedEC2ResourceOperator': 'the instances of a capacity provider; attach it to the operator role of the capacity provider, an iam.Role of its own',
};

/**
 * The statements in place of an AWS managed policy for functions; undefined for any other policy.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-managed-policies.html
 */
export function statementsInPlaceOf(policy: iam.IManagedPolicy, place: IConstruct): iam.PolicyStatement[] | undefined {
  const name = awsManagedName(policy);
  const instead = name === undefined || !Object.hasOwn(INSTEAD, name) ? undefined : INSTEAD[name];
  if (instead) {
    throw failure(`the AWS managed policy '${name}' is about ${instead}`, place);
  }
  return name !== undefined && Object.hasOwn(EXACT, name) ? EXACT[name](place) : undefined;
}

/** The path and name of a policy of AWS's; undefined for one of the customer's. */
export function awsManagedName(policy: iam.IManagedPolicy): string | undefined {
  return /:iam::aws:policy\/(.+)$/.exec(policy.managedPolicyArn)?.[1];
}

/** CDK attaches it beside its grants for an MSK cluster, which are made exact. */
export function isKafkaPolicy(policy: iam.IManagedPolicy): boolean {
  return awsManagedName(policy) === 'service-role/AWSLambdaMSKExecutionRole';
}
