import * as s3 from 'aws-cdk-lib/aws-s3';
import { describePushSource } from './contract';
import { S3PushSource } from '../../src/push/s3';

describePushSource({
  make: (scope, bucketName) => new S3PushSource(new s3.Bucket(scope, 'Source', { bucketName }), { prefix: 'in/' }),
  again: (scope) => new S3PushSource(scope.node.findChild('Source') as s3.Bucket, { prefix: 'out/' }),
  permissionsOfBoth: 1,
  servicePrincipal: 's3.amazonaws.com',
  sourceArn: ({ partition, name }) => `arn:${partition}:s3:::${name}`,
  namesAccount: true,
  sourceArnInCommand: '${Source.Arn}',
  connectedBy: 'Custom::S3BucketNotifications',
  crossRegion: false,
  connectsFromAfar: true,
  keepsTenants: false,
});
