import { Stack, StackProps } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** The image upload as one writes it with the grants and triggers of CDK: same resources, same ids. */
export class ImageUploadWithCdkGrants extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const images = new s3.Bucket(this, 'Images', { serverAccessLogsBucket: new s3.Bucket(this, 'ImagesAccessLogs') });
    const metadata = new dynamodb.Table(this, 'Metadata', { partitionKey: { name: 'key', type: dynamodb.AttributeType.STRING } });
    const failures = new sqs.Queue(this, 'Failures');
    const requests = new sns.Topic(this, 'DescribeRequests', { masterKey: new kms.Key(this, 'RequestsKey') });

    const describe = this.function('DescribeImage', { tracing: lambda.Tracing.ACTIVE, deadLetterQueue: failures });
    images.grantRead(describe, 'in/*');
    metadata.grantWriteData(describe);
    images.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(describe), { prefix: 'in/', suffix: '.png' });
    requests.addSubscription(new subscriptions.LambdaSubscription(describe, { deadLetterQueue: failures }));

    const lookUp = this.function('LookUpImage', {});
    metadata.grantReadData(lookUp);
    new apigwv2.HttpApi(this, 'Api').addRoutes({
      path: '/images/{key+}',
      methods: [apigwv2.HttpMethod.GET],
      integration: new HttpLambdaIntegration('LookUp', lookUp),
    });
  }

  private function(id: string, props: Partial<lambda.FunctionProps>): lambda.Function {
    return new lambda.Function(this, id, {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
      logGroup: new logs.LogGroup(this, `${id}Logs`),
      ...props,
    });
  }
}
