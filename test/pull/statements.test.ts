import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { BROKER, confluent, documentDb, kafka, msk, network, POLLERS, secret, SOURCES } from './sources';
import { takesResource } from '../../src/authorization/resource-fit';
import { actionFacts, authorizationOf } from '../../src/authorization/service-authorization';
import { MqPullSource } from '../../src/pull/mq';
import { MskAuthentication } from '../../src/pull/msk-authentication';
import { PullSource } from '../../src/pull/pull-source';
import { PullTrigger } from '../../src/pull/pull-trigger';
import { CODE, HOME, Synthesized } from '../push/app';

/** A statement as IAM's pages write it. */
interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: object;
}

/** What Lambda needs to poll one kind of source: the rows of AWS's pages. */
interface Case {
  readonly name: string;
  readonly statements: Statement[];
}

const CASES = JSON.parse(readFileSync(join(__dirname, 'statements.json'), 'utf8')) as Case[];

/** The statements of a plain function's role, none of them merged. */
function written(name: string): Statement[] {
  const app = new App({ postCliContext: { '@aws-cdk/core:enablePartitionLiterals': true }, analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, 'Stack', { env: HOME });
  const target = new lambda.Function(stack, 'Fn', CODE);
  new PullTrigger(stack, 'Trigger', { target, source: SOURCES[name](stack) });
  const [policy, ...others] = new Synthesized(app).resources('AWS::IAM::Policy');
  expect(others).toEqual([]);
  return spelledOut(policy.Properties.PolicyDocument as { Statement: Statement[] }).Statement;
}

/** CDK's schema registry writes an ARN with `Fn::Sub`. */
function spelledOut<T>(document: T): T {
  const values: { [name: string]: string } = { 'AWS::Partition': 'aws', 'AWS::Region': HOME.region!, 'AWS::AccountId': HOME.account! };
  return JSON.parse(JSON.stringify(document), (_, value: { 'Fn::Sub'?: [string, object] } | undefined) => {
    const [text, own] = value?.['Fn::Sub'] ?? [];
    return text === undefined ? value : text.replace(/\$\{([^}]+)\}/g, (__, name: string) => ({ ...values, ...own })[name]!);
  }) as T;
}

test('every kind of source has a case', () => {
  expect(CASES.map(({ name }) => name)).toEqual(Object.keys(SOURCES));
});

describe('the role may', () => {
  test.each(CASES.map((each) => [each.name, each.statements] as const))('for %s do what AWS lists, and nothing else', (name, statements) => {
    expect(written(name)).toEqual(statements);
  });
});

test.each<[string, (far: secretsmanager.ISecret, stack: Stack) => PullSource]>([
  ['MSK, SCRAM', (far) => msk({ secret: far })],
  ['MSK, mutual TLS', (far) => msk({ secret: far, authentication: MskAuthentication.MUTUAL_TLS })],
  ['Kafka', (far) => kafka({ secret: far })],
  ['Kafka with a private authority', (far, stack) => kafka({ ...network(stack), rootCACertificate: far })],
  ['Amazon MQ', (far) => new MqPullSource({ brokerArn: BROKER, queue: 'orders', secret: far })],
  ['DocumentDB', (far, stack) => documentDb(stack, { secret: far })],
  ['a schema registry', (far, stack) => kafka({ secret: secret(stack, undefined, 'Login'), schemaRegistryConfig: confluent(far), ...POLLERS })],
])('the secret of another account is named without the six letters that are not known of it: %s', (_, make) => {
  const app = new App({ postCliContext: { '@aws-cdk/core:enablePartitionLiterals': true }, analyticsReporting: false, treeMetadata: false });
  const [far, near] = ['444455556666', HOME.account].map((account) => new Stack(app, `In${account}`, { env: { ...HOME, account } }));
  const encryptionKey = kms.Key.fromKeyArn(far, 'Key', 'arn:aws:kms:eu-west-1:444455556666:key/k1');
  const farSecret = new secretsmanager.Secret(far, 'Secret', { secretName: 'shop/login', encryptionKey });
  // CDK's schema registry names the role in the policy of the secret, which takes a name that is known before.
  const role = new iam.Role(near, 'Role', { roleName: 'resize', assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  new PullTrigger(near, 'Trigger', { target: new lambda.Function(near, 'Fn', { ...CODE, role }), source: make(farSecret, near) });

  const pattern = 'arn:aws:secretsmanager:eu-west-1:444455556666:secret:shop/login-??????';
  const policies = JSON.stringify(new Synthesized(app).resources('AWS::IAM::Policy', near));

  expect(policies.match(/arn:aws:secretsmanager:eu-west-1:444455556666[^"]*/g)).toEqual(expect.arrayContaining([pattern]));
  expect(policies).not.toMatch(/secret:shop\/login(?!-\?{6})/);
});

const PAIRS = CASES.flatMap(({ statements }) => statements).flatMap(({ Action, Resource }) =>
  [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} ${resource}`)));

test.each([...new Set(PAIRS)].map((pair) => pair.split(' ')))('AWS knows %s on %s', (action, resource) => {
  const [service, name] = action.split(':');
  const facts = actionFacts(service, name)!;

  // What takes no resource stands with a star; what takes one never does, but for network interfaces that do not exist yet.
  const open = facts.resourceTypes.length === 0 || /^ec2:(Create|Delete)NetworkInterface$/.test(action);
  expect(resource === '*').toBe(open);
  expect(open || takesResource(authorizationOf(service)!, facts, resource)).toBe(true);
});
