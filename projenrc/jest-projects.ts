/** What never loads aws-cdk-lib, so that one version is enough. */
const WITHOUT_CDK = ['/test/model/', '/test/authorization/', '/test/cli/', '/test/report/html', '/test/report/diff'];

/** Where a change of CDK would show first: functions and roles, the four common sources, cdk-nag, and the example. */
const CORE = [
  '<rootDir>/test/{function,compliance,examples}/**/*.test.ts',
  '<rootDir>/test/push/{s3,sns,rest-api,http-api,push-trigger,calls}.test.ts',
  '<rootDir>/test/checks/lambda-permission-checks.test.ts',
];

/** Examples import the library by its name. */
const OWN_NAME = { '^cdk-secure-lambda$': '<rootDir>/src/index.ts' };

/** The whole suite on the oldest aws-cdk-lib we support, and its core once more on the latest. */
export function jestProjects(floor: string, latest: string): object[] {
  return [project(`cdk ${floor}`), { ...onLatest(latest), testMatch: CORE }];
}

/** Everything that meets CDK, on the latest aws-cdk-lib. */
export function jestOnLatest(latest: string): object {
  return { ...onLatest(latest), rootDir: '..', testPathIgnorePatterns: ['/node_modules/', ...WITHOUT_CDK] };
}

function onLatest(latest: string): object {
  const moduleNameMapper = { '^aws-cdk-lib$': 'aws-cdk-lib-latest', '^aws-cdk-lib/(.*)$': 'aws-cdk-lib-latest/$1', ...OWN_NAME };
  return { ...project(`cdk ${latest}`), moduleNameMapper };
}

function project(displayName: string): object {
  return {
    displayName,
    testMatch: ['<rootDir>/test/**/*.test.ts'],
    setupFiles: ['<rootDir>/test/setup.ts'],
    moduleNameMapper: OWN_NAME,
    transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
    modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/dist/'],
  };
}
