import { emulated } from './emulator';
import { readTemplates } from '../../src/cloudformation/read-template';
import { policySize } from '../../src/model/policy-size';
import { LocatedStatement } from '../../src/model/statement';

/** The emulator's own account and region. */
const ACCOUNT = '000000000000';
const REGION = 'us-east-1';
const STACK = 'OrdersService';

/** A permission as `AWS::Lambda::Permission` and `AddPermission` take it. */
type Permission = { readonly [property: string]: string | boolean };

interface Policy {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly qualifier?: string;
}

const INVOKE = 'lambda:InvokeFunction';
const API = `arn:aws:execute-api:${REGION}:${ACCOUNT}:abcdef1234`;
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const from = (Principal: string, SourceArn: string, more: Permission = {}): Permission => ({ Action: INVOKE, Principal, SourceArn, ...more });

const POLICIES: readonly Policy[] = [
  {
    name: 'bucket-and-topic',
    permissions: [
      from('s3.amazonaws.com', 'arn:aws:s3:::orders-service-images', { SourceAccount: ACCOUNT }), from('sns.amazonaws.com', `arn:aws:sns:${REGION}:${ACCOUNT}:orders`),
    ],
  },
  { name: 'methods-of-a-rest-api', permissions: numbers(20).flatMap((i) => ['prod', 'test-invoke-stage'].map((stage) => from('apigateway.amazonaws.com', `${API}/${stage}/GET/orders/items-${i}`))) },
  { name: 'routes-of-an-http-api', permissions: numbers(40).map((i) => from('apigateway.amazonaws.com', `${API}/*/*/orders/items-${i}`)) },
  { name: 'rules', permissions: numbers(40).map((i) => from('events.amazonaws.com', `arn:aws:events:${REGION}:${ACCOUNT}:rule/orders-nightly-${i}`)) },
  { name: 'accounts', permissions: numbers(50).map((i) => ({ Action: INVOKE, Principal: `arn:aws:iam::4444555566${10 + i}:root` })) },
  { name: 'roles-and-users', permissions: numbers(20).map((i) => ({ Action: INVOKE, Principal: `arn:aws:iam::444455556666:${i % 2 ? 'role' : 'user'}/partner-${i}` })) },
  { name: 'organization', permissions: [{ Action: INVOKE, Principal: '*', PrincipalOrgID: 'o-a1b2c3d4e5' }] },
  {
    name: 'public-function-url',
    permissions: [
      { Action: 'lambda:InvokeFunctionUrl', Principal: '*', FunctionUrlAuthType: 'NONE' }, { Action: INVOKE, Principal: '*', InvokedViaFunctionUrl: true },
    ],
  },
  { name: 'alias', qualifier: 'live', permissions: numbers(10).map((i) => from('events.amazonaws.com', `arn:aws:events:${REGION}:${ACCOUNT}:rule/orders-nightly-${i}`)) },
  { name: 'two-bytes-a-letter', permissions: numbers(5).map((i) => from('apigateway.amazonaws.com', `${API}/prod/GET/straße-${i}`)) },
];

/** Compares the bytes that we count with those of the policy that the emulator returns. Returns what is wrong. */
export function comparePolicies(): string[] {
  const asked = POLICIES.map((policy) => ({
    ...policy, permissions: policy.permissions.map((one, index) => ({ ...one, StatementId: statementId(index) })),
  }));
  const sizes = emulated<number[]>('policies.py', asked);
  return POLICIES.flatMap((policy, index) => {
    const statements = read(policy);
    const [theirs, worst] = [sizes[index], policySize(statements)];
    const real = policySize(statements.map((statement, at) => ({ ...statement, sid: statementId(at) })));
    const above = `${((real / theirs - 1) * 100).toFixed(1)} %`;
    console.log(`  ${policy.name}: ${theirs} bytes in the emulator; we count ${real} with the real statement ids (${above} above), at most ${worst}`);
    return [
      ...Math.min(real, worst) < theirs ? [`${policy.name}: we count ${Math.min(real, worst)} bytes, the emulator has ${theirs}`] : [],
      ...real >= theirs * 1.05 ? [`${policy.name}: with the real statement ids we count ${above} above the emulator, 5 % or more`] : [],
    ];
  });
}

/** What CloudFormation makes of the names of stack and resource. */
function statementId(index: number): string {
  return `${STACK}-${logicalId(index)}-1A2B3C4D5E6F7`;
}

function logicalId(index: number): string {
  return `HandlerPermission${index}`;
}

/** The same permissions in a template, as the reader gives them: their ids are made at deployment. */
function read({ name, permissions, qualifier }: Policy): readonly LocatedStatement[] {
  const target = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}${qualifier ? `:${qualifier}` : ''}`;
  const template = {
    Resources: {
      Handler: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: name, Role: `arn:aws:iam::${ACCOUNT}:role/none` } },
      ...qualifier && { Alias: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Handler' }, FunctionVersion: '$LATEST', Name: qualifier } } },
      ...Object.fromEntries(permissions.map((one, i) => [logicalId(i), { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: target, ...one } }])),
    },
  };
  const [access] = readTemplates([{ stack: STACK, template, account: ACCOUNT, region: REGION }]);
  return access.targets.find((one) => one.arn === target)!.statements;
}
