// Not exported: what the policy of a function decides about, beside calls.
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { failure } from '../model/failure';

const PAGE = 'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html#permissions-resource-api';

/**
 * What AWS lists, without calls.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html#permissions-resource-api
 */
const LISTED = [
  'CreateAlias', 'DeleteAlias', 'DeleteFunction', 'DeleteFunctionConcurrency', 'DeleteFunctionEventInvokeConfig', 'DeleteProvisionedConcurrencyConfig', 'GetAlias',
  'GetFunction', 'GetFunctionConcurrency', 'GetFunctionConfiguration', 'GetFunctionEventInvokeConfig', 'GetPolicy', 'GetProvisionedConcurrencyConfig', 'ListAliases',
  'ListFunctionEventInvokeConfigs', 'ListProvisionedConcurrencyConfigs', 'ListTags', 'ListVersionsByFunction', 'PublishVersion', 'PutFunctionConcurrency',
  'PutFunctionEventInvokeConfig', 'PutProvisionedConcurrencyConfig', 'TagResource', 'UntagResource', 'UpdateAlias', 'UpdateFunctionCode', 'UpdateFunctionEventInvokeConfig',
];

/**
 * What the page about URLs gives away and denies in policies of functions, though the list leaves it out.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html#urls-governance
 */
const OF_URLS = ['CreateFunctionUrlConfig', 'DeleteFunctionUrlConfig', 'GetFunctionUrlConfig', 'ListFunctionUrlConfigs', 'UpdateFunctionUrlConfig'];

/** Actions that say how a URL authenticates. */
const CHOOSE_AUTH_TYPE = ['CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig'];

/** Actions on a version or alias alone. */
const ONLY_QUALIFIED = ['DeleteProvisionedConcurrencyConfig', 'GetProvisionedConcurrencyConfig', 'PutProvisionedConcurrencyConfig'];

/** Actions whose call may name a version or alias. All others are for the function as a whole. */
const QUALIFIED = [
  ...ONLY_QUALIFIED, 'CreateFunctionUrlConfig', 'DeleteFunction', 'DeleteFunctionEventInvokeConfig', 'DeleteFunctionUrlConfig', 'GetFunction', 'GetFunctionConfiguration',
  'GetFunctionEventInvokeConfig', 'GetFunctionUrlConfig', 'GetPolicy', 'PutFunctionEventInvokeConfig', 'UpdateFunctionEventInvokeConfig', 'UpdateFunctionUrlConfig',
];

/** What to use for other actions. */
export interface Instead {
  /** For calls. */
  readonly calls: string;
  /** For what the policy of a function does not decide about. */
  readonly others: string;
}

/** The actions with prefix, each once. Fails for those that a function's policy does not decide about. */
export function managementActions(path: IConstruct, target: lambda.IFunction, actions: readonly string[], instead: Instead): string[] {
  if (actions.length === 0) { throw failure("'actions' is empty; name each action without the prefix 'lambda:', such as 'UpdateAlias'", path); }
  actions.forEach((action) => {
    refuseUnlisted(path, action, instead);
    refuseOtherKind(path, target, action);
  });
  return [...new Set(actions)].map((action) => `lambda:${action}`);
}

/** Whether an action, with prefix, decides how a URL authenticates. */
export function choosesAuthType(action: string): boolean {
  return CHOOSE_AUTH_TYPE.some((name) => action === `lambda:${name}`);
}

function refuseUnlisted(path: IConstruct, action: string, instead: Instead): void {
  const known = [...LISTED, ...OF_URLS];
  if (known.includes(action)) { return; }
  if (/[*?]/.test(action)) { throw failure(`'actions' may not hold a wildcard, got '${action}', which grows with every action that AWS adds; name each action`, path); }
  if (/^invoke/i.test(action)) { throw failure(`'actions' is about what changes or reads the function, got '${action}', which calls it; use ${instead.calls}`, path); }
  if (/layer/i.test(action)) { throw failure(`'actions' is about functions, got '${action}', which a function's policy does not decide about; use LayerShare for a layer`, path); }
  const name = action.replace(/^lambda:/i, '').toLowerCase();
  const meant = known.find((one) => one.toLowerCase() === name);
  throw failure(meant === undefined
    ? `'actions' must hold what AWS lets a function's policy decide about, got '${action}', which is not on the list of ${PAGE}; ${instead.others}`
    : `'actions' must hold names as IAM spells them, without prefix, got '${action}'; write '${meant}'`, path);
}

/** A statement is for exactly the ARN that a call names. */
function refuseOtherKind(path: IConstruct, target: lambda.IFunction, action: string): void {
  const isQualified = 'lambda' in target;
  if (isQualified && !QUALIFIED.includes(action)) {
    throw failure(`'target' must be the function for '${action}', whose call names no version or alias; pass the function`, path);
  }
  if (!isQualified && ONLY_QUALIFIED.includes(action)) {
    throw failure(`'target' must be a version or alias for '${action}', whose call names one, got the function; pass the alias`, path);
  }
}
