import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEventV2, S3Event, SNSEvent } from 'aws-lambda';
import { handler as describeImage } from '../../examples/image-upload/describe-image';
import { handler as lookUpImage } from '../../examples/image-upload/look-up-image';

interface Command { readonly constructor: { readonly name: string }; readonly input: object }

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 2, 0, 0, 0, 3]);

/** What the handlers send, which is what the role has to allow. */
let sent: [string, object][];

beforeEach(() => {
  sent = [];
  process.env.BUCKET = 'images';
  process.env.TABLE = 'metadata';
});

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env.BUCKET;
  delete process.env.TABLE;
});

function answer(client: typeof S3Client | typeof DynamoDBClient, result: object): void {
  jest.spyOn(client.prototype as { send: unknown }, 'send' as never).mockImplementation((async ({ constructor: { name }, input }: Command) => {
    sent.push([name, input]);
    return result;
  }) as never);
}

test.each([
  ['an upload, whose key is encoded', { Records: [{ s3: { bucket: { name: 'other' }, object: { key: 'in/caf%C3%A9+1%2B1.png' } } }] }],
  ['a published key', { Records: [{ Sns: { Message: 'in/café 1+1.png' } }] }],
])('an image is described with one GetObject of its first bytes and one PutItem: %s', async (_, event) => {
  answer(S3Client, { Body: { transformToByteArray: async () => PNG }, ContentRange: 'bytes 0-23/4711' });
  answer(DynamoDBClient, {});

  await describeImage(event as S3Event | SNSEvent);

  const key = 'in/café 1+1.png';
  expect(sent).toEqual([
    ['GetObjectCommand', { Bucket: 'images', Key: key, Range: 'bytes=0-23' }],
    ['PutItemCommand', { TableName: 'metadata', Item: { key: { S: key }, width: { N: '2' }, height: { N: '3' }, bytes: { N: '4711' } } }],
  ]);
});

test('nothing is written for what is no image, and the event fails', async () => {
  answer(S3Client, { Body: { transformToByteArray: async () => new Uint8Array(24) } });
  answer(DynamoDBClient, {});

  await expect(describeImage({ Records: [{ Sns: { Message: 'in/a.png' } }] } as SNSEvent)).rejects.toThrow('not a PNG image');

  expect(sent.map(([name]) => name)).toEqual(['GetObjectCommand']);
});

test('an image is looked up with one GetItem', async () => {
  answer(DynamoDBClient, { Item: { key: { S: 'in/a.png' }, width: { N: '2' }, height: { N: '3' }, bytes: { N: '4711' } } });

  const response = await lookUpImage({ pathParameters: { key: 'in/a.png' } } as unknown as APIGatewayProxyEventV2);

  expect(sent).toEqual([['GetItemCommand', { TableName: 'metadata', Key: { key: { S: 'in/a.png' } } }]]);
  expect(response).toMatchObject({ statusCode: 200, body: JSON.stringify({ key: 'in/a.png', width: 2, height: 3, bytes: 4711 }) });
});

test('an image that nobody uploaded is not found', async () => {
  answer(DynamoDBClient, {});

  expect(await lookUpImage({ pathParameters: { key: 'in/a.png' } } as unknown as APIGatewayProxyEventV2)).toEqual({ statusCode: 404 });
});
