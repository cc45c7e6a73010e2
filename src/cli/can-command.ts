import { Command, Option } from 'commander';
import { FoundTarget, findFunction } from './find-function';
import { readPaths } from './read-paths';
import { placeText } from './statement-place';
import { Session } from './terminal';
import { readable } from '../assertions/explain';
import { InvokeCaller } from '../assertions/invoke-caller';
import { invokeVerdict } from '../assertions/invoke-verdict';
import { ReadText, readAccount, readAction, readCaller, readResource } from '../assertions/question-text';
import { roleVerdict } from '../assertions/role-verdict';
import { Verdict } from '../assertions/verdict';
import { failure } from '../model/failure';
import { KnownRole } from '../model/function-access';
import { ParameterDefault } from '../model/parameter-default';
import { arnParts } from '../model/placeholder';
import { nameOf } from '../model/reason';
import { defaultWords, sortedDefaults } from '../report/default-words';
import { placeName } from '../report/place';
import { plainSentence } from '../report/sentence';
import { visibleText } from '../report/visible-text';

interface CanOptions {
  readonly function?: string;
  readonly action?: string;
  readonly resource?: string;
  readonly resourceAccount?: string;
  readonly invoker?: string;
  readonly qualifier?: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  readonly sourceOrgId?: string;
  readonly principalOrgId?: string;
  readonly functionUrl?: string;
  readonly unknown?: string;
  readonly context: readonly (readonly [key: string, value: string])[];
  readonly account?: string;
  readonly region?: string;
}

interface Answered {
  /** `App/Resize calls …`. */
  readonly claim: string;
  readonly verdict: Verdict;
}

const EXAMPLES = `
Examples:
  can cdk.out --function App/Resize --action s3:GetObject --resource 'arn:aws:s3:::images/in/a.jpg'
  can cdk.out --function App/Resize --invoker s3.amazonaws.com --source-arn arn:aws:s3:::images --source-account 111122223333
Names that exist only after deployment are written as the report prints them: 'arn:\${AWS::Partition}:s3:::\${App.Images}'.`;

const INVOKE = 'lambda:InvokeFunction';
/** More gaps than these do not help. */
const GAPS_SHOWN = 5;
/** Parameters that decide with their defaults; the report names all. */
const DEFAULTS_SHOWN = 5;

/** Adds `can`, which answers one question with the reason. */
export function addCan(root: Command, session: Session): void {
  root.command('can')
    .description('Tells whether a function may do something, or whether somebody may invoke it, and why. Ends with 1 unless the answer is "allowed".')
    .argument('<path...>', 'cdk.out, a template in JSON or YAML, or a folder of templates')
    .option('--function <name>', 'construct path, logical id, name or ARN; not needed if there is only one function')
    .option('--action <action>', 'what the function would call: s3:GetObject')
    .option('--resource <arn>', 'what it would call it on; * for any')
    .option('--resource-account <account>', 'who owns the resource, if its ARN does not tell')
    .option('--invoker <who>', 'who would invoke it: a service, an account, the ARN of a role or user, or * for anyone')
    .option('--qualifier <name>', 'the version or alias that would be invoked')
    .option('--source-arn <arn>', 'the resource for which the service would invoke it')
    .option('--source-account <account>', 'the account of that resource, if the service sends it')
    .option('--source-org-id <organization>', 'the organization of that account')
    .option('--principal-org-id <organization>', 'the organization of the account that invokes')
    .addOption(new Option('--function-url <type>', 'the call comes through the function URL').choices(['AWS_IAM', 'NONE']))
    .addOption(new Option('--context <key=value>', 'a further condition key of the request; may be repeated').argParser(contextKey).default([], 'none'))
    .option('--unknown <reason>', 'why an action, service or kind of resource is right that this version does not know: it is newer')
    .option('--account <account>', 'the account of templates that do not tell it')
    .option('--region <region>', 'the region of templates that do not tell it')
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], options: CanOptions) => {
      checkOptions(options);
      const { functions, defaults, roles } = readPaths(paths, session.progress, {
        ...options.account !== undefined && { account: options.account }, ...options.region !== undefined && { region: options.region },
      });
      const found = findFunction(functions, options.function, options.qualifier);
      const answered = options.invoker === undefined ? askRole(found, options) : askInvoke(found, options.invoker, options, roles());
      session.find(answered.verdict.outcome !== 'ALLOWED');
      session.print(answerText(answered, sortedDefaults(defaults)));
    });
}

function contextKey(written: string, before: CanOptions['context']): CanOptions['context'] {
  const at = written.indexOf('=');
  if (at < 1) { throw failure(`'--context' must be key=value, got '${written}'`); }
  const key = written.slice(0, at);
  if (before.some(([known]) => known.toLowerCase() === key.toLowerCase())) { throw failure(`'--context' must name each key once, got '${key}' twice`); }
  return [...before, [key, written.slice(at + 1)]];
}

const AS_WRITTEN: ReadText = (value, prop) => {
  if (value === '') { throw failure(`'${prop}' must not be empty`); }
  return value;
};

function checkOptions({ action, resource, invoker, qualifier, account, region, ...others }: CanOptions): void {
  if (account !== undefined) { readAccount(account, '--account', AS_WRITTEN); }
  if (region !== undefined && !/^[a-z]{2,}(-[a-z0-9]+)+$/.test(region)) { throw failure(`'--region' must be a region such as eu-west-1, got '${region}'`); }
  if (invoker === undefined) {
    if (action === undefined || resource === undefined) { throw failure("'--action' and '--resource' must be given, or '--invoker'"); }
    const [misplaced] = Object.entries({ ...others, qualifier }).filter(([name, value]) => value !== undefined && OF_INVOKER.has(name));
    if (misplaced) { throw failure(`'${optionOf(misplaced[0])}' needs '--invoker'`); }
  } else if ((action !== undefined && action !== INVOKE) || resource !== undefined || others.resourceAccount !== undefined) {
    throw failure(`'--invoker' asks for ${INVOKE} on the function, without '--action', '--resource' and '--resource-account'`);
  }
}

const OF_INVOKER = new Set(['qualifier', 'sourceArn', 'sourceAccount', 'sourceOrgId', 'principalOrgId', 'functionUrl']);

function askRole({ access }: FoundTarget, options: CanOptions): Answered {
  const acceptance = { option: '--unknown', reason: options.unknown };
  const action = readAction(options.action!, '--action', acceptance);
  const resource = readResource(options.resource!, AS_WRITTEN, action, { ...acceptance, prop: '--resource' });
  const owner = options.resourceAccount === undefined
    ? arnParts(resource)[4] || undefined
    : readAccount(options.resourceAccount, '--resource-account', AS_WRITTEN);
  return {
    claim: `${placeName(access)} calls ${action} on ${options.resource === '*' ? 'any resource' : options.resource}`,
    verdict: roleVerdict(access, { action, resource, ...owner !== undefined && { resourceAccount: owner }, context: contextOf(options) }),
  };
}

function askInvoke({ access, target }: FoundTarget, invoker: string, options: CanOptions, roles: readonly KnownRole[]): Answered {
  const { sourceArn, sourceAccount, sourceOrgId, principalOrgId, functionUrl } = options;
  const kind = callerOf(invoker);
  checkSource(kind, invoker, options);
  const caller = readCaller({
    ...kind,
    ...sourceArn !== undefined && { sourceArn },
    ...sourceAccount !== undefined && { sourceAccount },
    ...sourceOrgId !== undefined && { sourceOrgId },
    ...principalOrgId !== undefined && { principalOrgId },
    ...functionUrl !== undefined && { functionUrlAuthType: functionUrl as InvokeCaller['functionUrlAuthType'] },
    context: contextOf(options),
    ...options.unknown !== undefined && kind.service !== undefined && { unknownService: options.unknown },
  }, AS_WRITTEN, optionOf);
  const who = invoker === '*' ? 'anyone' : invoker;
  const forWhat = [...sourceArn === undefined ? [] : [` for ${sourceArn}`], ...sourceAccount === undefined ? [] : [` of account ${sourceAccount}`]].join('');
  const what = target.qualifier === undefined ? '' : `:${target.qualifier}`;
  return {
    claim: `${who} invokes ${placeName(access)}${what}${functionUrl === undefined ? '' : ' through its function URL'}${forWhat}`,
    verdict: invokeVerdict({ access, target }, caller, roles),
  };
}

/** Only a service has a source, and only an account, or who is in one, is in an organization. */
function checkSource({ service, anonymous }: InvokeCaller, invoker: string, options: CanOptions): void {
  const misplaced = (['sourceArn', 'sourceAccount', 'sourceOrgId', 'unknown'] as const).find((name) => options[name] !== undefined && service === undefined);
  if (misplaced) { throw failure(`'${optionOf(misplaced)}' needs a service as '--invoker', got '${invoker}'`); }
  const twice = KEYS.find(([name, key]) => options[name] !== undefined && options.context.some(([told]) => told.toLowerCase() === key.toLowerCase()));
  if (twice) { throw failure(`'${optionOf(twice[0])}' and '--context' both tell ${twice[1]}, where one is enough`); }
  if (options.principalOrgId !== undefined && (service !== undefined || anonymous)) {
    throw failure(`'--principal-org-id' needs an account, a role or a user as '--invoker', got '${invoker}'. The organization of a source is '--source-org-id'`);
  }
}

/** Condition keys that options tell. */
const KEYS = [
  ['sourceArn', 'aws:SourceArn'], ['sourceAccount', 'aws:SourceAccount'], ['sourceOrgId', 'aws:SourceOrgID'], ['principalOrgId', 'aws:PrincipalOrgID'],
] as const;

/** What the command line calls a property of a caller, or of its own options. */
function optionOf(prop: string): string {
  if (prop === 'unknownService') { return '--unknown'; }
  return CALLERS.has(prop) ? '--invoker' : `--${prop.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

const CALLERS = new Set(['service', 'account', 'principalArn']);

function callerOf(invoker: string): InvokeCaller {
  if (invoker === '*') { return { anonymous: true }; }
  if (/^\d{12}$/.test(invoker)) { return { account: invoker }; }
  if (/^(iam|sts)$/.test(arnParts(invoker)[2] ?? '')) { return { principalArn: invoker }; }
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(invoker)) { return { service: invoker }; }
  throw failure(`'--invoker' must be a service such as s3.amazonaws.com, an account, the ARN of a role or user, or *, got '${invoker}'`);
}

function contextOf({ context }: CanOptions): { [key: string]: string } {
  return Object.fromEntries(context);
}

const WORDS = { ALLOWED: 'allowed', DENIED: 'denied', CANNOT_SAY: 'cannot say' } as const;

function answerText({ claim, verdict }: Answered, defaults: readonly ParameterDefault[]): string {
  const { outcome, statement, gaps } = verdict;
  // Without a name of its own a statement is named by its place, which stands in the next line.
  const reason = statement && !statement.sid ? verdict.reason.replace(nameOf(statement), 'below') : verdict.reason;
  const hints = outcome !== 'CANNOT_SAY' ? [] : [
    ...gaps.slice(0, GAPS_SHOWN).map((gap) => `  not known: ${visibleText(gap.reason)} in ${placeText(gap.source)}`),
    ...reason.includes('it is not known what the request has') ? ["  say what the request has with '--context key=value' or the option for it"] : [],
    ...reason.includes('${AWS::') ? ["  say where it is deployed with '--account' and '--region'"] : [],
  ];
  return [
    `${WORDS[outcome]}: ${visibleText(claim)}`,
    `  because ${visibleText(readable(reason))}`,
    ...statement ? [`  statement: ${placeText(statement.source)}`] : [],
    ...hints,
    ...defaults.slice(0, DEFAULTS_SHOWN).map((one) => `  by default: ${plainSentence(defaultWords(one))}`),
    ...defaults.length > DEFAULTS_SHOWN ? [`  by default: ${defaults.length - DEFAULTS_SHOWN} more parameters, which the report names`] : [],
    '',
  ].join('\n');
}
