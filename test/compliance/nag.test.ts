import { App, Aspects, Environment, IAspect, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as cxapi from 'aws-cdk-lib/cx-api';
import * as nag from 'cdk-nag';
import * as nag2 from 'cdk-nag-2';
import { BucketAccess, HttpApiPushSource, IPushSource, PolicyKind, PushTrigger, RestApiPushSource, S3PushSource, SecureFunction, SnsPushSource } from '../../src';

const PACKS = ['AwsSolutionsChecks', 'ServerlessChecks', 'HIPAASecurityChecks', 'NIST80053R4Checks', 'NIST80053R5Checks', 'PCIDSS321Checks'] as const;

/** The packs that accept statements inside a role. */
const PACKS_FOR_INLINE = PACKS.slice(0, 2);

/** Rules about the shape of a function, its log group and its subscription that the user did not ask for: none is about permissions. */
const SHAPE = /-(LambdaInsideVPC|LambdaConcurrency|LambdaDLQ|LambdaDefaultMemorySize|LambdaDefaultTimeout|LambdaTracing|CloudWatchLogGroupEncrypted|SNSRedrivePolicy)$/;

const SOURCES: { [name: string]: (stack: Stack) => IPushSource } = {
  'S3': (stack) => new S3PushSource(new s3.Bucket(stack, 'Source')),
  'SNS': (stack) => new SnsPushSource(new sns.Topic(stack, 'Source')),
  'REST API': (stack) => new RestApiPushSource(new apigateway.RestApi(stack, 'Source', { cloudWatchRole: false }), { method: 'GET', path: '/a' }),
  'HTTP API': (stack) => new HttpApiPushSource(new apigwv2.HttpApi(stack, 'Source'), { method: apigwv2.HttpMethod.GET, path: '/a' }),
};

/** The one flag that is off: it makes synthesis throw on the annotations of version 2 before they can be read. */
const FLAGS = { ...cxapi.CURRENTLY_RECOMMENDED_FLAGS, '@aws-cdk/core:annotationsInValidationReport': false };

/** Where the app stands: anywhere, and in a partition of its own with everything switched on that CDK recommends. */
const PLACES: Place[] = [
  { name: 'anywhere' },
  { name: 'in China, with recommended feature flags', env: { account: '111122223333', region: 'cn-north-1' }, context: FLAGS },
];

interface Place { readonly name: string; readonly env?: Environment; readonly context?: { [flag: string]: unknown } }

interface Finding { readonly rule: string; readonly path: string }

/** A function with everything on it that brings a wildcard: a key prefix and tracing. */
function appWith(source: string, policyKind: PolicyKind, place: Place = PLACES[0]): App {
  const app = new App({ context: place.context });
  const stack = new Stack(app, 'Stack', { env: place.env });
  const handler = new SecureFunction(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    tracing: lambda.Tracing.ACTIVE,
    policyKind,
  });
  new PushTrigger(stack, 'Trigger', { target: handler, source: SOURCES[source](stack) });
  handler.allow(new BucketAccess(new s3.Bucket(stack, 'Data'), { actions: ['GetObject'], prefix: 'in/' }));
  return app;
}

function findingsOfVersion3(app: App, packs: readonly (typeof PACKS)[number][]): Finding[] {
  app.synth();
  return packs.flatMap((pack) => new nag[pack]().validateScope(app).violations)
    .flatMap(({ ruleName: rule, violatingResources }) => violatingResources.map(({ constructPath }) => ({ rule, path: constructPath ?? '' })));
}

function findingsOfVersion2(app: App, packs: readonly (typeof PACKS)[number][]): Finding[] {
  packs.forEach((pack) => Aspects.of(app).add(new nag2[pack]() as IAspect));
  return app.synth().getStackByName('Stack').messages.filter(({ level }) => level !== 'info').map(({ id, entry }) => ({
    rule: /^([^:[]+(?:\[.*?\](?=: ))?): /.exec(String(entry.data))?.[1] ?? String(entry.data),
    path: id.slice(1),
  }));
}

/** Findings about what we made, not about the resources that the test made for it. */
function ofOurs(findings: Finding[]): Finding[] {
  return findings.filter(({ path }) => !/^Stack\/(Source|Data)\/|^Stack\/Trigger\/Route\//.test(path));
}

describe.each([['3', findingsOfVersion3], ['2', findingsOfVersion2]] as const)('cdk-nag %s', (_version, findingsOf) => {
  describe.each(PLACES.map((place) => [place.name, place] as const))('%s', (_name, place) => {
    test.each(Object.keys(SOURCES))('finds nothing about permissions on a function with a trigger: %s', (source) => {
      const findings = ofOurs(findingsOf(appWith(source, PolicyKind.INLINE, place), PACKS_FOR_INLINE));

      expect(findings.filter(({ rule }) => !SHAPE.test(rule))).toEqual([]);
    });

    test.each(Object.keys(SOURCES))('finds nothing about permissions in all six packs with managed policies: %s', (source) => {
      const findings = ofOurs(findingsOf(appWith(source, PolicyKind.MANAGED, place), PACKS));

      expect(findings.filter(({ rule }) => !SHAPE.test(rule))).toEqual([]);
      expect(findings.map(({ rule }) => rule)).toContain('HIPAA.Security-LambdaInsideVPC'); // the packs did look
    });
  });

  test('still finds a wildcard that somebody adds to the one that is acknowledged', () => {
    const app = appWith('SNS', PolicyKind.INLINE);
    const handler = app.node.findChild('Stack').node.findChild('Handler') as SecureFunction;
    new s3.Bucket(app.node.findChild('Stack'), 'Other').grantRead(handler);

    const rules = ofOurs(findingsOf(app, PACKS_FOR_INLINE)).map(({ rule }) => rule);

    expect(rules).toEqual(expect.arrayContaining(['AwsSolutions-IAM5[Action::s3:GetObject*]']));
    expect(rules.filter((rule) => rule.startsWith('AwsSolutions-IAM5[Resource::'))).toEqual([expect.stringMatching(/^AwsSolutions-IAM5\[Resource::<Other.*\.Arn>\/\*\]$/)]);
  });
});
