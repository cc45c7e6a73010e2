import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Event, SNSEvent } from 'aws-lambda';
import { pngSize } from './png-size';

const s3 = new S3Client({});
const dynamodb = new DynamoDBClient({});

/** Reads each image's header, and writes what the image is to the table. */
export async function handler(event: S3Event | SNSEvent): Promise<void> {
  await Promise.all(keysOf(event).map(describe));
}

/** The bucket's notification holds the key URL-encoded; a published request is the key itself. */
function keysOf(event: S3Event | SNSEvent): string[] {
  return event.Records.map((record) => 's3' in record
    ? decodeURIComponent(record.s3.object.key.replace(/\+/g, ' '))
    : record.Sns.Message);
}

async function describe(key: string): Promise<void> {
  const object = await s3.send(new GetObjectCommand({ Bucket: process.env.BUCKET, Key: key, Range: 'bytes=0-23' }));
  const header = await object.Body!.transformToByteArray();
  const { width, height } = pngSize(header);
  await dynamodb.send(new PutItemCommand({
    TableName: process.env.TABLE,
    Item: {
      key: { S: key },
      width: { N: String(width) },
      height: { N: String(height) },
      bytes: { N: /\/(\d+)$/.exec(object.ContentRange ?? '')?.[1] ?? '0' },
    },
  }));
}
