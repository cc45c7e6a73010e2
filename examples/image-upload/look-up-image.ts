import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

const dynamodb = new DynamoDBClient({});

/** Answers with what is known about one image. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const key = event.pathParameters?.key ?? '';
  const { Item: item } = await dynamodb.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { key: { S: key } } }));
  if (!item) {
    return { statusCode: 404 };
  }
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key, width: Number(item.width.N), height: Number(item.height.N), bytes: Number(item.bytes.N) }),
  };
}
