/** A service that invokes functions with a role, so that a statement in a function's policy would never be used. */
export interface RoleBasedService {
  /** What people call it. */
  readonly name: string;
  /** Where the role is given to the service, in the words of AWS. */
  readonly roleOf: string;
  /**
   * What the service is documented to send as `aws:SourceArn` when it assumes the role, beside `aws:SourceAccount`: as in the ARN, with the
   * parts that vary in capitals, and `*` where AWS has it. Undefined: not documented, so a condition could keep the service from assuming the role.
   */
  readonly source?: string;
  /** The page of AWS that says so. */
  readonly page: string;
  /** How the service invokes functions otherwise; undefined: by a role alone. */
  readonly otherwise?: string;
}

/** A service that invokes functions in the name of whoever calls it. */
interface CallerBasedService {
  readonly name: string;
  /** Who is allowed to invoke, in place of the service. */
  readonly caller: string;
  /** The page of AWS that says so. */
  readonly page: string;
}

const USER_GUIDE = 'https://docs.aws.amazon.com';

/** By the service principal that assumes the role. */
const SERVICES: { readonly [principal: string]: RoleBasedService } = {
  'scheduler.amazonaws.com': {
    name: 'EventBridge Scheduler',
    roleOf: 'the target of the schedule',
    source: 'scheduler:REGION:ACCOUNT:schedule-group/GROUP',
    page: `${USER_GUIDE}/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html`,
  },
  'pipes.amazonaws.com': {
    name: 'EventBridge Pipes',
    roleOf: 'the pipe',
    source: 'pipes:REGION:ACCOUNT:pipe/PIPE',
    page: `${USER_GUIDE}/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html`,
  },
  'states.amazonaws.com': {
    name: 'Step Functions',
    roleOf: 'the state machine',
    source: 'states:REGION:ACCOUNT:stateMachine:STATE_MACHINE',
    page: `${USER_GUIDE}/step-functions/latest/dg/procedure-create-iam-role.html`,
  },
  'kinesisanalytics.amazonaws.com': {
    name: 'Managed Service for Apache Flink',
    roleOf: 'the application',
    source: 'kinesisanalytics:REGION:ACCOUNT:application/APPLICATION',
    page: `${USER_GUIDE}/kinesisanalytics/latest/java/iam-cross-service-confused-deputy-prevention.html`,
  },
  'firehose.amazonaws.com': { name: 'Firehose', roleOf: 'the stream', page: `${USER_GUIDE}/firehose/latest/dev/controlling-access.html` },
  'codepipeline.amazonaws.com': { name: 'CodePipeline', roleOf: 'the pipeline or the action', page: `${USER_GUIDE}/codepipeline/latest/userguide/how-to-custom-role.html` },
  'batchoperations.s3.amazonaws.com': {
    name: 'S3 Batch Operations', roleOf: 'the job', page: `${USER_GUIDE}/AmazonS3/latest/userguide/batch-ops-iam-role-policies.html`,
  },
  'rds.amazonaws.com': { name: 'Aurora', roleOf: 'the cluster', page: `${USER_GUIDE}/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Integrating.Lambda.html` },
  'hooks.cloudformation.amazonaws.com': {
    name: 'CloudFormation Hooks', roleOf: 'the Lambda Hook', page: `${USER_GUIDE}/cloudformation-cli/latest/hooks-userguide/lambda-hooks-prepare.html`,
  },
  // Its one role for a deployment group does more than invoke: the hooks are a part of it.
  'codedeploy.amazonaws.com': {
    name: 'CodeDeploy', roleOf: 'the deployment group', page: `${USER_GUIDE}/codedeploy/latest/userguide/getting-started-create-service-role.html`,
  },
  'iotevents.amazonaws.com': {
    name: 'IoT Events',
    roleOf: 'the detector model',
    source: 'iotevents:REGION:ACCOUNT:detectorModel/MODEL',
    page: `${USER_GUIDE}/iotevents/latest/developerguide/cross-service-confused-deputy-prevention.html`,
  },
  'redshift.amazonaws.com': { name: 'Redshift', roleOf: 'the cluster', page: `${USER_GUIDE}/redshift/latest/dg/udf-creating-a-lambda-sql-udf.html` },
  'ssm.amazonaws.com': {
    name: 'Systems Manager Automation',
    roleOf: 'the automation',
    source: 'ssm:REGION:ACCOUNT:automation-execution/*',
    page: `${USER_GUIDE}/systems-manager/latest/userguide/automation-setup-iam.html`,
  },
  'appsync.amazonaws.com': {
    name: 'AppSync',
    roleOf: 'the data source',
    page: `${USER_GUIDE}/appsync/latest/devguide/attaching-a-data-source.html`,
    otherwise: 'AppSyncPushSource for an authorizer',
  },
};

/** What is known of a service that invokes with a role; undefined for any other service. */
export function roleBasedService(principal: string): RoleBasedService | undefined {
  return Object.hasOwn(SERVICES, principal) ? SERVICES[principal] : undefined;
}

/** The principals of all services that invoke with a role, in alphabetical order. */
export function roleBasedPrincipals(): string[] {
  return Object.keys(SERVICES).sort();
}

/** By the service principal that a statement would be written for in vain. */
const CALLER_BASED: { readonly [principal: string]: CallerBasedService } = {
  'athena.amazonaws.com': { name: 'Athena', caller: 'who runs the query', page: `${USER_GUIDE}/athena/latest/ug/udf-iam-access.html` },
  's3-object-lambda.amazonaws.com': { name: 'S3 Object Lambda', caller: 'who reads the object', page: `${USER_GUIDE}/AmazonS3/latest/userguide/olap-policies.html` },
  'cloudformation.amazonaws.com': {
    name: 'CloudFormation', caller: 'who deploys the stack', page: `${USER_GUIDE}/AWSCloudFormation/latest/UserGuide/template-macros-overview.html`,
  },
};

/**
 * Why a statement in a function's policy is of no use to a service, and what to do; undefined for a service that does use one.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
 */
export function insteadOfPermission(principal: string): string | undefined {
  if (principal === 'lambda.amazonaws.com') {
    return "Lambda polls queues and streams with the function's own role, and never by a statement in the function's policy; use PullTrigger";
  }
  if (Object.hasOwn(CALLER_BASED, principal)) {
    const { name, caller, page } = CALLER_BASED[principal];
    return `${name} invokes a function in the name of ${caller}, and never by a statement in the function's policy; allow that caller with `
      + `\`target.grantInvoke(...)\`, see ${page}`;
  }
  const service = roleBasedService(principal);
  if (!service || service.otherwise) { return undefined; }
  return `${service.name} invokes a function with the role of ${service.roleOf}, and never by a statement in the function's policy; make that role with RoleInvoker`;
}
