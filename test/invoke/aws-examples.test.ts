import { readFileSync } from 'fs';
import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { statementsIn } from './literal';
import { ResourcePolicyEngine } from '../../src/function/resource-policy-engine';
import { SecureFunction } from '../../src/function/secure-function';
import { InvokeDenial } from '../../src/invoke/invoke-denial';
import { InvokePerimeter } from '../../src/invoke/invoke-perimeter';
import { InvokePermission } from '../../src/invoke/invoke-permission';
import { Invoker } from '../../src/invoke/invoker';
import { LambdaEndpoint } from '../../src/invoke/lambda-endpoint';
import { LayerShare } from '../../src/invoke/layer-share';
import { ManageDenial } from '../../src/invoke/manage-denial';
import { ManagePermission } from '../../src/invoke/manage-permission';
import { Statement } from '../../src/model/statement';
import { CODE, Synthesized, newApp } from '../push/app';

/** A policy that a page of AWS prints, and how it is made here. */
interface Example {
  readonly page: string;
  readonly example: string;
  /** A key of `MAKE`. */
  readonly by: string;
  readonly statements: { readonly Resource: string | string[] }[];
  /** What the printed resource, a pattern for all functions of a region, stands for in the policy of one function. */
  readonly inPolicyOfOne?: string[];
}

const EXAMPLES = JSON.parse(readFileSync(join(__dirname, 'aws-examples.json'), 'utf8')) as Example[];
const UNIT = 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/';
const BUCKET = { sourceArn: 'arn:aws:s3:::amzn-s3-demo-bucket' };
const ROLE = new iam.ArnPrincipal('arn:aws:iam::444455556666:role/example');

const permit = (target: lambda.IFunction, invoker: Invoker, viaFunctionUrl = false) =>
  new InvokePermission(Stack.of(target), `Permit${Stack.of(target).node.children.length}`, { target, invoker, viaFunctionUrl });
const deny = (target: lambda.IFunction, invoker: Invoker) => new InvokeDenial(Stack.of(target), 'Deny', { target, invoker });
const topic = (name: string) => Invoker.service('sns.amazonaws.com', { sourceArn: `arn:aws:sns:us-east-2:123456789012:${name}` });

/** With a function whose policy is made of permissions, or is one document, as the first word of the key says. */
const MAKE: { readonly [key: string]: (fn: SecureFunction) => unknown } = {
  'permissions.organization': (fn) => permit(fn, Invoker.organization('o-a1b2c3d4e5f')),
  'permissions.accountAndRole': (fn) => [Invoker.account('111122223333'), Invoker.role('arn:aws:iam::444455556666:role/cross-account-role')].map((one) => permit(fn, one)),
  'permissions.alias': (fn) => permit(fn.addAlias('prod'), Invoker.account('111122223333')),
  'permissions.user': (fn) => permit(fn, Invoker.user('arn:aws:iam::444455556666:user/developer')),
  'permissions.bucket': (fn) => permit(fn, Invoker.service('s3.amazonaws.com', { sourceArn: 'arn:aws:s3:::my-bucket', sourceAccount: '123456789012' })),
  'permissions.anyTopic': (fn) => fn.addPermission('AnyTopic', { principal: new iam.ServicePrincipal('sns.amazonaws.com') }),
  'permissions.url': (fn) => permit(fn, Invoker.role('arn:aws:iam::444455556666:role/example'), true),
  'permissions.publicUrl': (fn) => fn.publicUrl('the page of the shop'),
  'document.everyBucketButOne': (fn) => {
    fn.addPermission('Buckets', { principal: new iam.ServicePrincipal('s3.amazonaws.com'), sourceAccount: '111122223333' });
    deny(fn, Invoker.service('s3.amazonaws.com', BUCKET));
  },
  'document.organizationalUnit': (fn) => {
    new InvokePerimeter(Stack.of(fn), 'Perimeter', { target: fn, organization: UNIT, actions: ['InvokeFunction'], denyServices: true });
    permit(fn, Invoker.organization(UNIT));
  },
  'document.aliasesByRoles': (fn) => manage(fn, ['CreateAlias'], {
    principals: ['role-name', 'role-name2'].map((name) => new iam.ArnPrincipal(`arn:aws:iam::444455556666:role/${name}`)), sourceIps: ['192.0.2.0'],
  }),
  'permissions.changeUrl': (fn) => manage(fn, ['UpdateFunctionUrlConfig'], { allowPublicUrl: true }),
  'document.urlsThatAuthenticate': (fn) => manage(fn, ['CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig'], {}),
  'document.noPublicUrl': (fn) => {
    const functionUrlAuthType = lambda.FunctionUrlAuthType.NONE;
    new ManageDenial(Stack.of(fn), 'NoPublicUrl', { target: fn, actions: ['UpdateFunctionUrlConfig'], functionUrlAuthType });
  },
  'document.topics': (fn) => {
    permit(fn, topic('my-topic'));
    deny(fn, topic('restricted-topic'));
  },
  'document.organizationButOne': (fn) => {
    permit(fn, Invoker.organization('o-a1b2c3d4e5f'));
    deny(fn, Invoker.account('999888777666'));
  },
  'layer.account': (fn) => share(fn, 'bash-runtime:2', { accounts: ['111122223333'] }),
  'layer.organization': (fn) => share(fn, 'my-layer:3', { organization: 'o-t194hfs8cz' }),
  'endpoint.user': (fn) => endpoint(fn, {}),
  'endpoint.pollers': (fn) => endpoint(fn, { pollersReason: 'reads the orders cluster' }),
};

function manage(target: SecureFunction, actions: string[], more: object): void {
  new ManagePermission(Stack.of(target), 'Manage', { target, principals: [ROLE], actions, reason: 'as printed', ...more });
}

function share(fn: SecureFunction, name: string, who: object): void {
  const { region } = Stack.of(fn);
  const layer = lambda.LayerVersion.fromLayerVersionArn(fn, 'Layer', `arn:aws:lambda:${region}:123456789012:layer:${name}`);
  new LayerShare(Stack.of(fn), 'Share', { layer, ...who });
}

function endpoint(fn: SecureFunction, more: object): void {
  const vpc = ec2.Vpc.fromVpcAttributes(fn, 'Vpc', { vpcId: 'vpc-1', vpcCidrBlock: '10.0.0.0/16', availabilityZones: ['us-east-2a'], privateSubnetIds: ['subnet-1'] });
  new LambdaEndpoint(Stack.of(fn), 'Endpoint', { vpc, targets: [fn], principals: [new iam.ArnPrincipal('arn:aws:iam::111122223333:user/MyUser')], ...more });
}

/** Each in a stack of the account and region that the page has. */
function synthesize() {
  const app = newApp();
  const made = EXAMPLES.map(({ by, statements: [{ Resource }] }) => {
    const [, , , region, account] = [Resource].flat()[0].split(':');
    const stack = new Stack(app, by.replace('.', '-'), { env: { account: account || '123456789012', region: region || 'us-east-2' } });
    const resourcePolicyEngine = by.startsWith('document') ? ResourcePolicyEngine.DOCUMENT : ResourcePolicyEngine.PERMISSIONS;
    MAKE[by](new SecureFunction(stack, 'Fn', { ...CODE, functionName: 'my-function', resourcePolicyEngine }));
    return [by, stack] as const;
  });
  const done = new Synthesized(app);
  const access = done.access();
  return new Map(made.map(([by, stack]) => [by, statementsOf(by, done, stack, access)]));
}

function statementsOf(by: string, done: Synthesized, stack: Stack, access: ReturnType<Synthesized['access']>): readonly Statement[] {
  if (by.startsWith('endpoint')) {
    const [{ Properties }] = done.resources('AWS::EC2::VPCEndpoint', stack);
    const fn = `arn:aws:lambda:${stack.region}:${stack.account}:function:my-function`;
    const statements = statementsIn(Properties.PolicyDocument, { Fn: fn });
    return by === 'endpoint.pollers' ? statements.filter(({ principals }) => principals![0].kind === 'Service') : statements;
  }
  if (by.startsWith('layer')) {
    // What Lambda writes of the resource, as the page shows it.
    const [{ Properties: { Action, LayerVersionArn, Principal, OrganizationId } }] = done.resources('AWS::Lambda::LayerVersionPermission', stack);
    const Condition = OrganizationId === undefined ? {} : { StringEquals: { 'aws:PrincipalOrgID': OrganizationId } };
    return statementsIn({ Statement: { Effect: 'Allow', Action, Resource: LayerVersionArn, Principal: Principal === '*' ? '*' : { AWS: Principal }, Condition } });
  }
  return access.find((one) => one.stack === stack.artifactId)!.targets.flatMap(({ statements }) => statements);
}

/** One text for each principal, so that the order and the grouping of principals do not count, nor ids. */
function texts(statements: readonly Statement[]): string[] {
  const key = (operator: string, name: string) => `${operator} ${name.toLowerCase()}`;
  return statements.flatMap(({ effect, principals, actions, resources, conditions }) => {
    const lines = conditions.map(({ operator, key: name, values }) => [key(operator, name), values]).sort();
    return principals!.map(({ kind, id }) => JSON.stringify([effect, kind, id, [...actions!].sort(), [...resources!].sort(), lines]));
  }).sort();
}

describe('the policies that AWS prints', () => {
  const made = synthesize();

  test.each(EXAMPLES)('$example: the same, statement for statement', ({ by, statements, inPolicyOfOne }) => {
    const printed = statements.map((statement) => ({ ...statement, Resource: inPolicyOfOne ?? statement.Resource }));

    expect(texts(made.get(by)!)).toEqual(texts(statementsIn({ Version: '2012-10-17', Statement: printed })));
  });

  test.each(EXAMPLES.filter(({ inPolicyOfOne }) => inPolicyOfOne))('$example: what stands for the printed resource is of it', ({ statements: [{ Resource }], inPolicyOfOne }) => {
    expect(Resource).toMatch(/:function:\*$/);
    expect(inPolicyOfOne!.filter((one) => !one.startsWith(String(Resource).slice(0, -1)))).toEqual([]);
  });

  test('every way to make one is in use', () => {
    expect(EXAMPLES.map(({ by }) => by).sort()).toEqual(Object.keys(MAKE).sort());
  });
});
