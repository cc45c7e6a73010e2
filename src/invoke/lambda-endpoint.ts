import { CfnResource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { endpointStatements, refuseOtherRegion } from './lambda-endpoint-policy';
import { failure } from '../model/failure';

/** Properties of an endpoint for the API of Lambda. */
export interface LambdaEndpointProps {
  /** The VPC whose resources call Lambda without the internet. With private DNS it needs `enableDnsHostnames` and `enableDnsSupport`. */
  readonly vpc: ec2.IVpc;

  /**
   * The functions, versions and aliases that may be called through the endpoint.
   *
   * For a function, its versions and aliases as well; for a version or alias, also the ARN without it. AWS needs both ARNs in the policy. What a caller may call
   * is still decided by its own policies and the function's.
   */
  readonly targets: lambda.IFunction[];

  /** Who may use the endpoint: roles, users, accounts, functions of the VPC, or an organization. */
  readonly principals: iam.IGrantable[];

  /**
   * What they may do with the targets, without the prefix `lambda:`.
   *
   * @default - ['InvokeFunction']
   */
  readonly actions?: string[];

  /**
   * Who may reach the endpoint on port 443.
   *
   * @default - the addresses of the VPC
   */
  readonly peers?: ec2.IPeer[];

  /**
   * Where the endpoint has network interfaces: one subnet in a zone.
   *
   * @default - the private subnets
   */
  readonly subnets?: ec2.SubnetSelection;

  /**
   * Whether the usual name of Lambda's API leads to the endpoint within the VPC. Then all calls of Lambda go through it, also those its policy does not allow.
   *
   * @default true
   */
  readonly privateDnsEnabled?: boolean;

  /**
   * What Lambda's own pollers read in this VPC: brokers of Kafka or MQ, or DocumentDB, in on-demand mode. It stands in the template.
   *
   * These pollers invoke functions through the VPC, and AWS needs the service `lambda.amazonaws.com` to be let in for every function, as
   * `"Resource": "*"`. In provisioned mode they need no endpoint. Their own endpoint of STS must let the service assume roles, in the same form.
   *
   * @default - Lambda's pollers cannot use the endpoint
   * @see https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html#msk-vpc-privatelink
   */
  readonly pollersReason?: string;
}

/**
 * An interface endpoint through which named callers in a VPC reach named functions, and nothing else.
 *
 * Without a policy, an endpoint lets everybody in the VPC call every action on every function of every account: also with credentials of another account. The
 * endpoint's policy gives no permission by itself; the caller's and the function's policies decide as ever.
 *
 * The one exception are Lambda's own pollers: see `pollersReason`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-endpoints.html
 * @example
 * declare const vpc: ec2.Vpc;
 * declare const resize: SecureFunction;
 * declare const shop: iam.Role;
 *
 * resize.grantInvoke(shop);
 * new LambdaEndpoint(this, 'LambdaEndpoint', { vpc, targets: [resize], principals: [shop] });
 */
export class LambdaEndpoint extends Construct {
  /** The endpoint. A perimeter of a function can ask for calls through it, by `endpoint.vpcEndpointId`. */
  public readonly endpoint: ec2.InterfaceVpcEndpoint;

  /** Who may reach the endpoint: port 443 from the peers. */
  public readonly securityGroup: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, props: LambdaEndpointProps) {
    super(scope, id);
    const { vpc, targets, subnets, privateDnsEnabled } = props;
    const statements = endpointStatements(this, props);
    refuseOtherRegion(this, targets, Stack.of(this).region);
    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', { vpc, allowAllOutbound: false, description: 'May call Lambda' });
    for (const peer of reachableFrom(this, props)) { this.securityGroup.addIngressRule(peer, ec2.Port.tcp(443), 'HTTPS'); }
    this.endpoint = new ec2.InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc,
      service: ec2.InterfaceVpcEndpointAwsService.LAMBDA,
      securityGroups: [this.securityGroup],
      open: false,
      subnets,
      privateDnsEnabled: privateDnsEnabled ?? true,
    });
    statements.forEach((statement) => this.endpoint.addToPolicy(statement));
    if (props.pollersReason !== undefined) {
      (this.endpoint.node.defaultChild as CfnResource).addMetadata('cdk-secure-lambda:pollers', props.pollersReason);
    }
  }
}

function reachableFrom(path: IConstruct, { vpc, peers }: LambdaEndpointProps): ec2.IPeer[] {
  if (peers === undefined) { return [ec2.Peer.ipv4(vpc.vpcCidrBlock)]; }
  if (peers.length === 0) { throw failure("'peers' must hold at least one, got an empty list; leave it out for the addresses of the VPC", path); }
  const anywhere = peers.find(({ uniqueId }) => ['0.0.0.0/0', '::/0'].includes(uniqueId));
  if (anywhere) { throw failure(`'peers' must be networks or security groups, got '${anywhere.uniqueId}', which is everybody; leave it out for the addresses of the VPC`, path); }
  return peers;
}
