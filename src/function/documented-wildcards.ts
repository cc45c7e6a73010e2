// Not exported: the role tells cdk-nag about these.
import * as iam from 'aws-cdk-lib/aws-iam';
import { ExplainedStatement } from './explained-statement';
import { XRAY_DAEMON_ACTIONS } from './managed-policy-statements';
import { BROKER_LIST_ACTIONS, POLLER_NETWORK_ACTIONS } from './poller-actions';
import { VPC_ACTIONS } from './vpc-statement';

/** Actions that a role needs for a feature of Lambda, and that AWS can only allow on all resources. */
const DOCUMENTED: { readonly actions: readonly string[]; readonly reason: string }[] = [
  {
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    reason: 'Active tracing sends its segments with actions that know no resource: '
      + 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html',
  },
  {
    actions: XRAY_DAEMON_ACTIONS,
    reason: 'An X-Ray SDK sends segments, and asks what to sample, with actions that know no resource: '
      + 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html',
  },
  {
    actions: VPC_ACTIONS,
    reason: 'Lambda connects the function to its VPC, and checks these actions before there is a network interface to name: '
      + 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
  },
  {
    actions: POLLER_NETWORK_ACTIONS,
    reason: 'Lambda makes the network interfaces of its pollers, and describes the network by actions that know no resource: '
      + 'https://docs.aws.amazon.com/lambda/latest/dg/with-kafka-permissions.html',
  },
  {
    actions: BROKER_LIST_ACTIONS,
    reason: 'Lambda asks for the brokers of the cluster with an action that knows no resource: '
      + 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmanagedstreamingforapachekafka.html',
  },
];

/** Why the `*` in a statement cannot be avoided; undefined if it can. */
export function documentedWildcard(statement: iam.PolicyStatement): string | undefined {
  if (statement instanceof ExplainedStatement) { return statement.wildcardReason; }
  const known = DOCUMENTED.find(({ actions }) => statement.actions.length > 0 && statement.actions.every((action) => actions.includes(action)));
  return known?.reason;
}
