import { Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, HttpUrlIntegration, WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as appconfig from 'aws-cdk-lib/aws-appconfig';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as agentcore from 'aws-cdk-lib/aws-bedrockagentcore';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as pipelineActions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as config from 'aws-cdk-lib/aws-config';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LambdaTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as lambdaDestinations from 'aws-cdk-lib/aws-lambda-destinations';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as logsDestinations from 'aws-cdk-lib/aws-logs-destinations';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sesActions from 'aws-cdk-lib/aws-ses-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { SecureAlias } from '../../src/function/secure-alias';
import { SecureFunction } from '../../src/function/secure-function';
import { CODE } from '../push/app';

/** A function as CDK's integrations take it. */
export type Target = SecureFunction | SecureAlias;

type Add = (stack: Stack, target: Target) => void;

const { GET, POST } = apigwv2.HttpMethod;

/** An alarm for a metric of the same name. */
function alarm(stack: Stack, id: string): cloudwatch.Alarm {
  const metric = new cloudwatch.Metric({ namespace: 'Shop', metricName: id });
  return new cloudwatch.Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1 });
}

/** An API whose only method asks the authorizer, and calls nothing. */
function restMethod(stack: Stack, authorizer: apigateway.IAuthorizer): void {
  new apigateway.RestApi(stack, 'Api').root.addMethod('GET', new apigateway.MockIntegration(), { authorizer });
}

function graphql(stack: Stack, target?: Target): appsync.GraphqlApi {
  const defaultAuthorization: appsync.AuthorizationMode = target
    ? { authorizationType: appsync.AuthorizationType.LAMBDA, lambdaAuthorizerConfig: { handler: target } }
    : { authorizationType: appsync.AuthorizationType.IAM };
  return new appsync.GraphqlApi(stack, 'Api', {
    name: 'shop', definition: appsync.Definition.fromFile(`${__dirname}/fixtures/shop.graphql`), authorizationConfig: { defaultAuthorization },
  });
}

/** CDK's own ways to let something call a function. */
export const INTEGRATIONS: { readonly [name: string]: Add } = {
  'S3: LambdaDestination, twice': (stack, target) => {
    const bucket = new s3.Bucket(stack, 'Images');
    bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new LambdaDestination(target), { prefix: 'in/' });
    bucket.addEventNotification(s3.EventType.OBJECT_REMOVED, new LambdaDestination(target));
  },
  'S3: LambdaDestination of a bucket of another account': (stack, target) => {
    const bucket = s3.Bucket.fromBucketAttributes(stack, 'Theirs', { bucketName: 'theirs', account: '444455556666' });
    bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new LambdaDestination(target));
  },
  'SNS: LambdaSubscription': (stack, target) => { new sns.Topic(stack, 'Orders').addSubscription(new LambdaSubscription(target)); },
  'REST API: LambdaIntegration': (stack, target) => {
    new apigateway.RestApi(stack, 'Api').root.resourceForPath('items/{id}').addMethod('GET', new apigateway.LambdaIntegration(target));
  },
  'REST API: LambdaIntegration without the console’s test': (stack, target) => {
    new apigateway.RestApi(stack, 'Api').root.addMethod('ANY', new apigateway.LambdaIntegration(target, { allowTestInvoke: false }));
  },
  'REST API: LambdaIntegration for the whole API': (stack, target) => {
    new apigateway.RestApi(stack, 'Api').root.addMethod('GET', new apigateway.LambdaIntegration(target, { scopePermissionToMethod: false }));
  },
  'REST API: LambdaIntegration of an API without a stage': (stack, target) => {
    const integration = new apigateway.LambdaIntegration(target, { allowTestInvoke: false });
    new apigateway.RestApi(stack, 'Api', { deploy: false }).root.addMethod('GET', integration);
  },
  'REST API: TokenAuthorizer': (stack, target) => { restMethod(stack, new apigateway.TokenAuthorizer(stack, 'Guard', { handler: target })); },
  'REST API: RequestAuthorizer': (stack, target) => {
    restMethod(stack, new apigateway.RequestAuthorizer(stack, 'Guard', { handler: target, identitySources: [apigateway.IdentitySource.header('Key')] }));
  },
  'REST API: TokenAuthorizer with a role': (stack, target) => {
    const assumeRole = new iam.Role(stack, 'Caller', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    restMethod(stack, new apigateway.TokenAuthorizer(stack, 'Guard', { handler: target, assumeRole }));
  },
  'HTTP API: HttpLambdaIntegration, for two methods of one path': (stack, target) => {
    new apigwv2.HttpApi(stack, 'Api').addRoutes({ path: '/items', methods: [GET, POST], integration: new HttpLambdaIntegration('Items', target) });
  },
  'HTTP API: HttpLambdaIntegration, for two paths': (stack, target) => {
    const api = new apigwv2.HttpApi(stack, 'Api');
    for (const path of ['/items', '/orders']) { api.addRoutes({ path, methods: [GET], integration: new HttpLambdaIntegration(path, target) }); }
  },
  'HTTP API: HttpLambdaIntegration for the whole API': (stack, target) => {
    new apigwv2.HttpApi(stack, 'Api', { defaultIntegration: new HttpLambdaIntegration('Shop', target, { scopePermissionToRoute: false }) });
  },
  'HTTP API: HttpLambdaAuthorizer': (stack, target) => {
    new apigwv2.HttpApi(stack, 'Api').addRoutes({
      path: '/items', integration: new HttpUrlIntegration('Site', 'https://example.com'), authorizer: new HttpLambdaAuthorizer('Guard', target),
    });
  },
  'WebSocket API: WebSocketLambdaIntegration': (stack, target) => {
    new apigwv2.WebSocketApi(stack, 'Api').addRoute('sell', { integration: new WebSocketLambdaIntegration('Sell', target) });
  },
  'WebSocket API: WebSocketLambdaAuthorizer': (stack, target) => {
    const other = new lambda.Function(stack, 'Other', CODE);
    new apigwv2.WebSocketApi(stack, 'Api', {
      connectRouteOptions: { integration: new WebSocketLambdaIntegration('Connect', other), authorizer: new WebSocketLambdaAuthorizer('Guard', target) },
    });
  },
  'EventBridge: LambdaFunction, of two rules': (stack, target) => {
    for (const id of ['Day', 'Night']) {
      const schedule = events.Schedule.rate(Duration.days(1));
      new events.Rule(stack, id, { schedule, targets: [new LambdaFunction(target), new LambdaFunction(target)] });
    }
  },
  'CloudWatch Logs: LambdaDestination': (stack, target) => {
    new logs.LogGroup(stack, 'Log').addSubscriptionFilter('Filter', {
      destination: new logsDestinations.LambdaDestination(target), filterPattern: logs.FilterPattern.allEvents(),
    });
  },
  'CloudWatch: LambdaAction, of two alarms': (stack, target) => {
    for (const id of ['Errors', 'Latency']) { alarm(stack, id).addAlarmAction(new LambdaAction(target, { useUniquePermissionId: true })); }
  },
  'ALB: LambdaTarget, of two target groups': (stack, target) => {
    for (const id of ['Blue', 'Green']) { new elbv2.ApplicationTargetGroup(stack, id, { targets: [new LambdaTarget(target)] }); }
  },
  'Cognito: two triggers': (stack, target) => {
    const pool = new cognito.UserPool(stack, 'Users');
    pool.addTrigger(cognito.UserPoolOperation.PRE_SIGN_UP, target);
    pool.addTrigger(cognito.UserPoolOperation.POST_CONFIRMATION, target);
  },
  'SES: Lambda action': (stack, target) => {
    new ses.ReceiptRuleSet(stack, 'Mail').addRule('Rule', { recipients: ['shop@example.com'], actions: [new sesActions.Lambda({ function: target })] });
  },
  'Config: CustomRule': (stack, target) => { new config.CustomRule(stack, 'Rule', { lambdaFunction: target, periodic: true }); },
  'Secrets Manager: rotation': (stack, target) => {
    new secretsmanager.Secret(stack, 'Secret').addRotationSchedule('Rotation', { rotationLambda: target });
  },
  'AppSync: data source': (stack, target) => { graphql(stack).addLambdaDataSource('Source', target); },
  'AppSync: Lambda authorizer of a GraphQL API': (stack, target) => { graphql(stack, target); },
  'AppSync: Lambda authorizer of an Event API': (stack, target) => {
    const authorizationType = appsync.AppSyncAuthorizationType.LAMBDA;
    new appsync.EventApi(stack, 'Api', {
      apiName: 'shop', authorizationConfig: { authProviders: [{ authorizationType, lambdaAuthorizerConfig: { handler: target } }] },
    });
  },
  'AppConfig: LambdaValidator': (stack, target) => {
    // CDK asks for a function, and uses nothing that an alias has not.
    const validators = [appconfig.LambdaValidator.fromFunction(target as lambda.Function)];
    new appconfig.HostedConfiguration(stack, 'Flags', {
      application: new appconfig.Application(stack, 'App'), content: appconfig.ConfigurationContent.fromInlineText('a'), validators,
    });
  },
  'AppConfig: LambdaDestination of an extension': (stack, target) => {
    const eventDestination = new appconfig.LambdaDestination(target);
    new appconfig.Extension(stack, 'Extension', {
      actions: [new appconfig.Action({ actionPoints: [appconfig.ActionPoint.ON_DEPLOYMENT_COMPLETE], eventDestination })],
    });
  },
  'Bedrock AgentCore: Evaluator': (stack, target) => {
    const evaluatorConfig = agentcore.EvaluatorConfig.codeBased({ lambdaFunction: target });
    new agentcore.Evaluator(stack, 'Evaluator', { evaluatorName: 'quality', evaluatorConfig, level: agentcore.EvaluationLevel.TRACE });
  },
  'function URL: grantInvokeUrl to a role and to an account': (stack, target) => {
    const url = target.addFunctionUrl();
    url.grantInvokeUrl(new iam.Role(stack, 'Caller', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
    url.grantInvokeUrl(new iam.AccountPrincipal('444455556666'));
  },
  'function URL: for everybody': (_, target) => { target.publicUrl('a public form posts to it'); },
  'custom resources: Provider': (stack, target) => { new Provider(stack, 'Provider', { onEventHandler: target }); },
  'Scheduler: LambdaInvoke': (stack, target) => {
    new scheduler.Schedule(stack, 'Schedule', { schedule: scheduler.ScheduleExpression.rate(Duration.days(1)), target: new LambdaInvoke(target) });
  },
  'Step Functions: LambdaInvoke': (stack, target) => {
    const definition = new tasks.LambdaInvoke(stack, 'Task', { lambdaFunction: target });
    new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(definition) });
  },
  'Firehose: LambdaFunctionProcessor': (stack, target) => {
    const destination = new firehose.S3Bucket(new s3.Bucket(stack, 'Images'), {
      processors: [new firehose.LambdaFunctionProcessor(target)], loggingConfig: new firehose.DisableLogging(),
    });
    new firehose.DeliveryStream(stack, 'Stream', { destination });
  },
  'CodePipeline: LambdaInvokeAction': (stack, target) => {
    const artifact = new codepipeline.Artifact('Source');
    const source = new pipelineActions.S3SourceAction({
      actionName: 'Source', bucket: new s3.Bucket(stack, 'Sources'), bucketKey: 'a.zip', output: artifact, trigger: pipelineActions.S3Trigger.NONE,
    });
    new codepipeline.Pipeline(stack, 'Pipeline', {
      artifactBucket: new s3.Bucket(stack, 'Artifacts'),
      stages: [
        { stageName: 'Source', actions: [source] },
        { stageName: 'Invoke', actions: [new pipelineActions.LambdaInvokeAction({ actionName: 'Invoke', lambda: target })] },
      ],
    });
  },
  'CodeDeploy: hook before traffic moves': (stack, target) => {
    const alias = new lambda.Function(stack, 'Other', CODE).addAlias('live');
    new codedeploy.LambdaDeploymentGroup(stack, 'Group', { alias, preHook: target });
  },
  'Lambda: LambdaDestination of another function': (stack, target) => {
    new lambda.Function(stack, 'Other', { ...CODE, onFailure: new lambdaDestinations.LambdaDestination(target) });
  },
};
