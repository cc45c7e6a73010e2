// Synthesizes the scenarios with Solutions Constructs into the directory that is given. Plain JavaScript: the package is not
// installed where the rest is type checked.
const { ApiGatewayToLambda } = require('@aws-solutions-constructs/aws-apigateway-lambda');
const { DynamoDBStreamsToLambda } = require('@aws-solutions-constructs/aws-dynamodbstreams-lambda');
const { EventbridgeToLambda } = require('@aws-solutions-constructs/aws-eventbridge-lambda');
const { S3ToLambda } = require('@aws-solutions-constructs/aws-s3-lambda');
const { SnsToLambda } = require('@aws-solutions-constructs/aws-sns-lambda');
const { SqsToLambda } = require('@aws-solutions-constructs/aws-sqs-lambda');
const { App, Stack } = require('aws-cdk-lib');
const dynamodb = require('aws-cdk-lib/aws-dynamodb');
const lambda = require('aws-cdk-lib/aws-lambda');
const s3 = require('aws-cdk-lib/aws-s3');

const lambdaFunctionProps = {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => {};'),
  tracing: lambda.Tracing.DISABLED, // on by default; the other candidates do without
};

/** What a pattern makes of each scenario, and the resources that the needs name. */
const SCENARIOS = {
  S3: (stack) => {
    const pattern = new S3ToLambda(stack, 'Pattern', {
      lambdaFunctionProps,
      s3EventSourceProps: { events: [s3.EventType.OBJECT_CREATED], filters: [{ prefix: 'in/' }] },
    });
    pattern.s3Bucket.grantRead(pattern.lambdaFunction, 'in/*'); // the pattern lets the function read nothing
    return { Handler: pattern.lambdaFunction, Bucket: pattern.s3Bucket };
  },
  SNS: (stack) => ({ Handler: new SnsToLambda(stack, 'Pattern', { lambdaFunctionProps }).lambdaFunction }),
  RESTAPI: (stack) => ({ Handler: new ApiGatewayToLambda(stack, 'Pattern', { lambdaFunctionProps }).lambdaFunction }),
  EventBridge: (stack) => ({
    Handler: new EventbridgeToLambda(stack, 'Pattern', { lambdaFunctionProps, eventRuleProps: { eventPattern: { source: ['shop.orders'] } } }).lambdaFunction,
  }),
  SQS: (stack) => {
    const pattern = new SqsToLambda(stack, 'Pattern', { lambdaFunctionProps, deployDeadLetterQueue: false });
    return { Handler: pattern.lambdaFunction, Queue: pattern.sqsQueue };
  },
  DynamoDBstream: (stack) => {
    const pattern = new DynamoDBStreamsToLambda(stack, 'Pattern', {
      lambdaFunctionProps,
      dynamoTableProps: { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE },
      deploySqsDlqQueue: false,
    });
    return { Handler: pattern.lambdaFunction, Table: pattern.dynamoTable };
  },
};

const app = new App({ outdir: process.argv[2], analyticsReporting: false, treeMetadata: false });
for (const [id, make] of Object.entries(SCENARIOS)) {
  const named = make(new Stack(app, id, { env: { account: '111122223333', region: 'eu-west-1' } }));
  for (const [name, construct] of Object.entries(named)) { construct.node.defaultChild.overrideLogicalId(name); }
}
app.synth();
