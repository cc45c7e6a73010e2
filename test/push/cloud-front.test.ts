import { App, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CODE, FLAG_SETS, HOME, Synthesized, messageOf, newApp, newStack } from './app';
import { statementsOf } from './contract';
import { CLOSED } from './targets';
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

/** Both statements, for a distribution and a target in the words of the template reader. */
function bothStatements(resource: string, sourceArn: string): object[] {
  const common = { effect: 'Allow', principals: [{ kind: 'Service', id: 'cloudfront.amazonaws.com' }], resources: [resource] };
  const arn = { operator: 'ArnLike', key: 'aws:SourceArn', values: [sourceArn] };
  return [
    { ...common, actions: ['lambda:InvokeFunctionUrl'], conditions: [arn, { operator: 'StringEquals', key: 'lambda:FunctionUrlAuthType', values: ['AWS_IAM'] }] },
    { ...common, actions: ['lambda:InvokeFunction'], conditions: [arn, { operator: 'Bool', key: 'lambda:InvokedViaFunctionUrl', values: ['true'] }] },
  ];
}

const PLACES = [
  ['Agnostic', {}, '${AWS::Partition}', '${AWS::Region}', '${AWS::AccountId}'],
  ['Commercial', HOME, 'aws', 'eu-west-1', '111122223333'],
  ['China', { ...HOME, region: 'cn-north-1' }, 'aws-cn', 'cn-north-1', '111122223333'],
  ['GovCloud', { ...HOME, region: 'us-gov-west-1' }, 'aws-us-gov', 'us-gov-west-1', '111122223333'],
] as const;

test.each(FLAG_SETS)('the distribution may call the URL, and the function through it, each said once, %s', (_, flags) => {
  const app = newApp(flags);
  const stacks = PLACES.map(([id, env]) => {
    const stack = new Stack(app, id, { env });
    const target = new SecureFunction(stack, 'Fn', CODE);
    new PushTrigger(stack, 'OnRequest', { target, source: new CloudFrontPushSource(distributionOf(stack, target)) });
    return stack;
  });

  const done = new Synthesized(app);

  PLACES.forEach(([id, , partition, region, account], index) => {
    const arn = `arn:${partition}:lambda:${region}:${account}:function:\${${id}.Fn}`;
    expect(statementsOf(done, stacks[index])).toEqual(bothStatements(arn, `arn:${partition}:cloudfront::${account}:distribution/\${${id}.Site}`));
  });
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

test.each(['Functions', 'Sites'])('function and distribution in two stacks, the trigger in the stack %s: two statements, and no cycle of stacks', (home) => {
  const app = newApp();
  const stacks = Object.fromEntries(['Functions', 'Sites'].map((id) => [id, new Stack(app, id, { env: HOME })]));
  const target = new SecureFunction(stacks.Functions, 'Fn', CODE);
  const url = target.addFunctionUrl(AUTH);
  const site = new cloudfront.Distribution(stacks.Sites, 'Site', { defaultBehavior: { origin: new origins.FunctionUrlOrigin(url) } });
  new PushTrigger(stacks[home], 'OnRequest', { target, source: new CloudFrontPushSource(site) });

  const done = new Synthesized(app);

  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:${Functions.Fn}';
  expect(statementsOf(done, stacks.Functions)).toEqual(bothStatements(arn, 'arn:aws:cloudfront::111122223333:distribution/${Sites.Site}'));
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

test.each(Object.entries(CLOSED))('fails for a function %s with both commands for its owner', (_, make) => {
  const stack = newStack();
  const site = cloudfront.Distribution.fromDistributionAttributes(stack, 'Site', { distributionId: 'E1', domainName: 'example.com' });

  const message = messageOf(() => new PushTrigger(stack, 'OnRequest', { target: make(stack), source: new CloudFrontPushSource(site) }));

  expect(message).toMatch(/--action 'lambda:InvokeFunctionUrl' .*--source-arn '.+:distribution\/E1' --function-url-auth-type 'AWS_IAM'` and `aws lambda add-permission/);
  expect(message).toMatch(/--action 'lambda:InvokeFunction' .*--invoked-via-function-url`/);
});

test('fails for a pattern of distributions', () => {
  const site = cloudfront.Distribution.fromDistributionAttributes(newStack(), 'Site', { distributionId: '*', domainName: 'example.com' });

  expect(messageOf(() => new CloudFrontPushSource(site))).toBe(
    "'distribution' must be one distribution, got the pattern '*'; import the distribution by its id [Stack/Site]");
});
