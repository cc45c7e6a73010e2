// Not exported: what `addEventSource` and `addEventSourceMapping` do on every secure function class and alias.
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ExecutionRole } from './execution-role';
import { KnownGrants } from './known-grants';
import { SCRAM_ACTIONS, SECRET_ACTIONS } from './poller-actions';
import { POLLER_GRANTS } from './poller-grants';
import { pollerNetworkStatement, pollerStatement } from './poller-statements';

const { SASL_SCRAM_512_AUTH, SERVER_ROOT_CA_CERTIFICATE, VPC_SUBNET } = lambda.SourceAccessConfigurationType;

/** Adds an event source of CDK's, whose grants become what Lambda needs to poll it. */
export function withExactPoller<T>(handler: lambda.IFunction, add: () => T): T {
  if (!(handler.role instanceof ExecutionRole)) { return add(); }
  const grants = new KnownGrants(handler.role, POLLER_GRANTS);
  return handler.role._keepingOnly((statement) => grants.exact(statement), add);
}

/** Adds an event source mapping, and what CDK does not grant although the mapping says that Lambda will need it. */
export function addExactMapping(
  handler: lambda.IFunction, options: lambda.EventSourceMappingOptions, add: () => lambda.EventSourceMapping,
): lambda.EventSourceMapping {
  const mapping = withExactPoller(handler, add);
  leftOut(options).forEach((statement) => handler.role?.addToPrincipalPolicy(statement));
  return mapping;
}

/**
 * The network interfaces of a Kafka cluster in a VPC, the secret with its root certificate, and the list of an MSK
 * cluster's secrets.
 */
function leftOut({ eventSourceArn, sourceAccessConfigurations = [] }: lambda.EventSourceMappingOptions): iam.PolicyStatement[] {
  const ofType = ({ type }: lambda.SourceAccessConfigurationType) => sourceAccessConfigurations.filter((access) => access.type.type === type);
  return [
    ...ofType(VPC_SUBNET).length > 0 ? [pollerNetworkStatement()] : [],
    ...ofType(SERVER_ROOT_CA_CERTIFICATE).map(({ uri }) => pollerStatement(SECRET_ACTIONS, uri)),
    ...eventSourceArn && ofType(SASL_SCRAM_512_AUTH).length > 0 ? [pollerStatement(SCRAM_ACTIONS, eventSourceArn)] : [],
  ];
}
