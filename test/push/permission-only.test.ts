import { App, Aws, Stack, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as ivschat from 'aws-cdk-lib/aws-ivschat';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as lex from 'aws-cdk-lib/aws-lex';
import * as transfer from 'aws-cdk-lib/aws-transfer';
import { Construct } from 'constructs';
import { CODE, Synthesized, messageOf, newStack } from './app';
import { Place, describePushSource } from './contract';
import { LambdaPermissionChecks } from '../../src/checks/lambda-permission-checks';
import { SecureFunction } from '../../src/function/secure-function';
import { AlexaPushSource } from '../../src/push/alexa';
import { ApiAuthorizerPushSource } from '../../src/push/api-authorizer';
import { AppConfigPushSource, AppConfigPushSourceOptions } from '../../src/push/app-config';
import { AppSyncPushSource } from '../../src/push/app-sync';
import { BedrockAgentPushSource } from '../../src/push/bedrock-agent';
import { CloudWatchDataSourcePushSource } from '../../src/push/cloudwatch-data-source';
import { ConnectPushSource } from '../../src/push/connect';
import { IotAuthorizerPushSource } from '../../src/push/iot-authorizer';
import { IvsChatPushSource } from '../../src/push/ivs-chat';
import { LexPushSource } from '../../src/push/lex';
import { PushSource } from '../../src/push/push-source';
import { PushTrigger } from '../../src/push/push-trigger';
import { TransferPushSource } from '../../src/push/transfer';
import { synthesize } from '../checks/synthesize';

const SKILL = 'amzn1.ask.skill.0a1b2c3d-4e5f-6789-abcd-ef0123456789';

/** The ARN of something in the stack's own account and region. */
function arnHere(scope: Construct, service: string, resource: string): string {
  return Stack.of(scope).formatArn({ service, resource });
}

/** An ARN in the words of the template reader. */
function arn(service: string, resource: (name: string) => string) {
  return ({ partition, region, account, name }: Place) => `arn:${partition}:${service}:${region}:${account}:${resource(name)}`;
}

describe('BedrockAgentPushSource', () => describePushSource({
  row: 'BedrockAgentPushSource',
  make: (scope, name) => new BedrockAgentPushSource(name
    ? arnHere(scope, 'bedrock', `agent/${name}`)
    : new bedrock.CfnAgent(scope, 'Source', { agentName: 'orders' }).attrAgentArn),
  imported: 'BY_NATURE',
  servicePrincipal: 'bedrock.amazonaws.com',
  sourceArn: arn('bedrock', (name) => `agent/${name}`),
  namesAccount: true,
  unpinned: 'the action group',
  crossAccount: true,
  crossRegion: true,
}));

describe('LexPushSource', () => describePushSource({
  row: 'LexPushSource',
  make: (scope, name) => new LexPushSource(name
    ? arnHere(scope, 'lex', `bot-alias/BOT/${name}`)
    : new lex.CfnBotAlias(scope, 'Source', { botId: 'BOT', botAliasName: 'live' }).attrArn),
  imported: 'BY_NATURE',
  servicePrincipal: 'lexv2.amazonaws.com',
  sourceArn: arn('lex', (name) => `bot-alias/BOT/${name.replace('}', '.BotAliasId}')}`),
  namesAccount: false,
  crossAccount: true,
  crossRegion: true,
}));

describe('ConnectPushSource', () => describePushSource({
  row: 'ConnectPushSource',
  make: (scope, name = 'shop') => new ConnectPushSource(arnHere(scope, 'connect', `instance/${name}`)),
  imported: 'BY_NATURE',
  servicePrincipal: 'connect.amazonaws.com',
  sourceArn: arn('connect', (name) => `instance/${name.startsWith('$') ? 'shop' : name}`),
  namesAccount: true,
  unpinned: 'the flow',
  crossAccount: true,
  crossRegion: true,
}));

describe('TransferPushSource', () => describePushSource({
  row: 'TransferPushSource',
  make: (scope, name) => new TransferPushSource(name
    ? arnHere(scope, 'transfer', `server/${name}`)
    : new transfer.CfnServer(scope, 'Source', {}).attrArn),
  imported: 'BY_NATURE',
  servicePrincipal: 'transfer.amazonaws.com',
  sourceArn: arn('transfer', (name) => `server/${name.replace('}', '.ServerId}')}`),
  namesAccount: false,
  crossAccount: true,
  crossRegion: true,
}));

describe('IvsChatPushSource', () => describePushSource({
  row: 'IvsChatPushSource',
  make: (scope, name) => new IvsChatPushSource(name ? arnHere(scope, 'ivschat', `room/${name}`) : new ivschat.CfnRoom(scope, 'Source').attrArn),
  imported: 'BY_NATURE',
  servicePrincipal: 'ivschat.amazonaws.com',
  sourceArn: arn('ivschat', (name) => `room/${name}`),
  namesAccount: true,
  crossAccount: true,
  crossRegion: true,
}));

describe('AppConfigPushSource', () => describePushSource({
  row: 'AppConfigPushSource',
  make: (scope, name = 'def5678') => new AppConfigPushSource(arnHere(scope, 'appconfig', `application/abc1234/configurationprofile/${name}`)),
  imported: 'BY_NATURE',
  servicePrincipal: 'appconfig.amazonaws.com',
  namesAccount: true,
  unpinned: 'the profile',
  crossAccount: true,
  crossRegion: true,
}));

describe('a validator of AppConfig', () => {
  const PROFILE = 'arn:aws:appconfig:eu-west-1:111122223333:application/abc1234/configurationprofile/def5678';
  const callFor = (options: AppConfigPushSourceOptions) => {
    const stack = newStack();
    const source = new AppConfigPushSource(PROFILE, options);
    new PushTrigger(stack, 'OnDeployment', { target: new SecureFunction(stack, 'Fn', CODE), source });
    Validations.of(stack.node.root).addPlugins(new LambdaPermissionChecks());
    return stack.node.root as App;
  };

  test.each<[string, AppConfigPushSourceOptions, object]>([
    ['of its account', {}, { SourceAccount: '111122223333' }],
    ['of the one profile, when that is asked for', { onlyThisProfile: true }, { SourceArn: PROFILE, SourceAccount: '111122223333' }],
    ['of any account, for a reason', { anyAccountReason: 'no condition was sent in a trial' }, {}],
  ])('may be asked for profiles %s, and no finding remains', (_, options, expected) => {
    const app = callFor(options);
    const { failed, output } = synthesize(app);

    const permissions = new Synthesized(app).permissions().map(({ Properties: { SourceArn, SourceAccount } }) => ({ SourceArn, SourceAccount }));

    expect(permissions).toEqual([expected]);
    expect(failed).toBe(false);
    expect(output).not.toContain('LambdaPermissions-');
  });

  test.each<[string, AppConfigPushSourceOptions, RegExp]>([
    ['an empty reason', { anyAccountReason: ' ' }, /^'anyAccountReason' must say why AppConfig may call for any account, got an empty text; .+$/],
    ['a reason for any account beside one profile', { anyAccountReason: 'trial', onlyThisProfile: true },
      /^'onlyThisProfile' and 'anyAccountReason' contradict each other, got both; give one of them$/],
  ])('fails for %s', (_, options, message) => {
    expect(messageOf(() => callFor(options))).toMatch(message);
  });
});

describe('AppSyncPushSource', () => describePushSource({
  row: 'AppSyncPushSource',
  make: (scope, name) => new AppSyncPushSource(name
    ? arnHere(scope, 'appsync', `apis/${name}`)
    : new appsync.CfnGraphQLApi(scope, 'Source', { name: 'orders', authenticationType: 'AWS_LAMBDA' }).attrArn),
  imported: 'BY_NATURE',
  servicePrincipal: 'appsync.amazonaws.com',
  sourceArn: arn('appsync', (name) => `apis/${name}`),
  namesAccount: false,
  crossAccount: true,
  crossRegion: true,
}));

describe('IotAuthorizerPushSource', () => describePushSource({
  row: 'IotAuthorizerPushSource',
  make: (scope, name) => new IotAuthorizerPushSource(name
    ? arnHere(scope, 'iot', `authorizer/${name}`)
    : new iot.CfnAuthorizer(scope, 'Source', { authorizerFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:other' }).attrArn),
  imported: 'BY_NATURE',
  servicePrincipal: 'iot.amazonaws.com',
  sourceArn: arn('iot', (name) => `authorizer/${name}`),
  namesAccount: false,
  crossAccount: true,
  crossRegion: true,
}));

describe.each<[string, (scope: Construct) => apigateway.IRestApi | apigwv2.IApi]>([
  ['REST', (scope) => apigateway.RestApi.fromRestApiId(scope, 'Api', 'api0000001')],
  ['HTTP', (scope) => apigwv2.HttpApi.fromHttpApiAttributes(scope, 'Api', { httpApiId: 'api0000001' })],
  ['WebSocket', (scope) => apigwv2.WebSocketApi.fromWebSocketApiAttributes(scope, 'Api', { webSocketId: 'api0000001' })],
])('ApiAuthorizerPushSource of a %s API', (_, api) => describePushSource({
  row: 'ApiAuthorizerPushSource',
  make: (scope, name) => new ApiAuthorizerPushSource(api(scope), name
    ?? new apigwv2.CfnAuthorizer(scope, 'Source', { apiId: 'api0000001', authorizerType: 'REQUEST', name: 'callers' }).attrAuthorizerId),
  imported: 'BY_NATURE',
  servicePrincipal: 'apigateway.amazonaws.com',
  sourceArn: arn('execute-api', (name) => `api0000001/authorizers/${name}`),
  namesAccount: false,
  calls: [['a route of the API', { sourceArn: 'arn:aws:execute-api:eu-west-1:111122223333:api0000001/prod/GET/items' }, 'DENIED']],
  crossAccount: true,
  crossRegion: true,
  keepsTenants: true,
}));

describe('AlexaPushSource', () => describePushSource({
  row: 'AlexaPushSource',
  make: () => new AlexaPushSource(SKILL),
  imported: 'BY_NATURE',
  servicePrincipal: 'alexa-appkit.amazon.com',
  namesAccount: false,
  eventSourceToken: SKILL,
  unpinned: 'anything but the skill’s id',
  calls: [['a smart home skill of the same id', { service: 'alexa-connectedhome.amazon.com' }, 'DENIED']],
  crossAccount: true,
  crossRegion: true,
}));

describe('CloudWatchDataSourcePushSource', () => describePushSource({
  row: 'CloudWatchDataSourcePushSource',
  make: () => new CloudWatchDataSourcePushSource(),
  imported: 'NOTHING',
  servicePrincipal: 'lambda.datasource.cloudwatch.amazonaws.com',
  namesAccount: true,
  unpinned: 'the query',
  crossAccount: true,
  crossRegion: true,
  placeless: true,
}));

const ARN_SOURCES: [string, (arn: string) => PushSource, string, string][] = [
  ['agentArn', (value) => new BedrockAgentPushSource(value), 'bedrock', 'agent/ABCDEFGHIJ'],
  ['botAliasArn', (value) => new LexPushSource(value), 'lex', 'bot-alias/ABCDEFGHIJ/TSTALIASID'],
  ['instanceArn', (value) => new ConnectPushSource(value), 'connect', 'instance/c8c0e68d-2200-4265-82c0-0a1b2c3d4e5f'],
  ['serverArn', (value) => new TransferPushSource(value), 'transfer', 'server/s-0123456789abcdef0'],
  ['roomArn', (value) => new IvsChatPushSource(value), 'ivschat', 'room/AbCdEfGhIjKl'],
  ['profileArn', (value) => new AppConfigPushSource(value), 'appconfig', 'application/abc1234/configurationprofile/def5678'],
  ['apiArn', (value) => new AppSyncPushSource(value), 'appsync', 'apis/abcdefghijklmnopqrstuvwxyz'],
  ['authorizerArn', (value) => new IotAuthorizerPushSource(value), 'iot', 'authorizer/callers'],
];

describe.each(ARN_SOURCES)('%s', (parameter, make, service, resource) => {
  test.each([
    `arn:aws:${service}:eu-west-1:111122223333:${resource}`,
    `arn:aws-us-gov:${service}:us-gov-west-1:111122223333:${resource}`,
    `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`,
  ])('takes %s', (value) => {
    expect(() => make(value)).not.toThrow();
  });

  test.each([
    ['a pattern', `arn:aws:${service}:eu-west-1:111122223333:${resource.slice(0, -1)}*`],
    ['a pattern of accounts', `arn:aws:${service}:eu-west-1:*:${resource}`],
    ['a pattern behind values of the deployment', `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:*`],
    ['every ARN', '*'],
    ['no account', `arn:aws:${service}:eu-west-1::${resource}`],
    ['a resource within it', `arn:aws:${service}:eu-west-1:111122223333:${resource}/part`],
    ['another resource', `arn:aws:${service}:eu-west-1:111122223333:other/1`],
    ['another service', `arn:aws:s3:eu-west-1:111122223333:${resource}`],
    ['only an id', resource],
    ['nothing', ''],
  ])('fails for %s', (_, value) => {
    expect(messageOf(() => make(value))).toMatch(new RegExp(`^'${parameter}' must be the ARN of one [a-zA-Z ]+, such as arn:aws:${service}:.+, got '.*'; pass the ARN of .+`));
  });
});

test.each(['', '*', 'amzn1.ask.skill.*', 'amzn1.ask.skill.0a1b2c3d', `${SKILL}*`, 'arn:aws:iam::111122223333:root'])('fails for the skill id %p', (skillId) => {
  expect(messageOf(() => new AlexaPushSource(skillId))).toMatch(/^'skillId' must be the id of one skill, such as .+, got '.*'; copy it from the developer console, .+$/);
});

test.each(['', '*', 'abc*', 'authorizers/abc', 'ABC'])('fails for the authorizer id %p', (authorizerId) => {
  const api = apigateway.RestApi.fromRestApiId(newStack(), 'Api', 'api0000001');

  expect(messageOf(() => new ApiAuthorizerPushSource(api, authorizerId))).toMatch(/^'authorizerId' must be the id of one authorizer, .+ got '.*'; .+ \[Stack\/Api\]$/);
});

test('fails for an authorizer of something that is no API', () => {
  const notAnApi = new lambda.Function(newStack(), 'Fn', CODE);

  expect(messageOf(() => new ApiAuthorizerPushSource(notAnApi, 'abc123'))).toBe(
    "'api' must be one REST, HTTP or WebSocket API, got a construct without an API id; pass the API itself, or import it by its id [Stack/Fn]");
});

test('the id of an event source holds no token, whatever its ARN does', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Fn', CODE);
  const agent = new bedrock.CfnAgent(stack, 'Agent', { agentName: 'orders' });
  target.addEventSource(new BedrockAgentPushSource(agent.attrAgentArn));
  target.addEventSource(new LexPushSource(`arn:${Aws.PARTITION}:lex:${Aws.REGION}:${Aws.ACCOUNT_ID}:bot-alias/BOT/ALIAS`));

  const ids = target.node.children.map(({ node }) => node.id).filter((id) => id.startsWith('On'));

  expect(ids).toEqual([
    expect.stringMatching(/^OnStackAgent[0-9A-F]{8}AgentArn$/),
    'Onarn:Ref:AWS::Partition:lex:Ref:AWS::Region:Ref:AWS::AccountId:bot-alias.BOT.ALIAS',
  ]);
  expect(new Synthesized(stack.node.root as App).permissions()).toHaveLength(2);
});

test('the account is that of the stack which makes the source, literal where it is known', () => {
  const app = newStack().node.root as App;
  const sources = new Stack(app, 'Sources', { env: { account: '444455556666', region: 'eu-west-1' } });
  const agent = new bedrock.CfnAgent(sources, 'Agent', { agentName: 'orders' });
  const functions = app.node.findChild('Stack') as Stack;
  const target = new lambda.Function(functions, 'Fn', CODE);

  expect(new BedrockAgentPushSource(agent.attrAgentArn).describe(target).sourceAccount).toBe('444455556666');
  expect(new BedrockAgentPushSource(`arn:aws:bedrock:eu-west-1:${Aws.ACCOUNT_ID}:agent/A`).describe(target).sourceAccount).toBe('111122223333');
  new PushTrigger(functions, 'OnAction', { target, source: new BedrockAgentPushSource('arn:aws:bedrock:eu-west-1:777788889999:agent/A') });
  expect(new Synthesized(app).permissions()[0].Properties.SourceAccount).toBe('777788889999');
});
