import { readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { CODE, Synthesized, newStack } from './app';
import { SecureFunction } from '../../src/function/secure-function';
import { evaluate } from '../../src/model/evaluate';
import { Outcome } from '../../src/model/request';
import { AlexaPushSource } from '../../src/push/alexa';
import { ApiAuthorizerPushSource } from '../../src/push/api-authorizer';
import { AppConfigPushSource } from '../../src/push/app-config';
import { AppSyncPushSource } from '../../src/push/app-sync';
import { BedrockAgentPushSource } from '../../src/push/bedrock-agent';
import { CloudWatchDataSourcePushSource } from '../../src/push/cloudwatch-data-source';
import { CodeCommitPushSource } from '../../src/push/code-commit';
import { ConfigPushSource } from '../../src/push/config';
import { ConnectPushSource } from '../../src/push/connect';
import { IotAuthorizerPushSource } from '../../src/push/iot-authorizer';
import { IvsChatPushSource } from '../../src/push/ivs-chat';
import { LatticePushSource } from '../../src/push/lattice';
import { LexPushSource } from '../../src/push/lex';
import { PushSource } from '../../src/push/push-source';
import { S3PushSource } from '../../src/push/s3';
import { S3Delivery } from '../../src/push/s3-delivery';
import { SecretRotationPushSource } from '../../src/push/secret-rotation';
import { SnsPushSource } from '../../src/push/sns';
import { TransferPushSource } from '../../src/push/transfer';

/** One call of a function by a service, and what IAM answers. */
interface Call {
  readonly name: string;
  /** The construct id of the function that is called. */
  readonly function: string;
  readonly service: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  readonly eventSourceToken?: string;
  readonly expected: Outcome;
}

const CALLS = JSON.parse(readFileSync(join(__dirname, 'service-calls.json'), 'utf8')) as Call[];

/** Functions that the cases name, each with one source. */
function sources(): App {
  const stack = newStack();
  const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:111122223333:${resource}`;
  const made: { [id: string]: PushSource } = {
    Bedrock: new BedrockAgentPushSource(arn('bedrock', 'agent/ORDERS')),
    Lex: new LexPushSource(arn('lex', 'bot-alias/BOT/LIVE')),
    Connect: new ConnectPushSource(arn('connect', 'instance/c8c0e68d')),
    Transfer: new TransferPushSource(arn('transfer', 'server/s-1')),
    IvsChat: new IvsChatPushSource(arn('ivschat', 'room/Stage')),
    AppConfig: new AppConfigPushSource(arn('appconfig', 'application/abc1234/configurationprofile/def5678')),
    AppSync: new AppSyncPushSource(arn('appsync', 'apis/orders')),
    ApiAuthorizer: new ApiAuthorizerPushSource(apigateway.RestApi.fromRestApiId(stack, 'Api', 'api1'), 'abc123'),
    IotAuthorizer: new IotAuthorizerPushSource(arn('iot', 'authorizer/callers')),
    DataSource: new CloudWatchDataSourcePushSource(),
    Alexa: new AlexaPushSource('amzn1.ask.skill.0a1b2c3d-4e5f-6789-abcd-ef0123456789'),
    Lattice: new LatticePushSource(),
    LatticeGroup: new LatticePushSource({ targetGroupArn: arn('vpc-lattice', 'targetgroup/tg-1') }),
    Config: new ConfigPushSource({ periodic: true }),
    SecretRotation: new SecretRotationPushSource(secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', arn('secretsmanager', 'secret:password-AbCdEf'))),
    CodeCommit: new CodeCommitPushSource(new codecommit.Repository(stack, 'Shop', { repositoryName: 'shop' })),
    S3Native: new S3PushSource(new s3.Bucket(stack, 'Images', { bucketName: 'images' }), { delivery: S3Delivery.NATIVE }),
    S3Rule: new S3PushSource(new s3.Bucket(stack, 'Others'), { delivery: S3Delivery.EVENT_BRIDGE }),
    SnsOptIn: new SnsPushSource(sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:ap-east-1:111122223333:orders')),
  };
  for (const [id, source] of Object.entries(made)) {
    new SecureFunction(stack, id, { ...CODE, functionName: id }).addEventSource(source);
  }
  return stack.node.root as App;
}

describe('a call by', () => {
  let access: Synthesized;

  beforeAll(() => { access = new Synthesized(sources()); });

  test.each(CALLS.map((call) => [call.name, call.expected, call] as const))('%s is %s', (_, expected, call) => {
    const { arn, targets } = access.function(call.function);
    const decision = evaluate({
      principal: { kind: 'Service', id: call.service },
      action: 'lambda:InvokeFunction',
      resource: arn,
      context: {
        ...call.sourceArn && { 'aws:SourceArn': [call.sourceArn] },
        ...call.sourceAccount && { 'aws:SourceAccount': [call.sourceAccount] },
        ...call.eventSourceToken && { 'lambda:EventSourceToken': [call.eventSourceToken] },
      },
    }, { identity: [], resource: targets.flatMap(({ statements }) => statements) });

    expect(decision.outcome).toBe(expected);
  });

  test('the rule that is made for the bucket, and for no other account or region, is ALLOWED', () => {
    const { targets } = access.function('S3Rule');
    const [{ Properties }] = access.resources('AWS::Events::Rule');

    expect(targets[0].statements.map(({ conditions }) => conditions)).toEqual([
      [{ operator: 'ArnLike', key: 'aws:SourceArn', values: [`arn:aws:events:eu-west-1:111122223333:rule/${Properties.Name}`] }],
    ]);
  });
});
