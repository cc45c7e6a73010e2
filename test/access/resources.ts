import { App, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';

const ID = { name: 'id', type: dynamodb.AttributeType.STRING };

/** What the cases act on, by the name they use. Each is made when a case asks for it. */
export const RESOURCES: { readonly [name: string]: (stack: Stack) => unknown } = {
  bucket: (stack) => new s3.Bucket(stack, 'Images'),
  encryptedBucket: (stack) => new s3.Bucket(stack, 'Secret', { encryptionKey: new kms.Key(stack, 'Key') }),
  managedKeyBucket: (stack) => new s3.Bucket(stack, 'Managed', { encryption: s3.BucketEncryption.KMS_MANAGED }),
  namedBucket: (stack) => s3.Bucket.fromBucketName(stack, 'Named', 'images'),
  foreignBucket: (stack) => s3.Bucket.fromBucketAttributes(stack, 'Foreign', {
    bucketName: 'partner',
    account: '444455556666',
    region: 'us-east-1',
    encryptionKey: kms.Key.fromKeyArn(stack, 'ForeignKey', 'arn:aws:kms:us-east-1:444455556666:key/k1'),
  }),
  aliasBucket: (stack) => s3.Bucket.fromBucketAttributes(stack, 'Aliased', {
    bucketName: 'aliased', encryptionKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/images'),
  }),
  table: (stack) => new dynamodb.Table(stack, 'Metadata', { partitionKey: ID }),
  tableV2: (stack) => dynamodb.TableV2.fromTableArn(stack, 'Second', 'arn:aws:dynamodb:eu-west-1:111122223333:table/second'),
  encryptedTable: (stack) => new dynamodb.Table(stack, 'Orders', { partitionKey: ID, encryptionKey: new kms.Key(stack, 'Key') }),
  importedTable: (stack) => dynamodb.Table.fromTableArn(stack, 'Imported', 'arn:aws:dynamodb:eu-west-1:444455556666:table/orders'),
};

/** A stack that knows where it is deployed to. */
export function newStack(id = 'Stack'): Stack {
  return new Stack(new App(), id, { env: { account: '111122223333', region: 'eu-west-1' } });
}
