/** The parts of the tests that never load aws-cdk-lib, so that one version is enough. */
const WITHOUT_CDK = ['/test/model/', '/test/authorization/', '/test/cli/', '/test/report/html'];

/** The whole suite on the oldest aws-cdk-lib we support, and everything that meets CDK once more on the latest. */
export function jestProjects(floor: string, latest: string): object[] {
  return [
    project(`cdk ${floor}`),
    {
      ...project(`cdk ${latest}`),
      moduleNameMapper: { '^aws-cdk-lib$': 'aws-cdk-lib-latest', '^aws-cdk-lib/(.*)$': 'aws-cdk-lib-latest/$1', ...OWN_NAME },
      testPathIgnorePatterns: ['/node_modules/', ...WITHOUT_CDK],
    },
  ];
}

/** Examples import the library by its name. */
const OWN_NAME = { '^cdk-secure-lambda$': '<rootDir>/src/index.ts' };

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
