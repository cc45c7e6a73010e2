import { Stack, Token } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { checkNames } from './conditions';
import { ServiceStatements } from './service-statements';
import { failure } from '../model/failure';

/** What the code may do with the connections of a WebSocket API. */
export interface ConnectionAccessOptions extends AccessOptions {
  /** The name of the stage: `prod`. */
  readonly stage: string;
  /**
   * `POST` sends to a client, `GET` asks about its connection, `DELETE` ends it.
   *
   * @default ['POST']
   */
  readonly methods?: string[];
}

/**
 * Sending messages to the clients of a WebSocket API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
 *
 * @example
 * declare const chat: apigatewayv2.IWebSocketApi;
 * declare const resize: SecureFunction;
 * resize.allow(new ConnectionAccess(chat, { stage: 'prod' }));
 */
export class ConnectionAccess implements IAccess {
  private readonly statements: ServiceStatements;

  constructor(webSocketApi: apigatewayv2.IWebSocketApi, options: ConnectionAccessOptions) {
    const methods = options.methods ?? ['POST'];
    checkNames('stage', [options.stage], webSocketApi);
    checkNames('methods', methods, webSocketApi);
    const wrong = methods.find((method) => !Token.isUnresolved(method) && !METHODS.includes(method));
    if (wrong !== undefined) {
      throw failure(`'methods' takes ${METHODS.join(', ')}, got '${wrong}'`, webSocketApi);
    }
    this.statements = new ServiceStatements({
      service: 'execute-api',
      actions: ['ManageConnections'],
      targets: [{
        resourceType: 'execute-api-general',
        arns: methods.map((method) => Stack.of(webSocketApi).formatArn({
          service: 'execute-api', resource: webSocketApi.apiId, resourceName: `${options.stage}/${method}/@connections/*`,
        })),
      }],
      options,
      resource: webSocketApi,
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}

const METHODS = ['POST', 'GET', 'DELETE'];
