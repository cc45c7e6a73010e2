import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { CODE, Synthesized, newStack } from './app';
import { SecureFunction } from '../../src/function/secure-function';
import { evaluate } from '../../src/model/evaluate';
import { Outcome } from '../../src/model/request';
import { HttpApiPushSource } from '../../src/push/http-api';
import { IPushSource } from '../../src/push/push-source';
import { PushTrigger } from '../../src/push/push-trigger';
import { RestApiPushSource } from '../../src/push/rest-api';
import { S3PushSource } from '../../src/push/s3';
import { SnsPushSource } from '../../src/push/sns';

/** One call of a function by a service, and what IAM answers. */
interface Call {
  readonly name: string;
  /** The construct id of the function that is called. */
  readonly function: string;
  /** The alias that is called; without it the function itself. */
  readonly qualifier?: string;
  readonly service: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  readonly expected: Outcome;
}

const CALLS = JSON.parse(readFileSync(join(__dirname, 'calls.json'), 'utf8')) as Call[];

/** Functions that the cases name, each with one trigger. */
function triggers(): Stack {
  const stack = newStack();
  const trigger = (id: string, source: IPushSource, target: lambda.IFunction) => new PushTrigger(stack, `On${id}`, { target, source });
  const secure = (id: string) => new SecureFunction(stack, id, { ...CODE, functionName: id });
  const topic = new sns.Topic(stack, 'Orders', { topicName: 'orders' });
  const restApi = apigateway.RestApi.fromRestApiAttributes(stack, 'RestApi', { restApiId: 'rest000001', rootResourceId: 'root' });
  const httpApi = apigwv2.HttpApi.fromHttpApiAttributes(stack, 'HttpApi', { httpApiId: 'http000001' });
  const stages = ['$default'];

  trigger('S3', new S3PushSource(new s3.Bucket(stack, 'Images', { bucketName: 'images' })), secure('S3'));
  trigger('Sns', new SnsPushSource(topic), secure('Sns'));
  trigger('Rest', new RestApiPushSource(restApi, { method: 'GET', path: '/items/{id}', stages: ['prod'] }), secure('Rest'));
  trigger('Http', new HttpApiPushSource(httpApi, { method: apigwv2.HttpMethod.GET, path: '/items/{id}', stages }), secure('Http'));
  trigger('HttpDefault', new HttpApiPushSource(httpApi, { path: '$default', stages }), secure('HttpDefault'));
  trigger('Alias', new SnsPushSource(topic), secure('Alias').addAlias('live'));
  return stack;
}

describe('a call by', () => {
  let access: Synthesized;

  beforeAll(() => { access = new Synthesized(triggers().node.root as App); });

  test.each(CALLS.map((call) => [call.name, call.expected, call] as const))('%s is %s', (_, expected, call) => {
    const { arn, targets } = access.function(call.function);
    const decision = evaluate({
      principal: { kind: 'Service', id: call.service },
      action: 'lambda:InvokeFunction',
      resource: call.qualifier ? `${arn}:${call.qualifier}` : arn,
      context: {
        ...call.sourceArn && { 'aws:SourceArn': [call.sourceArn] },
        ...call.sourceAccount && { 'aws:SourceAccount': [call.sourceAccount] },
      },
    }, { identity: [], resource: targets.flatMap(({ statements }) => statements) });

    expect(decision.outcome).toBe(expected);
  });
});
