import { readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { ImageUploadWithCdkGrants } from './excess-cdk-grants';
import { Need, countPrivileges } from './excess-count';
import { DeployedApp } from './excess-deployed-app';
import { DocumentedCaller, countInvocations } from './excess-invocation';
import { loadPath } from '../../src/cloudformation/read-files';
import { evaluate } from '../../src/model/evaluate';
import { LocatedStatement } from '../../src/model/statement';
import { imageUploadApp } from '../examples/image-upload-app';

const HOME = { account: '111122223333', region: 'eu-west-1' };
const NEEDS = listIn<Need>('excess-needs.json');
const CALLERS = listIn<DocumentedCaller>('excess-callers.json');
const FUNCTIONS = ['BucketNotificationsHandler', 'DescribeImage', 'LookUpImage'];

const demo = deployed(imageUploadApp(HOME));
const withCdkGrants = deployed(appWithCdkGrants());

test('everything about the functions of both apps can be read', () => {
  const read = [demo, withCdkGrants].flatMap(({ functions }) => functions.map(({ role, gaps }) => ({ hasRole: role !== undefined, gaps })));

  expect(read).toEqual([...FUNCTIONS, ...FUNCTIONS].map(() => ({ hasRole: true, gaps: [] })));
});

describe('what the roles of the image upload may do', () => {
  const counts = countPrivileges(demo, NEEDS);

  test('is what each function needs, and nothing else of any service that the app uses', () => {
    expect(counts.map(({ function: id, excess, undecided, missing }) => ({ id, excess, undecided, missing }))).toEqual([
      { id: 'BucketNotificationsHandler', excess: [], undecided: [], missing: [] },
      { id: 'DescribeImage', excess: [], undecided: [], missing: [] },
      { id: 'LookUpImage', excess: [], undecided: [], missing: [] },
    ]);
  });

  test('was asked for thousands of calls, of which a few are needed', () => {
    counts.forEach(({ asked }) => expect(asked).toBeGreaterThan(5000));
    expect(counts.map(({ needed }) => needed)).toEqual([3, 8, 3]);
  });

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
  test('is each documented caller, for its own source, and no other service', () => {
    const counts = countInvocations(demo, CALLERS);

    expect(counts.map(({ function: id, excess, missing, documented }) => ({ id, excess, missing, documented }))).toEqual([
      { id: 'BucketNotificationsHandler', excess: [], missing: [], documented: 0 },
      { id: 'DescribeImage', excess: [], missing: [], documented: 4 },
      { id: 'LookUpImage', excess: [], missing: [], documented: 6 },
    ]);
    counts.forEach(({ asked }) => expect(asked).toBeGreaterThan(5000));
  });

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

function deployed(app: App): DeployedApp {
  return new DeployedApp(loadPath(app.synth().directory), HOME);
}

function anything(): LocatedStatement {
  return { effect: 'Allow', actions: ['*'], resources: ['*'], conditions: [], source: { stack: 'Other', logicalId: 'Role', resourceType: 'AWS::IAM::Role', property: 'Policies' } };
}

function listIn<T>(file: string): T[] {
  return JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as T[];
}
