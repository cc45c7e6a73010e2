import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { S3EventSourceV2, SnsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PermissionReport } from '../../src/report/permission-report';

let directory: string;

beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'permission-report-')));
  jest.spyOn(console, 'error').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

test('the report of an app made without our constructs shows its S3 and SNS triggers and its grants', () => {
  const app = newApp();
  new Images(new Stack(app, 'App', { env: { account: '111122223333', region: 'eu-west-1' } }), 'Images');
  Validations.of(app).addPlugins(new PermissionReport({ directory: join(directory, 'permissions') }));

  app.synth();

  const markdown = readFileSync(join(directory, 'permissions', 'permissions.md'), 'utf8');
  const report = JSON.parse(readFileSync(join(directory, 'permissions', 'permissions.json'), 'utf8'));
  const resize = sectionOf(markdown, 'App/Images/Resize');
  expect(resize).toMatch(/- `s3\.amazonaws\.com` may invoke it, only for `arn:[^`]*:s3:::\$\{App\.ImagesBucket\w+\}`, only if that resource belongs to account `111122223333`\. Written in `App\/Images\/Bucket\/[^`]+`\.\n/);
  expect(resize).toMatch(/- `sns\.amazonaws\.com` may invoke it, only for `arn:[^`]*:sns:eu-west-1:111122223333:\$\{App\.ImagesTopic\w+\}`\. Written in/);
  expect(resize).toMatch(/\| may \| `sqs:SendMessage` \| `arn:[^`]*:\$\{App\.ImagesQueue\w+\}` \|  \| policy `App\/Images\/Resize\/ServiceRole\/DefaultPolicy` \|  \|\n/);
  expect(resize).toContain('- `lambda.amazonaws.com` may assume its role. Written in `App/Images/Resize/ServiceRole`.\n');
  expect(resize.match(/^aws lambda add-permission /gm)).toHaveLength(2);
  expect(resize).not.toMatch(/`sqs:(?!SendMessage)|\*\*any source/);
  expect(report.functions.map(({ name }: { name: string }) => name)).toContain('App/Images/Resize');
});

test('a stage in the app is in the report, once', () => {
  const app = newApp();
  const stage = new Stage(app, 'Prod');
  const report = new PermissionReport({ directory: join(directory, 'permissions') });
  simpleFunction(new Stack(stage, 'App'));
  Validations.of(app).addPlugins(report);
  Validations.of(stage).addPlugins(report);

  app.synth();

  const { functions } = JSON.parse(readFileSync(join(directory, 'permissions', 'permissions.json'), 'utf8'));
  expect(functions.map(({ name }: { name: string }) => name)).toEqual(['Prod/App/Fn']);
});

test('two builds of the same app write the same bytes, wherever they write and whatever the command line of CDK adds', () => {
  const build = (name: string, metadata: boolean) => {
    const app = new App({ outdir: join(directory, name, 'cdk.out'), context: { 'aws:cdk:enable-path-metadata': metadata } });
    new Images(new Stack(app, 'App', { env: { account: '111122223333', region: 'eu-west-1' } }), 'Images');
    Validations.of(app).addPlugins(new PermissionReport({ directory: join(directory, name, 'permissions') }));
    app.synth();
    return ['permissions.html', 'permissions.json', 'permissions.md'].map((file) => readFileSync(join(directory, name, 'permissions', file), 'utf8'));
  };

  expect(build('second', false)).toEqual(build('first', true));
});

describe('without an app', () => {
  test('the report is always a success without violations', () => {
    const report = new PermissionReport({ directory: join(directory, 'deep', 'permissions') });

    expect(report.name).toBe('PermissionReport');
    expect(report.validate({ templatePaths: [template()] })).toEqual({ success: true, violations: [] });
    expect(readdirSync(join(directory, 'deep', 'permissions')).sort()).toEqual(['permissions.html', 'permissions.json', 'permissions.md']);
    expect(readFileSync(join(directory, 'deep', 'permissions', 'permissions.html'), 'utf8')).toContain('<h3><code>App/Fn</code></h3>');
  });

  test('a file is written again only when its bytes differ', () => {
    const report = new PermissionReport({ directory });
    const path = template();
    report.validate({ templatePaths: [path] });
    const [json, markdown] = ['permissions.json', 'permissions.md'].map((file) => join(directory, file));
    const before = readFileSync(markdown);
    writeFileSync(markdown, 'changed');
    for (const file of [json, markdown]) { utimesSync(file, 1, 1); }

    report.validate({ templatePaths: [path] });

    expect(statSync(json).mtimeMs).toBe(1000);
    expect(statSync(markdown).mtimeMs).not.toBe(1000);
    expect(readFileSync(markdown)).toEqual(before);
  });

  test.each([[''], [' ']])('fails when the directory is %j', (given) => {
    expect(() => new PermissionReport({ directory: given })).toThrow(/^'directory' must name a directory, got '/);
  });

  test.each([
    ['itself', '.'],
    ['or below', 'reports'],
    ['or, with a stage, in its parent', '../reports'],
  ])('fails when the directory is in the cloud assembly %s', (_, where) => {
    const inStage = where.startsWith('..');
    const assembly = join(directory, 'cdk.out', inStage ? 'assembly-Prod' : '');
    const path = template(assembly);
    for (const file of ['cdk.out', 'manifest.json']) { writeFileSync(join(directory, 'cdk.out', file), '{}'); }

    const validate = () => new PermissionReport({ directory: join(assembly, where) }).validate({ templatePaths: [path] });

    expect(validate).toThrow(`'directory' must lie outside the cloud assembly '${join(directory, 'cdk.out')}'`);
    expect(existsSync(join(assembly, where, 'permissions.md'))).toBe(false);
  });

  test('fails when a link leads into the cloud assembly', () => {
    const path = template(join(directory, 'cdk.out'));
    symlinkSync(join(directory, 'cdk.out'), join(directory, 'link'));

    expect(() => new PermissionReport({ directory: join(directory, 'link', 'x') }).validate({ templatePaths: [path] })).toThrow(/must lie outside the cloud assembly/);
  });

  test('a directory beside the cloud assembly, or around it, is fine', () => {
    const path = template(join(directory, 'cdk.out'));

    for (const beside of [directory, join(directory, 'cdk.out-report'), join(directory, '..cdk')]) {
      expect(() => new PermissionReport({ directory: beside }).validate({ templatePaths: [path] })).not.toThrow();
    }
  });

  test('fails when the directory is a file', () => {
    writeFileSync(join(directory, 'file'), '');

    expect(() => new PermissionReport({ directory: join(directory, 'file') }).validate({ templatePaths: [template()] })).toThrow(/^'directory' must be a directory that can be created, got '.*file': EEXIST/);
  });

  test('fails when a file of the report is a directory', () => {
    mkdirSync(join(directory, 'permissions.json'));

    expect(() => new PermissionReport({ directory }).validate({ templatePaths: [template()] })).toThrow(/^'directory' must be a directory that can be written, got '.*': EISDIR/);
  });
});

/** A function with the triggers that CDK itself makes, and a grant. */
class Images extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const resize = simpleFunction(this, 'Resize');
    resize.addEventSource(new S3EventSourceV2(new s3.Bucket(this, 'Bucket'), { events: [s3.EventType.OBJECT_CREATED] }));
    resize.addEventSource(new SnsEventSource(new sns.Topic(this, 'Topic')));
    new sqs.Queue(this, 'Queue').grant(resize, 'sqs:SendMessage');
  }
}

/** An app as `cdk` runs it: with the construct path at each resource. */
function newApp(): App {
  return new App({ outdir: join(directory, 'cdk.out'), context: { 'aws:cdk:enable-path-metadata': true } });
}

function simpleFunction(scope: Construct, id = 'Fn'): lambda.Function {
  return new lambda.Function(scope, id, { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
}

/** A template with one function, in a folder of its own. */
function template(folder = join(directory, 'cdk.out')): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'App.template.json');
  writeFileSync(path, JSON.stringify({ Resources: { Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::111122223333:role/r' } } } }));
  return path;
}

function sectionOf(markdown: string, name: string): string {
  const section = markdown.split('\n## ').find((text) => text.startsWith(`\`${name}\`\n`));
  if (section === undefined) { throw new Error(`no section '${name}' in:\n${markdown}`); }
  return section;
}
