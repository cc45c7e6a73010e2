import { readFileSync } from 'fs';
import { join } from 'path';
import { isGlobalKey, isSameKey } from '../../src/authorization/condition-key';
import { worksWithoutResource } from '../../src/authorization/corrections';
import { actionsOfOperation, nearest, nearestAction, nearestService } from '../../src/authorization/nearest';
import { takesResource } from '../../src/authorization/resource-fit';
import { actionFacts, authorizationDate, authorizationOf } from '../../src/authorization/service-authorization';

interface FitCase {
  readonly name: string;
  readonly action: string;
  readonly resource: string;
  readonly takes: boolean;
}

describe('facts', () => {
  test('of an action', () => {
    expect(actionFacts('dynamodb', 'PutItem')).toEqual({
      name: 'PutItem',
      level: 'Write',
      resourceTypes: ['table'],
      requiredTypes: ['table'],
      conditionKeys: [
        'dynamodb:Attributes', 'dynamodb:EnclosingOperation', 'dynamodb:LeadingKeys', 'dynamodb:ReturnConsumedCapacity', 'dynamodb:ReturnValues',
        'aws:ResourceTag/{TagKey}',
      ],
      dependentActions: [],
    });
  });

  test('of a resource type', () => {
    expect(authorizationOf('dynamodb')?.resourceTypes.get('index')?.arnPatterns)
      .toEqual(['arn:{Partition}:dynamodb:{Region}:{Account}:table/{TableName}/index/{IndexName}']);
  });

  test('of a resource type that REST and HTTP APIs share', () => {
    expect(authorizationOf('apigateway')?.resourceTypes.get('Models')?.arnPatterns)
      .toEqual(['arn:{Partition}:apigateway:{Region}::/apis/{ApiId}/models', 'arn:{Partition}:apigateway:{Region}::/restapis/{RestApiId}/models']);
  });

  test('are found whatever the case, as IAM does', () => {
    expect(actionFacts('S3', 'getobject')?.name).toBe('GetObject');
  });

  test.each(['nothing', '../index', 'constructor', '__proto__', ''])('are not there for the service %p', (prefix) => {
    expect(authorizationOf(prefix)).toBeUndefined();
  });

  test('have a date', () => {
    expect(authorizationDate).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});

describe('whether an action takes a resource', () => {
  const cases = JSON.parse(readFileSync(join(__dirname, 'resource-fit.json'), 'utf8')) as FitCase[];

  test.each(cases.map((one) => [one.name, one] as const))('%s', (_, { action, resource, takes }) => {
    const [prefix, name] = action.split(':');

    expect(takesResource(authorizationOf(prefix)!, actionFacts(prefix, name)!, resource)).toBe(takes);
  });

  test('ends soon for a hostile pattern', () => {
    const stars = `arn:aws:s3:::${'*a'.repeat(500)}`;

    expect(takesResource(authorizationOf('s3')!, actionFacts('s3', 'GetObject')!, stars)).toBe(true);
  });
});

describe('nearest name', () => {
  test.each([
    ['dynamodb', 'PutItm', 'PutItem'], ['s3', 'getobjects', 'GetObject'], ['sqs', 'RecieveMessage', 'ReceiveMessage'],
    ['secretsmanager', 'GetSecret', 'GetSecretValue'], ['dynamodb', 'Frobnicate', undefined],
  ])('of %s:%s is %p', (prefix, name, expected) => {
    expect(nearestAction(prefix, name)).toBe(expected);
  });

  test('of a service', () => {
    expect(nearestService('dynamdb')).toBe('dynamodb');
  });

  test('is not sought for long in a long word', () => {
    expect(nearest('x'.repeat(1_000_000), ['GetItem'])).toBeUndefined();
  });

  test('of an operation of the SDK is the action that IAM asks for', () => {
    expect(actionsOfOperation('s3', 'ListObjectsV2')).toEqual(['ListBucket']);
    expect(actionsOfOperation('s3', 'constructor')).toEqual([]);
  });

  test('for operations names only actions that exist', () => {
    const operations = [
      ['s3', 'CopyObject'], ['dynamodb', 'TransactWriteItems'], ['dynamodb', 'ExecuteStatement'], ['bedrock', 'Converse'], ['sns', 'PublishBatch'],
    ];

    const found = operations.map(([prefix, operation]) => actionsOfOperation(prefix, operation).map((name) => actionFacts(prefix, name)?.name));

    expect(found).toEqual(operations.map(([prefix, operation]) => actionsOfOperation(prefix, operation)));
  });
});

describe('corrections', () => {
  test.each([
    ['cloudwatch', 'PutMetricData', true], ['translate', 'TranslateText', true], ['polly', 'SynthesizeSpeech', true], ['s3', 'GetObject', false],
    ['constructor', 'name', false],
  ])('%s:%s is called without a resource: %p', (prefix, name, without) => {
    expect(worksWithoutResource(prefix, name)).toBe(without);
  });
});

describe('condition keys', () => {
  test.each([
    ['aws:RequestTag/owner', 'aws:RequestTag/{TagKey}', true], ['s3:ExistingObjectTag/a', 's3:ExistingObjectTag/<key>', true],
    ['secretsmanager:ResourceTag/team', 'secretsmanager:ResourceTag/tag-key', true], ['S3:PREFIX', 's3:prefix', true],
    ['kms:EncryptionContext:tenant', 'kms:EncryptionContext:{EncryptionContextKey}', true], ['aws:RequestTag/', 'aws:RequestTag/{TagKey}', false],
    ['s3:prefixes', 's3:prefix', false], ['events:Metadata/a/Matcher', 'events:Metadata/{MetadataKey}/Matcher', true],
  ])('%s is %s: %p', (key, known, same) => {
    expect(isSameKey(key, known)).toBe(same);
  });

  test.each([
    ['aws:ResourceAccount', true], ['aws:PrincipalTag/tenant', true], ['lambda:SourceFunctionArn', true], ['aws:RequestTag/a', false], ['s3:prefix', false],
  ])('%s is in every request: %p', (key, global) => {
    expect(isGlobalKey(key)).toBe(global);
  });
});
