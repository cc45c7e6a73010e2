import { join } from 'path';
import { Duration, RemovalPolicy, Stack, StackProps, Validations } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY } from 'aws-cdk-lib/cx-api';
import { BucketAccess, HttpApiPushSource, PushTrigger, S3PushSource, SecureNodejsFunction, SnsPushSource, TableAccess } from 'cdk-secure-lambda';
import { Construct } from 'constructs';

/** Images are uploaded to a bucket; what they are is written to a table, and can be looked up. */
export class ImageUploadStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    // Access logs are let in by a bucket policy for this one bucket; without it CDK opens the log bucket to an ACL.
    this.node.setContext(S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY, true);

    const images = this.imageBucket();
    const metadata = new dynamodb.Table(this, 'Metadata', {
      partitionKey: { name: 'key', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const failures = new sqs.Queue(this, 'Failures', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14), // the longest: somebody has to look
    });
    Validations.of(failures).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'it is the dead-letter queue itself' });

    this.describeImages(images, metadata, failures);
    this.lookUpImages(metadata);
  }

  /** On upload, and again whenever somebody publishes the key of an image. */
  private describeImages(images: s3.IBucket, metadata: dynamodb.ITable, failures: sqs.IQueue): void {
    const describe = new SecureNodejsFunction(this, 'DescribeImage', {
      entry: join(__dirname, 'describe-image.ts'),
      runtime: lambda.Runtime.NODEJS_24_X,
      environment: { TABLE: metadata.tableName, BUCKET: images.bucketName },
      tracing: lambda.Tracing.ACTIVE,
      deadLetterQueue: failures,
    });
    describe.allow(
      new BucketAccess(images, { actions: ['GetObject'], prefix: 'in/' }),
      new TableAccess(metadata, { actions: ['PutItem'] }),
    );

    const requests = new sns.Topic(this, 'DescribeRequests', {
      masterKey: new kms.Key(this, 'RequestsKey', { enableKeyRotation: true }),
      enforceSSL: true,
    });
    new PushTrigger(this, 'OnUpload', { target: describe, source: new S3PushSource(images, { prefix: 'in/', suffix: '.png' }) });
    new PushTrigger(this, 'OnRequest', { target: describe, source: new SnsPushSource(requests, { deadLetterQueue: failures }) });
  }

  /** For callers with AWS credentials that allow it. */
  private lookUpImages(metadata: dynamodb.ITable): void {
    const lookUp = new SecureNodejsFunction(this, 'LookUpImage', {
      entry: join(__dirname, 'look-up-image.ts'),
      runtime: lambda.Runtime.NODEJS_24_X,
      environment: { TABLE: metadata.tableName },
    });
    lookUp.allow(new TableAccess(metadata, { actions: ['GetItem'] }));

    const api = new apigwv2.HttpApi(this, 'Api', { createDefaultStage: false, defaultAuthorizer: new HttpIamAuthorizer() });
    api.addStage('LiveStage', {
      autoDeploy: true,
      accessLogSettings: { destination: new apigwv2.LogGroupLogDestination(new logs.LogGroup(this, 'ApiAccessLogs')) },
    });
    new PushTrigger(this, 'OnLookUp', {
      target: lookUp,
      // A key holds slashes, and an HTTP API decodes them before it looks for a route.
      source: new HttpApiPushSource(api, { method: apigwv2.HttpMethod.GET, path: '/images/{key+}', stages: ['$default'] }),
    });
  }

  private imageBucket(): s3.Bucket {
    const accessLogs = new s3.Bucket(this, 'ImagesAccessLogs', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
    });
    Validations.of(accessLogs).acknowledge({ id: 'AwsSolutions-S1', reason: 'it receives the access logs; logging its own access would never end' });
    return new s3.Bucket(this, 'Images', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      serverAccessLogsBucket: accessLogs,
    });
  }
}
