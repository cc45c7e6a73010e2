import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { InvokePermission, Invoker, OnPolicyOverflow, SecureFunction } from 'cdk-secure-lambda';
import { readTemplates } from '../src/cloudformation/read-template';
import { POLICY_SIZE_LIMIT, policySize } from '../src/model/policy-size';
import { LocatedStatement } from '../src/model/statement';

process.env.CDK_VALIDATION = 'false';

type Connect = (stack: Stack, target: lambda.Function, count: number) => void;

interface Kind {
  readonly name: string;
  /** How many ours is asked to hold. */
  readonly many: number;
  readonly overflow: OnPolicyOverflow;
  readonly connect: Connect;
  /** How ours is connected, where it is not by the same integration of CDK's. */
  readonly connectOurs?: Connect;
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const pathOf = (index: number) => `/orders/${index % 10}/items-${index}`;

function rest(options: apigateway.LambdaIntegrationOptions): Connect {
  return (stack, target, count) => {
    const { root } = new apigateway.RestApi(stack, 'OrdersApi');
    for (const index of numbers(count)) {
      // A stack has 500 resources at most, and each path is one.
      const method = ['GET', 'POST', 'DELETE'][index % 3];
      root.resourceForPath(pathOf(Math.floor(index / 3))).addMethod(method, new apigateway.LambdaIntegration(target, options));
    }
  };
}

const http: Connect = (stack, target, count) => {
  const api = new apigwv2.HttpApi(stack, 'OrdersApi');
  const integration = new HttpLambdaIntegration('Integration', target);
  for (const index of numbers(count)) { api.addRoutes({ path: pathOf(index), methods: [apigwv2.HttpMethod.GET], integration }); }
};

const rules: Connect = (stack, target, count) => {
  const eventBus = new events.EventBus(stack, 'Bus', { eventBusName: 'shop' });
  for (const index of numbers(count)) { new events.Rule(stack, `OrdersRule${index}`, { eventBus, eventPattern: { source: ['orders'] }, targets: [new LambdaFunction(target)] }); }
};

const account = (index: number) => String(222200000000 + index);
const KINDS: Kind[] = [
  { name: 'REST methods with the console’s test', many: 300, overflow: OnPolicyOverflow.COLLAPSE, connect: rest({}) },
  { name: 'REST methods without it', many: 300, overflow: OnPolicyOverflow.COLLAPSE, connect: rest({ allowTestInvoke: false }) },
  { name: 'routes of an HTTP API', many: 400, overflow: OnPolicyOverflow.COLLAPSE, connect: http },
  { name: 'rules of EventBridge', many: 200, overflow: OnPolicyOverflow.COLLAPSE, connect: rules },
  {
    name: 'accounts',
    many: 150,
    overflow: OnPolicyOverflow.DOCUMENT,
    connect: (_, target, count) => { for (const index of numbers(count)) { target.grantInvoke(new iam.AccountPrincipal(account(index))); } },
    connectOurs: (stack, target, count) => {
      for (const index of numbers(count)) { new InvokePermission(stack, `Partner${index}`, { target, invoker: Invoker.account(account(index)) }); }
    },
  },
];

/** The statements of the one function of an app. */
function statementsOf(make: (stack: Stack, props: lambda.FunctionProps) => void): readonly LocatedStatement[] {
  const stack = new Stack(new App({ analyticsReporting: false, treeMetadata: false }), 'OrdersService', { env: { account: '111122223333', region: 'eu-west-1' } });
  make(stack, { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {};') });
  const { stackName, template } = (stack.node.root as App).synth().getStackArtifact(stack.artifactId);
  const [{ targets: [{ statements }] }] = readTemplates([{ stack: 'OrdersService', stackName, template, account: stack.account, region: stack.region }]);
  return statements;
}

/** More than fit of anything. */
const TOO_MANY = 100;

/** The most that fit into the policy of a `lambda.Function`. */
function mostOfCdk({ connect }: Kind): number {
  let [fits, tooMany] = [0, TOO_MANY];
  while (tooMany - fits > 1) {
    const count = Math.floor((fits + tooMany) / 2);
    const size = policySize(statementsOf((stack, props) => connect(stack, new lambda.Function(stack, 'Handler', props), count)));
    if (size > POLICY_SIZE_LIMIT) { tooMany = count; } else { fits = count; }
  }
  return fits;
}

function ours({ connect, connectOurs, many, overflow }: Kind): readonly LocatedStatement[] {
  return statementsOf((stack, props) => (connectOurs ?? connect)(stack, new SecureFunction(stack, 'Handler', { ...props, onPolicyOverflow: overflow }), many));
}

process.stdout.write(`\nWhat fits into the ${POLICY_SIZE_LIMIT} bytes of a function's policy, counted with names as long as they can become\n`);
process.stdout.write(`${'sources'.padEnd(37)} | lambda.Function | SecureFunction\n`);
for (const kind of KINDS) {
  const statements = ours(kind);
  const size = policySize(statements);
  if (size > POLICY_SIZE_LIMIT) { throw new Error(`${kind.many} ${kind.name} take ${size} bytes`); }
  process.stdout.write(`${kind.name.padEnd(37)} | at most ${String(mostOfCdk(kind)).padStart(3)}     | ${kind.many} by ${kind.overflow}: ${size} bytes, ${statements.length} statements\n`);
}
