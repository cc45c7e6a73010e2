import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { literal, statementsIn } from './literal';
import { LambdaEndpoint, LambdaEndpointProps } from '../../src/invoke/lambda-endpoint';
import { evaluate } from '../../src/model/evaluate';
import { CODE, HOME, Resource, Synthesized, messageOf, newApp, newStack } from '../push/app';

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:resize';
const SHOP = 'arn:aws:iam::111122223333:role/shop';

function endpoint(stack: Stack, props: Partial<LambdaEndpointProps> = {}): LambdaEndpoint {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1', vpcCidrBlock: '10.0.0.0/16', availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: ['subnet-1', 'subnet-2'],
  });
  const target = lambda.Function.fromFunctionArn(stack, 'Fn', FUNCTION);
  return new LambdaEndpoint(stack, 'Endpoint', { vpc, targets: [target], principals: [new iam.ArnPrincipal(SHOP)], ...props });
}

function resource(stack: Stack, type: string): Resource {
  const [found, ...others] = new Synthesized(stack.node.root as App).resources(type);
  expect(others).toEqual([]);
  return found;
}

describe('an endpoint for one function and one role', () => {
  const stack = newStack();
  endpoint(stack, { pollersReason: 'reads the orders cluster' });
  const { Properties } = resource(stack, 'AWS::EC2::VPCEndpoint');
  const statements = statementsIn(Properties.PolicyDocument);
  const ask = (caller: string, action: string, arn: string) => evaluate(
    { principal: { kind: 'AWS', id: caller }, principalAccount: caller.split(':')[4], action, resource: arn, context: {} },
    // What the caller's own policy allows counts beside it: here everything, so that the endpoint alone decides.
    { identity: caller.includes('111122223333') ? [] : [{ effect: 'Allow', actions: ['*'], resources: ['*'], conditions: [], source: statements[0].source }], resource: statements },
  ).outcome;

  test.each<[string, string, string, string, string]>([
    ['the role, the function', SHOP, 'lambda:InvokeFunction', FUNCTION, 'ALLOWED'],
    ['the role, an alias of the function', SHOP, 'lambda:InvokeFunction', `${FUNCTION}:live`, 'ALLOWED'],
    ['the role, a function whose name begins alike', SHOP, 'lambda:InvokeFunction', `${FUNCTION}-all`, 'DENIED'],
    ['the role, another account’s function of the name', SHOP, 'lambda:InvokeFunction', FUNCTION.replace('111122223333', '444455556666'), 'DENIED'],
    ['the role, another action', SHOP, 'lambda:UpdateFunctionCode', FUNCTION, 'DENIED'],
    ['another role', 'arn:aws:iam::111122223333:role/other', 'lambda:InvokeFunction', FUNCTION, 'DENIED'],
    ['credentials of another account', 'arn:aws:iam::999999999999:role/shop', 'lambda:InvokeFunction', FUNCTION, 'DENIED'],
  ])('%s', (_, caller, action, arn, expected) => {
    expect(ask(caller, action, arn)).toBe(expected);
  });

  test('Lambda’s pollers may invoke every function, and the reason stands in the template', () => {
    const [, pollers, ...others] = (literal(Properties.PolicyDocument) as { Statement: object[] }).Statement;

    expect(others).toEqual([]);
    expect(pollers).toEqual({ Effect: 'Allow', Action: 'lambda:InvokeFunction', Principal: { Service: 'lambda.amazonaws.com' }, Resource: '*' });
    expect(resource(stack, 'AWS::EC2::VPCEndpoint')).toMatchObject({ Metadata: { 'cdk-secure-lambda:pollers': 'reads the orders cluster' } });
  });

  test('the endpoint is for Lambda, with private DNS, in the private subnets', () => {
    expect(Properties).toMatchObject({
      ServiceName: 'com.amazonaws.eu-west-1.lambda', VpcEndpointType: 'Interface', PrivateDnsEnabled: true, VpcId: 'vpc-1', SubnetIds: ['subnet-1', 'subnet-2'],
    });
  });

  test('the VPC alone reaches it, on port 443, and it calls nobody', () => {
    expect(resource(stack, 'AWS::EC2::SecurityGroup').Properties).toMatchObject({
      SecurityGroupIngress: [{ CidrIp: '10.0.0.0/16', FromPort: 443, ToPort: 443, IpProtocol: 'tcp', Description: 'HTTPS' }],
      SecurityGroupEgress: [{ CidrIp: '255.255.255.255/32' }],
    });
  });
});

test('for an alias, the function’s ARN and the alias’s and no other; every principal is named, and there are no pollers', () => {
  const stack = newStack();
  const target = new lambda.Function(stack, 'Own', CODE).addAlias('live');
  const caller = new lambda.Function(stack, 'Caller', CODE);
  endpoint(stack, {
    targets: [target], actions: ['InvokeFunction', 'GetFunction'], principals: [caller, new iam.AccountPrincipal('444455556666'), new iam.OrganizationPrincipal('o-abcdefghij')],
  });

  const { Statement } = resource(stack, 'AWS::EC2::VPCEndpoint').Properties.PolicyDocument as { Statement: object[] };
  expect(literal(Statement)).toEqual([
    { Principal: { AWS: ['CallerServiceRole', 'arn:aws:iam::444455556666:root'] } },
    { Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } },
  ].map((who) => ({ Effect: 'Allow', Action: ['lambda:InvokeFunction', 'lambda:GetFunction'], Resource: ['Own', 'OwnAliaslive'], ...who })));
});

test('peers stand in the place of the VPC, also those of a security group', () => {
  const stack = newStack();
  const shop = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Shop', 'sg-1');
  endpoint(stack, { peers: [ec2.Peer.ipv4('10.1.0.0/16'), shop], privateDnsEnabled: false });

  expect(resource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupIngress).toEqual([expect.objectContaining({ CidrIp: '10.1.0.0/16', FromPort: 443, ToPort: 443 })]);
  expect(resource(stack, 'AWS::EC2::SecurityGroupIngress').Properties).toMatchObject({ SourceSecurityGroupId: 'sg-1', FromPort: 443, ToPort: 443 });
  expect(resource(stack, 'AWS::EC2::VPCEndpoint').Properties.PrivateDnsEnabled).toBe(false);
});

test.each<[string, (stack: Stack) => Partial<LambdaEndpointProps>, string]>([
  ['no function', () => ({ targets: [] }), "'targets' must hold at least one, got an empty list; an endpoint without a policy is open to every function and everybody [Stack/Endpoint]"],
  ['nobody', () => ({ principals: [] }), "'principals' must hold at least one, got an empty list; an endpoint without a policy is open to every function and everybody [Stack/Endpoint]"],
  ['everybody', () => ({ principals: [new iam.AnyPrincipal()] }), "'principals' must name who may use the endpoint, got everybody; name roles, users or accounts, or pass new iam.OrganizationPrincipal('o-…') [Stack/Endpoint]"],
  ['a group', (stack) => ({ principals: [new iam.Group(stack, 'Group')] as unknown as iam.IGrantable[] }), "'principals' must be roles, users or accounts, got a group, which no such policy can name; name its users, or the account [Stack/Endpoint]"],
  ['a service', () => ({ principals: [new iam.ServicePrincipal('lambda.amazonaws.com')] }), "'principals' must be roles, users or accounts, got a service; services do not call through your endpoint, but for Lambda's pollers: say what they poll in 'pollersReason' [Stack/Endpoint]"],
  ['every action', () => ({ actions: ['*'] }), "'actions' must be names of actions of Lambda without prefix or wildcard, such as InvokeFunction, got '*' [Stack/Endpoint]"],
  ['an action with its prefix', () => ({ actions: ['lambda:InvokeFunction'] }), "'actions' must be names of actions of Lambda without prefix or wildcard, such as InvokeFunction, got 'lambda:InvokeFunction' [Stack/Endpoint]"],
  ['pollers without a reason', () => ({ pollersReason: ' ' }), "'pollersReason' must say what Lambda polls in the VPC, got an empty text [Stack/Endpoint]"],
  ['the internet', () => ({ peers: [ec2.Peer.anyIpv4()] }), "'peers' must be networks or security groups, got '0.0.0.0/0', which is everybody; leave it out for the addresses of the VPC [Stack/Endpoint]"],
  ['no peer', () => ({ peers: [] }), "'peers' must hold at least one, got an empty list; leave it out for the addresses of the VPC [Stack/Endpoint]"],
  ['a function of another region', (stack) => ({ targets: [lambda.Function.fromFunctionArn(stack, 'Far', FUNCTION.replace('eu-west-1', 'us-east-1'))] }),
    "'targets' must be functions of the endpoint's region, 'eu-west-1', got one of 'us-east-1'; make the endpoint in a VPC of that region [Stack/Endpoint]"],
])('fails for %s', (_, props, message) => {
  const stack = newStack();

  expect(messageOf(() => endpoint(stack, props(stack)))).toBe(message);
});

test('fails for more functions than fit into the policy of an endpoint', () => {
  const stack = new Stack(newApp(), 'Stack', { env: HOME });
  const targets = Array.from({ length: 180 }, (_, index) => lambda.Function.fromFunctionArn(stack, `Fn${index}`, `${FUNCTION}${index}`));

  expect(messageOf(() => endpoint(stack, { targets }))).toMatch(/^'targets' and 'principals' make a policy of 2\d{4} characters, and an endpoint's may have 20480; /);
});
