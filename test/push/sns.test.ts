import * as sns from 'aws-cdk-lib/aws-sns';
import { describePushSource } from './contract';
import { SnsPushSource } from '../../src/push/sns';

describePushSource({
  make: (scope, topicName) => new SnsPushSource(new sns.Topic(scope, 'Source', { topicName })),
  servicePrincipal: 'sns.amazonaws.com',
  sourceArn: ({ partition, region, account, name }) => `arn:${partition}:sns:${region}:${account}:${name}`,
  namesAccount: false,
  sourceArnInCommand: '${Source}',
  connectedBy: 'AWS::SNS::Subscription',
  crossRegion: true,
  connectsFromAfar: true,
  keepsTenants: false,
});
