import { Environment, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { BucketAccess } from '../../src/access/bucket';
import { TableAccess } from '../../src/access/table';
import { PermissionAssertions } from '../../src/assertions/permission-assertions';
import { SecureFunction } from '../../src/function/secure-function';
import { HttpApiPushSource } from '../../src/push/http-api';
import { PushTrigger } from '../../src/push/push-trigger';
import { RestApiPushSource } from '../../src/push/rest-api';
import { S3PushSource } from '../../src/push/s3';
import { SnsPushSource } from '../../src/push/sns';
import { CODE, HOME, newApp } from '../push/app';

/** A function with four triggers, in an app with a second stack that owns a bucket, and with a nested stack. */
export class ImageApp {
  public readonly data: Stack;
  public readonly stack: Stack;
  public readonly nested: NestedStack;
  public readonly archive: s3.Bucket;
  public readonly unused: s3.Bucket;
  public readonly images: s3.Bucket;
  public readonly topic: sns.Topic;
  public readonly table: dynamodb.Table;
  public readonly rest: apigateway.RestApi;
  public readonly http: apigwv2.HttpApi;
  public readonly resize: SecureFunction;
  public readonly live: lambda.Alias;
  public readonly plain: lambda.Function;
  public readonly inner: SecureFunction;
  private read?: PermissionAssertions;

  constructor(env: Environment = HOME) {
    const app = newApp();
    this.data = new Stack(app, 'Data', { env });
    this.stack = new Stack(app, 'Images', { env });
    this.nested = new NestedStack(this.stack, 'Nested');
    this.archive = new s3.Bucket(this.data, 'Archive');
    this.unused = new s3.Bucket(this.data, 'Bucket');
    this.images = new s3.Bucket(this.stack, 'Bucket');
    this.topic = new sns.Topic(this.stack, 'Topic');
    this.table = new dynamodb.Table(this.stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    this.rest = new apigateway.RestApi(this.stack, 'Rest', { cloudWatchRole: false });
    this.http = new apigwv2.HttpApi(this.stack, 'Http');
    this.resize = new SecureFunction(this.stack, 'Resize', CODE);
    this.live = this.resize.addAlias('live');
    this.plain = new lambda.Function(this.stack, 'Plain', CODE);
    this.inner = new SecureFunction(this.nested, 'Inner', CODE);
    this.connect();
  }

  /** The assertions, for which the app is synthesized once. */
  public get access(): PermissionAssertions {
    return this.read ??= PermissionAssertions.fromStack(this.stack);
  }

  private connect(): void {
    const { stack, resize } = this;
    new PushTrigger(stack, 'OnUpload', { target: resize, source: new S3PushSource(this.images, { prefix: 'in/' }) });
    new PushTrigger(stack, 'OnMessage', { target: this.live, source: new SnsPushSource(this.topic) });
    new PushTrigger(stack, 'OnRest', { target: resize, source: new RestApiPushSource(this.rest, { method: 'GET', path: '/images/{id}' }) });
    new PushTrigger(stack, 'OnHttp', { target: resize, source: new HttpApiPushSource(this.http, { method: apigwv2.HttpMethod.POST, path: '/images' }) });
    resize.allow(
      new BucketAccess(this.images, { actions: ['GetObject'], prefix: 'in/' }),
      new BucketAccess(this.archive, { actions: ['PutObject'] }),
      new TableAccess(this.table, { actions: ['PutItem'] }),
    );
    this.inner.allow(new BucketAccess(this.images, { actions: ['GetObject'] }));
    this.table.grantReadData(this.plain);
    this.resize.grantInvoke(this.plain);
  }
}
