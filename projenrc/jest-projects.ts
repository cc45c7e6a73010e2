/** What never loads aws-cdk-lib, so that one version is enough. */
const WITHOUT_CDK = ['/test/model/', '/test/authorization/', '/test/cli/', '/test/report/html', '/test/report/diff'];

/** Examples import the library by its name. */
const OWN_NAME = { '^cdk-secure-lambda$': '<rootDir>/src/index.ts' };

/** What needs more than Node: `npm run proof`. */
const PROOF = '/test/proof/';

/** The whole suite, on the oldest aws-cdk-lib we support. */
export function jestOnFloor(floor: string): object {
  return { projects: [{ ...project(`cdk ${floor}`), testPathIgnorePatterns: ['/node_modules/', PROOF] }] };
}

/** Everything that meets CDK, on the latest aws-cdk-lib. */
export function jestOnLatest(latest: string): object {
  return { ...onLatest(latest), rootDir: '..', testPathIgnorePatterns: ['/node_modules/', PROOF, ...WITHOUT_CDK] };
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
    transform: { '^.+\\.ts$': '<rootDir>/test/esbuild-transform.js' },
    modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/dist/'],
  };
}
