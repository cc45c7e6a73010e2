// Not exported: which services invoke a function without a statement in its policy.

/** Services that invoke a function with a role of the source, so that a statement for their principal would never be used. */
const WITH_A_ROLE: { readonly [principal: string]: string } = {
  'states.amazonaws.com': 'Step Functions',
  'scheduler.amazonaws.com': 'EventBridge Scheduler',
  'pipes.amazonaws.com': 'EventBridge Pipes',
  'firehose.amazonaws.com': 'Firehose',
  'kinesisanalytics.amazonaws.com': 'Managed Service for Apache Flink',
  'codepipeline.amazonaws.com': 'CodePipeline',
  'codedeploy.amazonaws.com': 'CodeDeploy',
  'batchoperations.s3.amazonaws.com': 'S3 Batch Operations',
  'iotevents.amazonaws.com': 'IoT Events',
  'ssm.amazonaws.com': 'Systems Manager Automation',
  'redshift.amazonaws.com': 'Redshift',
  'rds.amazonaws.com': 'Aurora',
};

/** Services that invoke a function in the name of whoever calls them. */
const AS_THE_CALLER: { readonly [principal: string]: string } = {
  'athena.amazonaws.com': 'Athena',
  's3-object-lambda.amazonaws.com': 'S3 Object Lambda',
  'cloudformation.amazonaws.com': 'CloudFormation',
};

/**
 * Why a statement for the service is wrong, and what to do; undefined for a service that does need one.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
 */
export function insteadOfStatement(principal: string): string | undefined {
  if (Object.hasOwn(WITH_A_ROLE, principal)) {
    return `${WITH_A_ROLE[principal]} invokes a function with a role of the source and never uses a statement in the function's policy; make that role with RoleInvoker`;
  }
  if (Object.hasOwn(AS_THE_CALLER, principal)) {
    return `${AS_THE_CALLER[principal]} invokes a function in the name of its caller and never uses a statement in the function's policy; `
      + 'allow the caller with `target.grantInvoke(...)`';
  }
  if (principal === 'lambda.amazonaws.com') {
    return "Lambda polls queues and streams with the function's own role and never uses a statement in the function's policy; use PullTrigger";
  }
  return undefined;
}
