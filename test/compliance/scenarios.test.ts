import { FinishedTemplates, needsOf, stackOf } from './scenario-privileges';
import { SCENARIOS, scenarioApp } from './scenarios';

const ours = new FinishedTemplates(scenarioApp((scenario, stack) => scenario.ours(stack)).synth().directory);
const cdk = new FinishedTemplates(scenarioApp((scenario, stack) => scenario.cdk(stack)).synth().directory);

/** How many calls each function of ours has to make. */
const NEEDED: { readonly [scenario: string]: { readonly [functionId: string]: number } } = {
  'S3': { BucketNotificationsHandler: 3, Handler: 4 },
  'SNS': { Handler: 2 },
  'REST API': { Handler: 2 },
  'EventBridge': { Handler: 2 },
  'SQS': { Handler: 5 },
  'DynamoDB stream': { Handler: 5 },
  'VPC': { Handler: 24 },
};

describe.each(Object.keys(SCENARIOS))('the roles of a function for %s', (scenario) => {
  const needs = needsOf(scenario);

  test('may do what AWS documents, and nothing else of any service that the app uses', () => {
    const counts = ours.privileges(stackOf(scenario), needs, 'LAMBDA')!;

    expect(counts.map(({ function: id, excess, undecided, missing }) => ({ id, excess, undecided, missing }))).toEqual(
      Object.keys(NEEDED[scenario]).map((id) => ({ id, excess: [], undecided: [], missing: [] })),
    );
    expect(Object.fromEntries(counts.map(({ function: id, needed }) => [id, needed]))).toEqual(NEEDED[scenario]);
    counts.forEach(({ asked }) => expect(asked).toBeGreaterThan(1500));
  });

  test('may do more with the grants of CDK', () => {
    const counts = cdk.privileges(stackOf(scenario), needs, 'LAMBDA')!;

    counts.forEach(({ excess, undecided, missing }) => {
      expect(excess.length).toBeGreaterThan(20);
      expect([undecided, missing]).toEqual([[], []]);
    });
  });
});

test('what Lambda does to connect a function to its VPC is denied to the code', () => {
  const needs = needsOf('VPC');
  const [handler] = ours.privileges('VPC', needs, 'CODE')!;
  const [withCdk] = cdk.privileges('VPC', needs, 'CODE')!;

  expect(handler).toMatchObject({ excess: [], undecided: [], needed: NEEDED.VPC.Handler });
  expect(handler.missing).toHaveLength(NEEDED.VPC.Handler - NEEDED.SNS.Handler);
  expect(handler.missing.every((call) => call.startsWith('ec2:'))).toBe(true);
  expect(withCdk.missing).toEqual([]);
});

test('one statement more is told', () => {
  const [handler] = ours.privileges('SQS', needsOf('SNS'), 'LAMBDA')!;

  expect(handler.excess.map((call) => call.split(' ')[0])).toEqual(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage']);
});

test('every need names its AWS page', () => {
  Object.keys(SCENARIOS).flatMap(needsOf).forEach(({ see, why }) => {
    expect(see).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+$/);
    expect(why).not.toBe('');
  });
});
