import { App, SecretValue, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as opensearch from 'aws-cdk-lib/aws-opensearchservice';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

const ID = { name: 'id', type: dynamodb.AttributeType.STRING };

/** What the cases act on, by the name they use. Each is made when a case asks for it, in the stack of the case. */
export const RESOURCES: { readonly [name: string]: (stack: Stack) => unknown } = {
  ...storage(),
  ...messaging(),
  ...data(),
  ...compute(),
};

/** A stack that knows where it is deployed to. */
export function newStack(id = 'Stack'): Stack {
  return new Stack(new App(), id, { env: { account: '111122223333', region: 'eu-west-1' } });
}

function storage(): typeof RESOURCES {
  return {
    bucket: (stack) => new s3.Bucket(stack, 'Images'),
    encryptedBucket: (stack) => new s3.Bucket(stack, 'Secret', { encryptionKey: new kms.Key(stack, 'Key') }),
    managedKeyBucket: (stack) => new s3.Bucket(stack, 'Managed', { encryption: s3.BucketEncryption.KMS_MANAGED }),
    namedBucket: (stack) => s3.Bucket.fromBucketName(stack, 'Named', 'images'),
    foreignBucket: (stack) => s3.Bucket.fromBucketAttributes(stack, 'Foreign', {
      bucketName: 'partner',
      account: '444455556666',
      region: 'us-east-1',
      encryptionKey: kms.Key.fromKeyArn(stack, 'ForeignKey', 'arn:aws:kms:us-east-1:444455556666:key/k1'),
    }),
    aliasBucket: (stack) => s3.Bucket.fromBucketAttributes(stack, 'Aliased', {
      bucketName: 'aliased', encryptionKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/images'),
    }),
    ownAliasBucket: (stack) => new s3.Bucket(stack, 'Aliased', {
      encryptionKey: new kms.Alias(stack, 'Alias', { aliasName: 'alias/own', targetKey: new kms.Key(stack, 'Key') }),
    }),
    fileSystem: (stack) => efs.FileSystem.fromFileSystemAttributes(stack, 'Files', {
      fileSystemId: 'fs-1', securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1'),
    }),
    accessPoint: (stack) => efs.AccessPoint.fromAccessPointId(stack, 'Point', 'fsap-1'),
  };
}

function messaging(): typeof RESOURCES {
  return {
    queue: (stack) => new sqs.Queue(stack, 'Retries'),
    encryptedQueue: (stack) => new sqs.Queue(stack, 'Retries', { encryptionMasterKey: new kms.Key(stack, 'Key') }),
    importedQueue: (stack) => sqs.Queue.fromQueueArn(stack, 'Imported', 'arn:aws:sqs:eu-west-1:444455556666:orders'),
    topic: (stack) => new sns.Topic(stack, 'Alerts'),
    encryptedTopic: (stack) => new sns.Topic(stack, 'Alerts', { masterKey: new kms.Key(stack, 'Key') }),
    bus: (stack) => new events.EventBus(stack, 'Orders'),
    stream: (stack) => new kinesis.Stream(stack, 'Clicks', { encryption: kinesis.StreamEncryption.UNENCRYPTED }),
    encryptedStream: (stack) => new kinesis.Stream(stack, 'Clicks', { encryptionKey: new kms.Key(stack, 'Key') }),
    deliveryStream: (stack) => firehose.DeliveryStream.fromDeliveryStreamName(stack, 'Logs', 'logs'),
    identity: (stack) => ses.EmailIdentity.fromEmailIdentityName(stack, 'Domain', 'example.com'),
    configurationSet: (stack) => ses.ConfigurationSet.fromConfigurationSetName(stack, 'Set', 'tracked'),
    group: (stack) => new scheduler.ScheduleGroup(stack, 'Reminders', { scheduleGroupName: 'reminders' }),
    importedGroup: (stack) => scheduler.ScheduleGroup.fromScheduleGroupArn(
      stack, 'Imported', 'arn:aws:scheduler:eu-west-1:111122223333:schedule-group/bills',
    ),
  };
}

function data(): typeof RESOURCES {
  return {
    table: (stack) => new dynamodb.Table(stack, 'Metadata', { partitionKey: ID }),
    tableV2: (stack) => dynamodb.TableV2.fromTableArn(stack, 'Second', 'arn:aws:dynamodb:eu-west-1:111122223333:table/second'),
    encryptedTable: (stack) => new dynamodb.Table(stack, 'Orders', { partitionKey: ID, encryptionKey: new kms.Key(stack, 'Key') }),
    importedTable: (stack) => dynamodb.Table.fromTableArn(stack, 'Imported', 'arn:aws:dynamodb:eu-west-1:444455556666:table/orders'),
    secret: (stack) => new secretsmanager.Secret(stack, 'Password', { secretStringValue: SecretValue.unsafePlainText('x') }),
    encryptedSecret: (stack) => new secretsmanager.Secret(stack, 'Password', {
      secretStringValue: SecretValue.unsafePlainText('x'), encryptionKey: new kms.Key(stack, 'Key'),
    }),
    namedSecret: (stack) => secretsmanager.Secret.fromSecretAttributes(stack, 'Named', {
      secretPartialArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db/app',
      encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/k1'),
    }),
    parameter: (stack) => ssm.StringParameter.fromStringParameterName(stack, 'Limit', '/shop/limit'),
    key: (stack) => new kms.Key(stack, 'Key'),
    alias: (stack) => kms.Alias.fromAliasName(stack, 'Alias', 'alias/orders'),
    cluster: (stack) => rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Cluster', {
      clusterIdentifier: 'orders', clusterResourceIdentifier: 'cluster-ABC',
    }),
    instance: (stack) => rds.DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Instance', {
      instanceIdentifier: 'orders', instanceEndpointAddress: 'a', port: 1, securityGroups: [], instanceResourceId: 'db-ABC',
    }),
    unknownInstance: (stack) => rds.DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Instance', {
      instanceIdentifier: 'orders', instanceEndpointAddress: 'a', port: 1, securityGroups: [],
    }),
    proxy: (stack) => rds.DatabaseProxy.fromDatabaseProxyAttributes(stack, 'Proxy', {
      dbProxyArn: 'arn:aws:rds:eu-west-1:111122223333:db-proxy:prx-1', dbProxyName: 'p', endpoint: 'e', securityGroups: [],
    }),
    domain: (stack) => opensearch.Domain.fromDomainAttributes(stack, 'Catalogue', {
      domainArn: 'arn:aws:es:eu-west-1:111122223333:domain/catalogue', domainEndpoint: 'https://e',
    }),
  };
}

function compute(): typeof RESOURCES {
  return {
    function: (stack) => newFunction(stack, 'Thumbnails'),
    alias1: (stack) => newFunction(stack, 'Thumbnails').addAlias('live'),
    stateMachine: (stack) => new sfn.StateMachine(stack, 'Fulfilment', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Succeed(stack, 'Done')) }),
    importedStateMachine: (stack) => sfn.StateMachine.fromStateMachineArn(
      stack, 'Imported', 'arn:aws:states:eu-west-1:111122223333:stateMachine:fulfilment',
    ),
    graphqlApi: (stack) => appsync.GraphqlApi.fromGraphqlApiAttributes(stack, 'Orders', { graphqlApiId: 'api1' }),
    restApi: (stack) => apigateway.RestApi.fromRestApiId(stack, 'Rest', 'rest1'),
    httpApi: (stack) => apigatewayv2.HttpApi.fromHttpApiAttributes(stack, 'Http', { httpApiId: 'http1' }),
    webSocketApi: (stack) => apigatewayv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Chat', { webSocketId: 'chat1' }),
    userPool: (stack) => cognito.UserPool.fromUserPoolId(stack, 'Users', 'eu-west-1_abc'),
    role: (stack) => iam.Role.fromRoleArn(stack, 'Partner', 'arn:aws:iam::444455556666:role/partner'),
    model: (stack) => bedrock.FoundationModel.fromFoundationModelId(
      stack, 'Model', bedrock.FoundationModelIdentifier.ANTHROPIC_CLAUDE_3_HAIKU_20240307_V1_0,
    ),
    provisionedModel: (stack) => bedrock.ProvisionedModel.fromProvisionedModelArn(
      stack, 'Provisioned', 'arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/p1',
    ),
    endpoint: (stack) => ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', { vpcEndpointId: 'vpce-1', port: 443 }),
  };
}

/** A function of plain CDK. */
export function newFunction(stack: Stack, id: string): lambda.Function {
  return new lambda.Function(stack, id, { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
}
