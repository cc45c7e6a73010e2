import { App, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { describePushSource } from './contract';
import { SecureFunction } from '../../src/function/secure-function';
import { evaluate } from '../../src/model/evaluate';
import { CloudFrontPushSource } from '../../src/push/cloud-front';
import { PushTrigger } from '../../src/push/push-trigger';

const AUTH = { authType: lambda.FunctionUrlAuthType.AWS_IAM };

/** A distribution in front of the URL of a function, as CDK makes it. */
function distributionOf(scope: Stack, target: lambda.Function | lambda.Alias, id = 'Site'): cloudfront.Distribution {
  const origin = origins.FunctionUrlOrigin.withOriginAccessControl(target.addFunctionUrl(AUTH));
  return new cloudfront.Distribution(scope, id, { defaultBehavior: { origin } });
}

/** A distribution, with its logical id in the place of the name that AWS lets nobody choose. */
function siteIn(scope: Construct, name?: string): cloudfront.Distribution {
  const site = new cloudfront.Distribution(scope, 'Source', { defaultBehavior: { origin: new origins.HttpOrigin('example.com') } });
  if (name !== undefined) { (site.node.defaultChild as cloudfront.CfnDistribution).overrideLogicalId(name); }
  return site;
}

describePushSource({
  row: 'CloudFrontPushSource',
  make: (scope, name) => new CloudFrontPushSource(siteIn(scope, name)),
  imported: {
    make: (scope) => new CloudFrontPushSource(
      cloudfront.Distribution.fromDistributionAttributes(scope, 'Source', { distributionId: 'known', domainName: 'example.com' })),
  },
  servicePrincipal: 'cloudfront.amazonaws.com',
  sourceArn: ({ partition, account, name }) => `arn:${partition}:cloudfront::${account}:distribution/${name}`,
  sourceArnInCommand: 'arn:${AWS::Partition}:cloudfront::111122223333:distribution/${known}',
  namesAccount: false,
  viaFunctionUrl: true,
  connectedBy: 'AWS::CloudFront::Distribution',
  namedByAws: true,
  sourceFirst: true,
  crossAccount: true,
  crossRegion: true,
});

test('the permission for the URL of an alias is for the alias alone', () => {
  const stack = newStack();
  const target = new SecureFunction(stack, 'Fn', CODE).addAlias('live');
  target.addEventSource(new CloudFrontPushSource(distributionOf(stack, target)));

  const done = new Synthesized(stack.node.root as App);

  const alias: unknown = stack.resolve(target.functionArn);
  expect(done.permissions().map(({ Properties }) => Properties.FunctionName)).toEqual([alias, alias]);
});

test('what CDK writes for the other origins of a distribution stays', () => {
  const stack = newStack();
  const [page, image] = ['Page', 'Image'].map((id) => new lambda.Function(stack, id, CODE));
  const site = distributionOf(stack, page);
  site.addBehavior('/images/*', origins.FunctionUrlOrigin.withOriginAccessControl(image.addFunctionUrl(AUTH)));
  new PushTrigger(stack, 'OnRequest', { target: page, source: new CloudFrontPushSource(site) });

  const done = new Synthesized(stack.node.root as App);

  const named = done.permissions().map(({ Properties }) => JSON.stringify(Properties.FunctionName));
  expect(named.filter((name) => name.includes('"Page'))).toHaveLength(2);
  expect(named.filter((name) => name.includes('"Image')).length).toBeGreaterThan(0);
});

test.each([
  ['its own', 'E1', 'lambda:InvokeFunctionUrl', true, 'ALLOWED'],
  ['another', 'E2', 'lambda:InvokeFunctionUrl', true, 'DENIED'],
  ['its own, past the URL', 'E1', 'lambda:InvokeFunction', false, 'DENIED'],
])('a call for %s distribution is answered as it should be', (_, id, action, viaUrl, expected) => {
  const stack = newStack();
  const site = cloudfront.Distribution.fromDistributionAttributes(stack, 'Site', { distributionId: 'E1', domainName: 'example.com' });
  new SecureFunction(stack, 'Fn', { ...CODE, functionName: 'page' }).addEventSource(new CloudFrontPushSource(site));
  const { arn, targets } = new Synthesized(stack.node.root as App).function('Fn');

  const decision = evaluate({
    principal: { kind: 'Service', id: 'cloudfront.amazonaws.com' },
    action,
    resource: arn,
    context: {
      'aws:SourceArn': [`arn:aws:cloudfront::111122223333:distribution/${id}`],
      ...viaUrl ? { 'lambda:FunctionUrlAuthType': ['AWS_IAM'], 'lambda:InvokedViaFunctionUrl': ['true'] } : {},
    },
  }, { identity: [], resource: targets.flatMap(({ statements }) => statements) });

  expect(decision.outcome).toBe(expected);
});

test('fails for a pattern of distributions', () => {
  const site = cloudfront.Distribution.fromDistributionAttributes(newStack(), 'Site', { distributionId: '*', domainName: 'example.com' });

  expect(messageOf(() => new CloudFrontPushSource(site))).toBe(
    "'distribution' must be one distribution, got the pattern '*'; import the distribution by its id [Stack/Site]");
});
