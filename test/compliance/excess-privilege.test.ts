import { readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import * as cxapi from 'aws-cdk-lib/cx-api';
import { ImageUploadWithCdkGrants } from './excess-cdk-grants';
import { Need, countPrivileges } from './excess-count';
import { DeployedApp } from './excess-deployed-app';
import { DocumentedCaller, countInvocations } from './excess-invocation';
import { Home } from './privilege-universe';
import { loadPath } from '../../src/cloudformation/read-files';
import { evaluate } from '../../src/model/evaluate';
import { LocatedStatement } from '../../src/model/statement';
import { imageUploadApp } from '../examples/image-upload-app';

const NEEDS = listIn<Need>('excess-needs.json');
const CALLERS = listIn<DocumentedCaller>('excess-callers.json');
const FUNCTIONS = ['BucketNotificationsHandler', 'DescribeImage', 'LookUpImage'];

const HOME = { partition: 'aws', region: 'eu-west-1', account: '111122223333' };
const CHINA = { partition: 'aws-cn', region: 'cn-north-1', account: '111122223333' };
const GOV_CLOUD = { partition: 'aws-us-gov', region: 'us-gov-west-1', account: '111122223333' };
const FLAGS = cxapi.CURRENTLY_RECOMMENDED_FLAGS;

const demo = deployed(imageUploadApp(HOME), HOME);
const withCdkGrants = deployed(appWithCdkGrants(), HOME);

/** The demo wherever it may stand: its environment is known or not, and all that CDK recommends is switched off or on. */
const PLACES = [
  ['in a known environment', demo],
  ['in a known environment, with recommended feature flags', deployed(imageUploadApp(HOME, FLAGS), HOME)],
  ['anywhere', deployed(imageUploadApp(), HOME)],
  ['in China', deployed(imageUploadApp(CHINA), CHINA)],
  ['in GovCloud, with recommended feature flags', deployed(imageUploadApp(GOV_CLOUD, FLAGS), GOV_CLOUD)],
] as const;

test('everything about the functions of all apps can be read', () => {
  const apps = [withCdkGrants, ...PLACES.map(([, app]) => app)];
  const read = apps.map(({ functions }) => functions.map(({ role, gaps }) => ({ hasRole: role !== undefined, gaps })));

  read.forEach((functions) => expect(functions).toEqual(FUNCTIONS.map(() => ({ hasRole: true, gaps: [] }))));
});

describe.each(PLACES)('the image upload %s', (_, app) => {
  const privileges = countPrivileges(app, NEEDS);
  const invocations = countInvocations(app, CALLERS);

  test('allows each function what it needs, and nothing else of any service that the app uses', () => {
    expect(privileges.map(({ function: id, excess, undecided, missing, needed }) => ({ id, excess, undecided, missing, needed }))).toEqual([
      { id: 'BucketNotificationsHandler', excess: [], undecided: [], missing: [], needed: 3 },
      { id: 'DescribeImage', excess: [], undecided: [], missing: [], needed: 8 },
      { id: 'LookUpImage', excess: [], undecided: [], missing: [], needed: 3 },
    ]);
    privileges.forEach(({ asked }) => expect(asked).toBeGreaterThan(5000));
  });

  test('lets each documented caller in, for its own source, and no other service', () => {
    expect(invocations.map(({ function: id, excess, missing, documented }) => ({ id, excess, missing, documented }))).toEqual([
      { id: 'BucketNotificationsHandler', excess: [], missing: [], documented: 0 },
      { id: 'DescribeImage', excess: [], missing: [], documented: 4 },
      { id: 'LookUpImage', excess: [], missing: [], documented: 6 },
    ]);
    invocations.forEach(({ asked }) => expect(asked).toBeGreaterThan(5000));
  });
});

describe('what the roles of the image upload may do', () => {
  test('would be told if a need were not met', () => {
    const table = 'arn:aws:dynamodb:eu-west-1:111122223333:table/<Metadata>';
    const [, describeImage] = countPrivileges(demo, [...NEEDS, { ...NEEDS[0], action: 'dynamodb:DeleteItem', resource: table }]);

    expect(describeImage.missing).toEqual([`dynamodb:DeleteItem on ${demo.named(table)} of 111122223333`]);
  });

  test('is more with the grants of CDK, function by function', () => {
    const more = countPrivileges(withCdkGrants, NEEDS);

    expect(more.map(({ function: id }) => id)).toEqual(FUNCTIONS);
    more.forEach(({ excess, undecided, missing }) => {
      expect(excess.length).toBeGreaterThan(20);
      expect([undecided, missing]).toEqual([[], []]);
    });
    expect(more[1].excess).toEqual(expect.arrayContaining([
      'dynamodb:DeleteItem on arn:aws:dynamodb:eu-west-1:111122223333:table/imageupload-metadatabdb8f4db of 111122223333',
      'logs:PutLogEvents on arn:aws:logs:eu-west-1:111122223333:log-group:sibling:log-stream:any of 111122223333',
      's3:GetObject on arn:aws:s3:::imageupload-images2d38c313/in/a.png of 999988887777',
    ]));
  });
});

describe('who may invoke the functions of the image upload', () => {
  test('is more with the triggers of CDK, which take every stage', () => {
    const [, , lookUp] = countInvocations(withCdkGrants, CALLERS);

    expect(lookUp.excess.length).toBeGreaterThan(0);
    expect(lookUp.excess.every((call) => call.includes('/images/{key+}'))).toBe(true);
  });

  test.each([
    ['a role of another account that may do anything', { kind: 'AWS', id: 'arn:aws:iam::999988887777:role/Admin' }, [anything()]],
    ['a role of the account that was allowed nothing', { kind: 'AWS', id: 'arn:aws:iam::111122223333:role/Other' }, []],
    ['somebody anonymous', { kind: 'AWS', id: '*' }, []],
    ['an identity from outside', { kind: 'Federated', id: 'accounts.google.com' }, []],
  ] as const)('is not %s', (_, principal, identity) => {
    const outcomes = demo.functions.map(({ arn, targets }) => (
      evaluate({ principal, action: 'lambda:InvokeFunction', resource: arn, context: {} }, { identity, resource: targets.flatMap(({ statements }) => statements) }).outcome
    ));

    expect(outcomes).toEqual(FUNCTIONS.map(() => 'DENIED'));
  });
});

function appWithCdkGrants(): App {
  const app = new App({ analyticsReporting: false });
  new ImageUploadWithCdkGrants(app, 'ImageUpload', { env: HOME });
  return app;
}

function deployed(app: App, home: Home): DeployedApp {
  return new DeployedApp(loadPath(app.synth().directory), home);
}

function anything(): LocatedStatement {
  return { effect: 'Allow', actions: ['*'], resources: ['*'], conditions: [], source: { stack: 'Other', logicalId: 'Role', resourceType: 'AWS::IAM::Role', property: 'Policies' } };
}

function listIn<T>(file: string): T[] {
  return JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as T[];
}
