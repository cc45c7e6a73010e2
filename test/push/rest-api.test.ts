import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { describePushSource } from './contract';
import { RestApiPushSource } from '../../src/push/rest-api';

describePushSource({
  make: (scope, id) => new RestApiPushSource(apiOf(scope, id), { method: 'GET', path: '/items/{id}', stages: id ? ['prod'] : undefined }),
  again: (scope) => new RestApiPushSource(scope.node.findChild('Source') as apigateway.RestApi, { method: 'POST', path: '/items/{id}' }),
  permissionsOfBoth: 2,
  servicePrincipal: 'apigateway.amazonaws.com',
  sourceArn: ({ partition, region, account, name }) => `arn:${partition}:execute-api:${region}:${account}:${name}/prod/GET/items/*`,
  namesAccount: false,
  sourceArnInCommand: 'arn:${AWS::Partition}:execute-api:eu-west-1:111122223333:known/prod/GET/items/*',
  connectedBy: 'AWS::ApiGateway::Method',
  crossRegion: true,
  connectsFromAfar: true,
  keepsTenants: true,
});

function apiOf(scope: Construct, restApiId?: string): apigateway.IRestApi {
  return restApiId
    ? apigateway.RestApi.fromRestApiAttributes(scope, 'Source', { restApiId, rootResourceId: 'root' })
    : new apigateway.RestApi(scope, 'Source');
}
