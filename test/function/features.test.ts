import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CODE, idOf, inlineStatements, Json, newStack, policyStatements, resourcesOf, Statement, templateOf } from './templates';
import { ExecutionRole } from '../../src/function/execution-role';
import { SecureFunction } from '../../src/function/secure-function';
import { waitsFor } from '../template-graph';

const FUNCTION = 'AWS::Lambda::Function';

/** Each statement as its actions and the resource type or text that it is for. */
function short(statements: Statement[], template: Json): unknown[] {
  return statements.map(({ Effect, Action, Resource, ...rest }) => {
    expect({ Effect, rest }).toEqual({ Effect: 'Allow', rest: {} });
    return [[Action].flat().sort(), [Resource].flat().map((resource) => readable(resource, template))];
  }).sort();
}

function readable(resource: unknown, template: Json): unknown {
  if (typeof resource === 'string') { return resource; }
  const { 'Fn::GetAtt': attribute, 'Ref': ref } = resource as { 'Fn::GetAtt'?: string[]; 'Ref'?: string };
  const id = attribute?.[0] ?? ref;
  return id === undefined ? JSON.stringify(resource) : template.Resources[id].Type;
}

test.each<[string, (stack: Stack) => Partial<lambda.FunctionProps>, unknown[]]>([
  ['active tracing', () => ({ tracing: lambda.Tracing.ACTIVE }), [[['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ['*']]]],
  ['disabled tracing', () => ({ tracing: lambda.Tracing.DISABLED }), []],
  ['no retries', () => ({ retryAttempts: 0 }), []],
])('allows for %s what AWS documents and nothing else', (_, props, expected) => {
  const stack = newStack();
  new SecureFunction(stack, 'Resize', { ...CODE, ...props(stack) });

  const template = templateOf(stack);

  expect(short(inlineStatements(template), template)).toEqual(expected);
});

describe('in a VPC', () => {
  const ENI = [[
    'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
  ], ['*']];

  function vpc(stack: Stack): ec2.IVpc {
    return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'], privateSubnetRouteTableIds: ['rtb-1'],
    });
  }

  test('a function is allowed its network interfaces, before it is created', () => {
    const stack = newStack();
    new SecureFunction(stack, 'Resize', { ...CODE, vpc: vpc(stack) });

    const template = templateOf(stack);

    expect(short(inlineStatements(template), template)).toEqual([ENI]);
    expect(resourcesOf(template, 'AWS::IAM::Role').ResizeServiceRole).not.toHaveProperty('ManagedPolicyArns');
    expect(waitsFor(template, idOf(template, FUNCTION), idOf(template, 'AWS::IAM::Role'))).toBe(true);
  });

  test('a function with an execution role adds to that role', () => {
    const stack = newStack();
    new SecureFunction(stack, 'Resize', { ...CODE, vpc: vpc(stack), role: new ExecutionRole(stack, 'Role') });

    const template = templateOf(stack);

    expect(short(inlineStatements(template), template)).toEqual([ENI]);
  });

  test('a function with an imported role waits for its policy', () => {
    const stack = newStack();
    const role = iam.Role.fromRoleName(stack, 'Role', 'made-elsewhere');
    new SecureFunction(stack, 'Resize', { ...CODE, vpc: vpc(stack), role });

    const template = templateOf(stack);

    expect(short(policyStatements(template), template)).toEqual([ENI]);
    expect(waitsFor(template, idOf(template, FUNCTION), idOf(template, 'AWS::IAM::Policy'))).toBe(true);
  });
});
