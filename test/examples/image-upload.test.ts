import { existsSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as cdk from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { imageUploadApp } from './image-upload-app';
import { LambdaPermissionChecks, PermissionReport } from '../../src';
import { synthesize } from '../checks/synthesize';
import { differences } from '../report/round-trip';
import { cycleIn } from '../template-graph';

const EXAMPLE = join(__dirname, '..', '..', 'examples', 'image-upload');

/** Versions of aws-cdk-lib that validate templates themselves. */
const VALIDATES_ITSELF = 'CloudFormationValidatePlugin' in cdk;

const directory = mkdtempSync(join(tmpdir(), 'image-upload-'));
const result = synthesizeWithAllChecks();

afterAll(() => rmSync(directory, { recursive: true }));

test('the template is as reviewed', () => {
  expect(withoutCode(result.template)).toMatchSnapshot();
});

test('the logical ids are as deployed', () => {
  const ids = Object.entries(result.template.Resources).map(([id, { Type }]) => `${id} ${Type}`).sort();

  expect(`\n${ids.join('\n')}\n`).toMatchSnapshot();
});

test('the template holds no cycle', () => {
  expect(cycleIn(result.template)).toBeUndefined();
});

test.each(['permissions.md', 'permissions.json', 'permissions.html'])('the committed %s is what the app writes', (file) => {
  const written = readFileSync(join(directory, 'permissions', file), 'utf8');

  expect(written).toBe(readFileSync(join(EXAMPLE, 'permissions', file), 'utf8'));
});

test('the report shows every statement of the template once, and nothing that is not there', () => {
  const report = readFileSync(join(directory, 'permissions', 'permissions.json'), 'utf8');

  expect(differences([result.template], report)).toEqual({ missing: [], added: [] });
});

test('cdk-nag, our checks and the validation of CDK find nothing', () => {
  const { failed, output, report } = result;

  expect({ failed, output: failed ? output : '' }).toEqual({ failed: false, output: '' });
  expect(report).toEqual([]); // it holds the plugins that found something
});

test('all of them would find what somebody adds', () => {
  const { failed, report } = synthesizeWithAllChecks((stack) => {
    new lambda.Function(stack, 'Added', { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
    new cdk.CfnResource(stack, 'Misspelled', { type: 'AWS::SQS::Queue', properties: { Retention: 1 } });
  });

  expect(failed).toBe(true);
  const plugins = ['AwsSolutions', 'LambdaPermissions', ...VALIDATES_ITSELF ? ['CloudFormation Validate'] : []];
  expect(report.sort()).toEqual(plugins.sort());
});

interface Template { readonly Resources: { readonly [id: string]: { readonly Type: string } } }
interface PluginReport { readonly pluginName?: string; readonly summary?: { readonly pluginName: string } }

/** As the example's app does, with CDK's own validation, which other tests do without for their time. */
function synthesizeWithAllChecks(change: (stack: cdk.Stack) => void = () => undefined) {
  const { CDK_VALIDATION: before } = process.env;
  process.env.CDK_VALIDATION = 'true';
  const app = imageUploadApp({}, { '@aws-cdk/core:validateAgainstDefaultRules': true, '@aws-cdk/core:validationReportJson': true });
  change(app.node.findChild('ImageUpload') as cdk.Stack);
  const awsSolutions = new AwsSolutionsChecks();
  cdk.Validations.of(app).addPlugins(
    { name: 'AwsSolutions', validate: () => awsSolutions.validateScope(app) },
    new LambdaPermissionChecks(),
    new PermissionReport({ directory: join(directory, 'permissions') }),
  );
  const synthesized = synthesize(app);
  process.env.CDK_VALIDATION = before;
  return {
    ...synthesized,
    template: JSON.parse(readFileSync(join(app.outdir, 'ImageUpload.template.json'), 'utf8')) as Template,
    report: reportIn(app.outdir),
  };
}

/** The plugins that found something. File and form depend on the version. */
function reportIn(assembly: string): string[] {
  const path = ['validation-report.json', 'policy-validation-report.json'].map((file) => join(assembly, file)).find(existsSync)!;
  const { pluginReports } = JSON.parse(readFileSync(path, 'utf8')) as { pluginReports: PluginReport[] };
  return pluginReports.map(({ pluginName, summary }) => pluginName ?? summary!.pluginName);
}

/** Without what is not the example's: the code of CDK's handler, and the hashes of code. */
function withoutCode(template: Template): unknown {
  const shortened: { readonly [property: string]: string } = { ZipFile: '(the code of aws-cdk-lib)', S3Key: '(hash).zip' };
  return JSON.parse(JSON.stringify(template, (key, value: unknown) => shortened[key] ?? value));
}
