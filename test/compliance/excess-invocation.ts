import { DeployedApp } from './excess-deployed-app';
import { FOREIGN_ACCOUNT } from './privilege-universe';
import { evaluate } from '../../src/model/evaluate';
import { FunctionAccess } from '../../src/model/function-access';

/** A line of a list of documented callers: a service calls one function. */
export interface DocumentedCaller {
  /** The construct id of the function. */
  readonly function: string;
  readonly service: string;
  /** An ARN; `*` at its end stands for any text, and `<Id>` for the name of the resource with this construct id. */
  readonly sourceArn: string;
  /** The accounts with which the call is let in; `none` if none has to be sent. */
  readonly sourceAccounts: readonly string[];
  readonly why: string;
  /** The AWS page. */
  readonly see: string;
}

/** One call of a function by a service, `none` where the service sends nothing. */
export interface ServiceCall {
  readonly service: string;
  readonly action: string;
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

/** Who is let in against who has to be. */
export interface InvocationCount {
  readonly function: string;
  readonly asked: number;
  /** Let in or not decided, and not documented. */
  readonly excess: readonly string[];
  /** Documented and not let in. */
  readonly missing: readonly string[];
  readonly documented: number;
}

const SERVICES = ['s3', 'sns', 'apigateway', 'events', 'scheduler', 'logs', 'cloudformation', 'lambda', 'edgelambda', 'sqs'].map((name) => `${name}.amazonaws.com`);
const ACTIONS = ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl', 'lambda:UpdateFunctionCode'];

/** Counts, for each function of finished templates, the calls of services that its policy lets in beyond the documented ones. */
export function countInvocations(app: DeployedApp, documented: readonly DocumentedCaller[]): InvocationCount[] {
  const calls = serviceCalls(app);
  return app.functions.map((access) => {
    const id = app.idOf(access.logicalId);
    const own = documented.filter((line) => line.function === id).map((line) => ({ ...line, sourceArn: app.named(line.sourceArn) }));
    const isKnown = (call: ServiceCall) => own.some((line) => covers(line, call));
    const answers = calls.map((call) => ({ name: nameOf(call), isDocumented: isKnown(call), outcome: outcomeOf(call, access) }));
    const names = (kept: (answer: typeof answers[number]) => boolean) => answers.filter(kept).map(({ name }) => name);
    return {
      function: id,
      asked: calls.length,
      excess: names(({ outcome, isDocumented }) => outcome !== 'DENIED' && !isDocumented),
      missing: [
        ...names(({ outcome, isDocumented }) => outcome !== 'ALLOWED' && isDocumented),
        ...own.filter((line) => !calls.some((call) => covers(line, call))).map(({ service, sourceArn }) => `${service} for ${sourceArn}: nothing is such a call`),
      ],
      documented: names(({ isDocumented }) => isDocumented).length,
    };
  });
}

/** Each service for each source, with each account. */
function serviceCalls(app: DeployedApp): ServiceCall[] {
  const arns = app.arns.filter((arn) => !arn.includes(':execute-api:')).flatMap((arn) => withStrangers(arn, app));
  const sourceArns = [...arns, ...app.arns.filter((arn) => arn.includes(':execute-api:')).flatMap((arn) => withStrangers(arn, app)).flatMap(apiCalls), 'none'];
  return SERVICES.flatMap((service) => ACTIONS.flatMap((action) => sourceArns.flatMap((sourceArn) => (
    [app.home.account, FOREIGN_ACCOUNT, 'none'].map((sourceAccount) => ({ service, action, sourceArn, sourceAccount }))
  ))));
}

/** A resource, one whose name begins alike, and the same name in another account and in another region. */
function withStrangers(arn: string, { home }: DeployedApp): string[] {
  const foreign = arn.replace(/:\d{12}:/, `:${FOREIGN_ACCOUNT}:`);
  return [...new Set([arn, `${arn}-sibling`, foreign, arn.replace(`:${home.region}:`, ':us-east-1:')])];
}

/** What an API calls functions for: other stages, methods and paths too. */
function apiCalls(api: string): string[] {
  const paths = ['/images/{key+}', '/images/in/a.png', '/images', '/images2/a', '/admin', '/'];
  const routes = ['$default', 'prod', 'test-invoke-stage'].flatMap((stage) => ['GET', 'DELETE'].flatMap((method) => paths.map((path) => `${stage}/${method}${path}`)));
  return [...routes, '$default/$default', 'authorizers/abc123', '$default'].map((route) => `${api}/${route}`);
}

function outcomeOf({ service, action, sourceArn, sourceAccount }: ServiceCall, { arn, targets }: FunctionAccess) {
  const context = {
    ...sourceArn !== 'none' && { 'aws:SourceArn': [sourceArn] },
    ...sourceAccount !== 'none' && { 'aws:SourceAccount': [sourceAccount] },
  };
  const resource = targets.find((target) => target.arn === arn)?.statements ?? [];
  return evaluate({ principal: { kind: 'Service', id: service }, action, resource: arn, context }, { identity: [], resource }).outcome;
}

function covers(line: DocumentedCaller, { service, action, sourceArn, sourceAccount }: ServiceCall): boolean {
  const isSource = line.sourceArn.endsWith('*') ? sourceArn.startsWith(line.sourceArn.slice(0, -1)) : sourceArn === line.sourceArn;
  return action === 'lambda:InvokeFunction' && service === line.service && isSource && line.sourceAccounts.includes(sourceAccount);
}

function nameOf({ service, action, sourceArn, sourceAccount }: ServiceCall): string {
  return `${service} calls ${action} for ${sourceArn} of ${sourceAccount}`;
}
