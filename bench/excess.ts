import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { ImageUploadWithCdkGrants } from '../test/compliance/excess-cdk-grants';
import { Need } from '../test/compliance/excess-count';
import { FinishedTemplates, needsOf, stackOf } from '../test/compliance/scenario-privileges';
import { SCENARIOS, scenarioApp } from '../test/compliance/scenarios';
import { imageUploadApp } from '../test/examples/image-upload-app';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const SOLUTIONS = join(__dirname, 'solutions-constructs');
const DEMO_NEEDS = JSON.parse(readFileSync(join(__dirname, '../test/compliance/excess-needs.json'), 'utf8')) as Need[];

/** What is compared, and how wide its column is. */
const CANDIDATES = ['ours', 'CDK grants', 'Solutions Constructs'];

process.env.CDK_VALIDATION = 'false';
process.stdout.write('(action, resource) pairs that roles allow beyond the documented need\n');
printRow('app', ['pairs asked', ...CANDIDATES]);
const demoWithCdk = new App({ analyticsReporting: false });
new ImageUploadWithCdkGrants(demoWithCdk, 'ImageUpload', { env: ENV });
printExcess('the demo', 'ImageUpload', DEMO_NEEDS, [imageUploadApp(ENV), demoWithCdk].map(finished));

const scenarios = [
  finished(scenarioApp(({ ours }, stack) => ours(stack))),
  finished(scenarioApp(({ cdk }, stack) => cdk(stack))),
  solutionsConstructs(),
];
for (const name of Object.keys(SCENARIOS)) { printExcess(name, stackOf(name), needsOf(name), scenarios); }

/** A dash: there is no such pattern. */
function printExcess(name: string, stack: string, needs: readonly Need[], apps: readonly FinishedTemplates[]): void {
  const counts = CANDIDATES.map((_, index) => apps[index]?.privileges(stack, needs, 'LAMBDA'));
  const missing = counts.flatMap((roles) => roles ?? []).flatMap((role) => role.missing);
  if (missing.length > 0) { throw new Error(`${name}: only what does its work can be compared, but ${missing.join('; ')}`); }
  const asked = counts[0]!.reduce((sum, role) => sum + role.asked, 0);
  printRow(name, [String(asked), ...counts.map((roles) => roles ? String(roles.flatMap(({ excess }) => excess).length) : '-')]);
}

function printRow(name: string, cells: readonly string[]): void {
  process.stdout.write(`${[name.padEnd(15), ...cells.map((cell, index) => cell.padStart(index === 3 ? 20 : 11))].join(' | ')}\n`);
}

function finished(app: App): FinishedTemplates {
  return new FinishedTemplates(app.synth().directory);
}

/** Made by a process of its own, since its packages want another aws-cdk-lib. */
function solutionsConstructs(): FinishedTemplates {
  if (!existsSync(join(SOLUTIONS, 'node_modules'))) { run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']); }
  const directory = mkdtempSync(join(tmpdir(), 'solutions-constructs-'));
  try {
    run(process.execPath, ['synth.js', directory]);
    return new FinishedTemplates(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function run(command: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, args, { cwd: SOLUTIONS, encoding: 'utf8' });
  if (status !== 0) { throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr}`); }
}
