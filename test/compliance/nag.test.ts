import { App, Aspects, Environment, IAspect, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as cxapi from 'aws-cdk-lib/cx-api';
import * as nag from 'cdk-nag';
import * as nag2 from 'cdk-nag-2';
import { Construct } from 'constructs';
import {
  BucketAccess, DynamoDbStreamPullSource, EventBridgePushSource, HttpApiPushSource, IPullSource, IPushSource, PolicyKind, PullTrigger, PushTrigger,
  RestApiPushSource, S3PushSource, SecureFunction, SnsPushSource, SqsPullSource,
} from '../../src';

const PACKS = ['AwsSolutionsChecks', 'ServerlessChecks', 'HIPAASecurityChecks', 'NIST80053R4Checks', 'NIST80053R5Checks', 'PCIDSS321Checks'] as const;

/** The packs that accept statements inside a role. */
const PACKS_FOR_INLINE = PACKS.slice(0, 2);

/** What the user did not ask for: a VPC, concurrency, memory, timeout, tracing, and a dead-letter queue of function, mapping or subscription. */
const SHAPE = new RegExp('-(LambdaInsideVPC|LambdaConcurrency|LambdaDefaultMemorySize|LambdaDefaultTimeout|LambdaTracing'
  + '|LambdaDLQ|LambdaEventSourceMappingDestination|SNSRedrivePolicy)$');

/** What each scenario connects a function to. */
const SCENARIOS: { [name: string]: (sources: Construct, target: SecureFunction) => void } = {
  S3: (sources, target) => push(target, new S3PushSource(new s3.Bucket(sources, 'Source'))),
  Sns: (sources, target) => push(target, new SnsPushSource(new sns.Topic(sources, 'Source'))),
  RestApi: (sources, target) => push(target, new RestApiPushSource(new apigateway.RestApi(sources, 'Source', { cloudWatchRole: false }), { method: 'GET', path: '/a' })),
  HttpApi: (sources, target) => push(target, new HttpApiPushSource(new apigwv2.HttpApi(sources, 'Source'), { method: apigwv2.HttpMethod.GET, path: '/a' })),
  EventBridge: (sources, target) => push(target, new EventBridgePushSource(new events.Rule(sources, 'Source', { eventPattern: { source: ['shop'] } }))),
  Sqs: (sources, target) => pull(target, new SqsPullSource(new sqs.Queue(sources, 'Source'))),
  DynamoDbStream: (sources, target) => pull(target, new DynamoDbStreamPullSource(new dynamodb.Table(sources, 'Source', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.KEYS_ONLY,
  }), { startingPosition: lambda.StartingPosition.LATEST })),
  Vpc: () => {},
};

const CHINA = { account: '111122223333', region: 'cn-north-1' };
const GOV_CLOUD = { account: '111122223333', region: 'us-gov-west-1' };

/** The one flag that is off: it makes synthesis throw on the annotations of version 2 before they can be read. */
const FLAGS = { ...cxapi.CURRENTLY_RECOMMENDED_FLAGS, '@aws-cdk/core:annotationsInValidationReport': false };

/** Where the app stands: anywhere and in partitions of their own, with everything that CDK recommends switched off and on. */
const PLACES: Place[] = [
  { name: 'anywhere' },
  { name: 'anywhere, with recommended feature flags', context: FLAGS },
  { name: 'in China, with recommended feature flags', env: CHINA, context: FLAGS },
  { name: 'in GovCloud', env: GOV_CLOUD },
  { name: 'with sources in other stacks, with recommended feature flags', apart: true, context: FLAGS },
];

interface Place {
  readonly name: string;
  readonly env?: Environment;
  readonly context?: { [flag: string]: unknown };
  /** Whether what calls the function is in another stack than the function. */
  readonly apart?: boolean;
}

interface Finding { readonly rule: string; readonly path: string }

/** For each scenario a stack, and in it a function with everything on it that brings a wildcard: a key prefix and tracing. */
function appWith(policyKind: PolicyKind, place: Place = PLACES[0]): App {
  const app = new App({ context: place.context, analyticsReporting: false });
  for (const [name, connect] of Object.entries(SCENARIOS)) {
    const stack = new Stack(app, name, { env: place.env });
    const sources = place.apart ? new Stack(app, `${name}Sources`, { env: place.env }) : new Construct(stack, 'Sources');
    const handler = new SecureFunction(stack, 'Handler', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
      tracing: lambda.Tracing.ACTIVE,
      policyKind,
      vpc: name === 'Vpc' ? new ec2.Vpc(sources, 'Source', { maxAzs: 1, restrictDefaultSecurityGroup: false }) : undefined,
    });
    connect(sources, handler);
    handler.allow(new BucketAccess(new s3.Bucket(stack, 'Data'), { actions: ['GetObject'], prefix: 'in/' }));
  }
  return app;
}

function push(target: SecureFunction, source: IPushSource): void {
  new PushTrigger(target.stack, 'Trigger', { target, source });
}

function pull(target: SecureFunction, source: IPullSource): void {
  new PullTrigger(target.stack, 'Trigger', { target, source });
}

function findingsOfVersion3(app: App, packs: readonly (typeof PACKS)[number][]): Finding[] {
  app.synth();
  return packs.flatMap((pack) => new nag[pack]().validateScope(app).violations)
    .flatMap(({ ruleName: rule, violatingResources }) => violatingResources.map(({ constructPath }) => ({ rule, path: constructPath ?? '' })));
}

function findingsOfVersion2(app: App, packs: readonly (typeof PACKS)[number][]): Finding[] {
  packs.forEach((pack) => Aspects.of(app).add(new nag2[pack]() as IAspect));
  return app.synth().stacks.flatMap(({ messages }) => messages).filter(({ level }) => level !== 'info').map(({ id, entry }) => ({
    rule: /^([^:[]+(?:\[.*?\](?=: ))?): /.exec(String(entry.data))?.[1] ?? String(entry.data),
    path: id.slice(1),
  }));
}

/** Findings about what we made, not about the resources that the test made for it. */
function ofOurs(findings: Finding[]): Finding[] {
  return findings.filter(({ path }) => !/^\w+Sources\/Source\/|^\w+\/(Sources\/Source|Data|Trigger\/Route)\//.test(path));
}

/** Which functions the packs found something about: they did look at all of them. */
function scenariosIn(findings: Finding[]): string[] {
  const named = new Set(findings.map(({ path }) => path.split('/')[0]));
  return Object.keys(SCENARIOS).filter((name) => named.has(name));
}

describe.each([['3', findingsOfVersion3], ['2', findingsOfVersion2]] as const)('cdk-nag %s', (_version, findingsOf) => {
  describe.each(PLACES.map((place) => [place.name, place] as const))('%s', (_name, place) => {
    test('finds nothing about permissions on any function and trigger', () => {
      const findings = ofOurs(findingsOf(appWith(PolicyKind.INLINE, place), PACKS_FOR_INLINE));

      expect(findings.filter(({ rule }) => !SHAPE.test(rule))).toEqual([]);
      expect(scenariosIn(findings)).toEqual(Object.keys(SCENARIOS));
    });

    test('finds nothing about permissions in all six packs with managed policies', () => {
      const findings = ofOurs(findingsOf(appWith(PolicyKind.MANAGED, place), PACKS));

      expect(findings.filter(({ rule }) => !SHAPE.test(rule))).toEqual([]);
      expect(scenariosIn(findings)).toEqual(Object.keys(SCENARIOS));
    });
  });

  test('still finds a wildcard that somebody adds to the one that is acknowledged', () => {
    const app = appWith(PolicyKind.INLINE);
    const handler = app.node.findChild('Sns').node.findChild('Handler') as SecureFunction;
    new s3.Bucket(app.node.findChild('Sns'), 'Other').grantRead(handler);

    const rules = ofOurs(findingsOf(app, PACKS_FOR_INLINE)).map(({ rule }) => rule);

    expect(rules).toEqual(expect.arrayContaining(['AwsSolutions-IAM5[Action::s3:GetObject*]']));
    expect(rules.filter((rule) => rule.startsWith('AwsSolutions-IAM5[Resource::'))).toEqual([expect.stringMatching(/^AwsSolutions-IAM5\[Resource::<Other.*\.Arn>\/\*\]$/)]);
  });

  test('still finds that a log group of others has no key of the customer, whatever is acknowledged for ours', () => {
    const app = appWith(PolicyKind.MANAGED);
    new logs.LogGroup(app.node.findChild('Sns'), 'Other', { retention: logs.RetentionDays.ONE_YEAR });

    const findings = findingsOf(app, ['HIPAASecurityChecks']).filter(({ rule }) => rule.endsWith('-CloudWatchLogGroupEncrypted'));

    expect(findings).toEqual([{ rule: 'HIPAA.Security-CloudWatchLogGroupEncrypted', path: 'Sns/Other/Resource' }]);
  });
});
