import { spawnSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { basename, join } from 'path';
import { pythonCommands } from './python-environment';
import { Scanned } from './scanned-templates';

const GUARD = join(__dirname, 'cfn-guard');

/** The rules of checkov for CloudFormation that are about roles, their policies, and who may invoke a function. */
const CHECKOV_RULES = [
  ...['40', '60', '61', '62', '63', '107', '108', '109', '110', '111', '258', '364'].map((number) => `CKV_AWS_${number}`),
  'CKV2_AWS_68',
];

/** All errors, and the warnings about policies and permissions. */
const CFN_LINT_RULES = /^E|^(W2511|W3037|W3663|W3664)$/;

/** The controls that are about policies, and about who may use a function, its URL or its layer. */
const GUARD_RULES = ['lambda/ct-lambda-pr-2', 'lambda/ct-lambda-pr-4', 'lambda/ct-lambda-pr-5', 'lambda/ct-lambda-pr-6',
  ...[1, 2, 3, 4, 5].map((number) => `identityandaccessmanagement/ct-iam-pr-${number}`)];

/** Something that a scanner reports. */
export interface Finding {
  readonly rule: string;
  readonly template: string;
  /** What in the template: the actions of a statement, or the resource without the hash of its id. */
  readonly about: string;
}

/** What a template itself tells a scanner to pass over. */
export interface Skipped extends Finding {
  readonly why: string;
}

/** What a scanner reports, and what it passes over because a template says so. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly skipped: readonly Skipped[];
}

/** A scanner, and what it has to find in the template that is broken. */
export interface Scanner {
  readonly scan: (scanned: Scanned) => Report;
  readonly inControl: Omit<Finding, 'template'>;
}

const NO_EFFECT = "Resources/Policy/Properties/PolicyDocument/Statement/0/Effect: 'Permit' is not one of ['Allow', 'Deny']";

/** Scanners by name. */
export const SCANNERS: { readonly [name: string]: Scanner } = {
  'cfn-lint': { scan: ({ templates }) => cfnLint(templates), inControl: { rule: 'E3510', about: NO_EFFECT } },
  'checkov': { scan: ({ templates }) => checkov(templates), inControl: { rule: 'CKV_AWS_111', about: '*' } },
  'cfn-guard': { scan: ({ resolved }) => cfnGuard(resolved), inControl: { rule: 'CT.IAM.PR.2', about: 'Joined, Policy' } },
  'cfn-guard, as a hook': { scan: ({ permissions }) => cfnGuard(permissions), inControl: { rule: 'CT.LAMBDA.PR.2', about: '' } },
};

interface LintFinding {
  readonly Filename: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: unknown[] };
  readonly Message: string;
}

function cfnLint(directory: string): Report {
  const command = join(pythonCommands('requirements-scan.txt'), 'cfn-lint');
  const found = run<LintFinding[]>(command, ['--format', 'json', '--regions', 'eu-west-1', '--template', join(directory, '*.json')]);
  const wrong = found.filter(({ Rule: rule }) => CFN_LINT_RULES.test(rule.Id));
  const findings = wrong.map(({ Filename: file, Rule: rule, Location: place, Message: message }) => (
    { rule: rule.Id, template: basename(file, '.json'), about: `${place.Path.map((part) => withoutHash(String(part))).join('/')}: ${message}` }
  ));
  return { findings, skipped: [] };
}

interface CheckovReport {
  readonly summary: { readonly parsing_errors: number };
  readonly results: { readonly failed_checks: CheckovFinding[]; readonly skipped_checks: CheckovFinding[] };
}
interface CheckovFinding {
  readonly check_id: string;
  readonly file_path: string;
  readonly resource: string;
  readonly check_result: { readonly evaluated_keys?: string[]; readonly suppress_comment?: string };
}

function checkov(directory: string): Report {
  const command = join(pythonCommands('requirements-scan.txt'), 'checkov');
  const { summary, results } = run<CheckovReport>(command, [
    '--directory', directory, '--framework', 'cloudformation', '--check', CHECKOV_RULES.join(), '--skip-download', '--compact', '--output', 'json',
  ]);
  if (summary.parsing_errors > 0) { throw new Error(`checkov could not read ${summary.parsing_errors} templates`); }
  return {
    findings: results.failed_checks.map((one) => checkovFinding(directory, one)),
    skipped: results.skipped_checks.map((one) => ({ ...checkovFinding(directory, one), why: one.check_result.suppress_comment ?? '' })),
  };
}

function checkovFinding(directory: string, found: CheckovFinding): Finding {
  const { check_id: rule, file_path: file, resource, check_result: { evaluated_keys: keys = [] } } = found;
  const [type, id] = resource.split('.');
  const template = JSON.parse(readFileSync(join(directory, file), 'utf8')) as { Resources: { [id: string]: object } };
  // It writes the path in a role as if its one policy were a resource.
  const paths = keys.map((key) => type === 'AWS::IAM::Role' ? key.replace('PolicyDocument', 'Policies/0/PolicyDocument') : key);
  const values = paths.map((path) => valueAt(template.Resources[id], path)).filter((value) => typeof value === 'string');
  return { rule, template: basename(file, '.json'), about: values.length > 0 ? [...new Set(values)].sort().join(', ') : `${type} ${withoutHash(id)}` };
}

/** What `Properties/Statement/[0]/Action` is. */
function valueAt(resource: unknown, path: string): unknown {
  return path.split('/').filter((part) => part !== '').reduce((value, part) => (Object(value) as { [key: string]: unknown })[part.replace(/[[\]]/g, '')], resource);
}

interface GuardFile { readonly name: string; readonly not_compliant: { readonly Rule: { readonly name: string } }[] }

function cfnGuard(directory: string): Report {
  if (!existsSync(join(GUARD, 'node_modules'))) { run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--json'], GUARD); }
  const home = join(GUARD, 'node_modules', '@cdklabs', 'cdk-validator-cfnguard');
  const system = process.platform === 'darwin' ? 'macos' : 'ubuntu';
  const command = join(home, 'bin', system, process.arch === 'arm64' ? 'aarch64' : 'x86_64', 'cfn-guard');
  const rules = GUARD_RULES.map((rule) => join(home, 'rules', 'control-tower', 'cfn-guard', `${rule}.guard`));
  const reports = run<GuardFile[]>(command, ['validate', '--data', directory, '--rules', ...rules, '--show-summary', 'none', '--output-format', 'json', '--structured']);
  const findings = reports.flatMap(({ name, not_compliant: wrong }) => wrong.flatMap(({ Rule: rule }) => {
    const text = JSON.stringify(rule);
    const ids = [...new Set([...text.matchAll(/\/Resources\/(\w+)/g)].map(([, id]) => withoutHash(id)))].sort();
    const [, control] = /\[(CT\.[A-Z.0-9]+)\]/.exec(text) ?? [];
    return { rule: control ?? rule.name, template: basename(name).split('.')[0], about: ids.join(', ') };
  }));
  return { findings, skipped: [] };
}

function withoutHash(id: string): string {
  return id.replace(/([0-9a-f]{32})?[0-9A-F]{8}$/, '');
}

/** What a command prints as JSON; that it found something is no failure. */
function run<T>(command: string, args: readonly string[], cwd?: string): T {
  const { stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 });
  try {
    return JSON.parse(stdout) as T;
  } catch {
    throw new Error(`${basename(command)} failed: ${error?.message ?? stderr}`);
  }
}
