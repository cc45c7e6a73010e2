import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { describePushSource } from './contract';
import { HttpApiPushSource } from '../../src/push/http-api';

const { GET, POST } = apigwv2.HttpMethod;

describePushSource({
  make: (scope, id) => new HttpApiPushSource(apiOf(scope, id), { method: GET, path: '/items/{id}', stages: id ? ['$default'] : undefined }),
  again: (scope) => new HttpApiPushSource(scope.node.findChild('Source') as apigwv2.HttpApi, { method: POST, path: '/items/{id}' }),
  permissionsOfBoth: 2,
  servicePrincipal: 'apigateway.amazonaws.com',
  sourceArn: ({ partition, region, account, name }) => `arn:${partition}:execute-api:${region}:${account}:${name}/$default/GET/items/*`,
  namesAccount: false,
  sourceArnInCommand: 'arn:${AWS::Partition}:execute-api:eu-west-1:111122223333:known/$default/GET/items/*',
  connectedBy: 'AWS::ApiGatewayV2::Route',
  crossRegion: true,
  connectsFromAfar: false,
  keepsTenants: true,
});

function apiOf(scope: Construct, httpApiId?: string): apigwv2.IHttpApi {
  return httpApiId ? apigwv2.HttpApi.fromHttpApiAttributes(scope, 'Source', { httpApiId }) : new apigwv2.HttpApi(scope, 'Source');
}
