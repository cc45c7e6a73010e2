import { Duration, Names, Stack } from 'aws-cdk-lib';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { refuseInvalidStages } from './execute-api';
import { refuseElsewhere } from './place';
import { PushSource, PushSourceConfig } from './push-source';
import { isRepeated } from './repetition';
import { failure } from '../model/failure';

/** The routes that API Gateway itself knows. */
const PREDEFINED = ['$connect', '$disconnect', '$default'];

/** Which route of a WebSocket API calls the function, and how the route is made. */
export interface WebSocketApiPushSourceOptions {
  /** The key of the route: `$connect`, `$disconnect`, `$default`, or a value of the API's route selection expression, for example `sendMessage`. */
  readonly routeKey: string;

  /** The names of the stages that may call the function, not patterns. A WebSocket API does not know its stages. */
  readonly stages: string[];

  /**
   * Who may connect. Only for `$connect`.
   *
   * @default - everybody
   */
  readonly authorizer?: apigwv2.IWebSocketRouteAuthorizer;

  /**
   * Sends what the function returns back to the client.
   *
   * @default false
   */
  readonly returnResponse?: boolean;

  /**
   * Requires an API key of the client. Only for `$connect`.
   *
   * @default false
   */
  readonly apiKeyRequired?: boolean;

  /**
   * How long the API waits for the function, 50 milliseconds to 29 seconds.
   *
   * @default Duration.seconds(29)
   */
  readonly timeout?: Duration;

  /**
   * How the payload is converted before the function gets it.
   *
   * @default - it is not converted
   */
  readonly contentHandling?: apigwv2.ContentHandling;
}

/**
 * A route of a WebSocket API that calls a function.
 *
 * `apigateway.amazonaws.com` may call for this route of this stage of this API. The ARN has no method; it holds the
 * account, and that API Gateway sends the account by itself is not documented.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
 * @example
 *
 * declare const chat: SecureFunction;
 * declare const webSocketApi: apigwv2.WebSocketApi;
 *
 * new PushTrigger(this, 'OnMessage', {
 *   target: chat,
 *   source: new WebSocketApiPushSource(webSocketApi, { routeKey: 'sendMessage', stages: ['prod'] }),
 * });
 */
export class WebSocketApiPushSource extends PushSource {
  /**
   * @param api the API
   * @param options which route calls the function
   */
  constructor(private readonly api: apigwv2.IWebSocketApi, private readonly options: WebSocketApiPushSourceOptions) {
    super();
    refuseInvalidStages(options.stages, /^[\w-]{1,128}$/, api);
    refuseInvalidRoute(options, api);
  }

  public describe(_target: lambda.IFunction): PushSourceConfig {
    const { routeKey, stages } = this.options;
    const callArn = (stage: string) =>
      Stack.of(this.api).formatArn({ service: 'execute-api', resource: this.api.apiId, resourceName: `${stage}/${routeKey}` });
    return {
      id: `${Names.nodeUniqueId(this.api.node)}${routeKey.replace(/\//g, '.')}`,
      servicePrincipal: 'apigateway.amazonaws.com',
      sourceArns: stages.map(callArn),
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    const { routeKey, authorizer, returnResponse, apiKeyRequired } = this.options;
    refuseElsewhere({ kind: 'API', env: this.api.env }, this.api, scope);
    if (isRepeated(this.api, 'route', routeKey) || this.api.node.tryFindChild(`${routeKey}-Route`)) {
      throw failure(`'source' is the route ${routeKey}, which the API ${this.api.node.path} has already; a route calls one function`, scope);
    }
    const route = new apigwv2.WebSocketRoute(scope, 'Route', {
      webSocketApi: this.api,
      routeKey,
      integration: new FunctionIntegration(target, this.options),
      authorizer,
      returnResponse,
      apiKeyRequired,
    });
    route.node.addDependency(permission);
  }
}

/** The integration of CDK without the permission of CDK, which would be for every stage. */
class FunctionIntegration extends apigwv2.WebSocketRouteIntegration {
  public constructor(private readonly target: lambda.IFunction, private readonly options: WebSocketApiPushSourceOptions) {
    super('Integration');
  }

  public bind({ scope }: apigwv2.WebSocketRouteIntegrationBindOptions): apigwv2.WebSocketRouteIntegrationConfig {
    return {
      type: apigwv2.WebSocketIntegrationType.AWS_PROXY,
      uri: Stack.of(scope).formatArn({
        service: 'apigateway',
        region: this.target.env.region,
        account: 'lambda',
        resource: 'path/2015-03-31/functions',
        resourceName: `${this.target.functionArn}/invocations`,
      }),
      timeout: this.options.timeout,
      contentHandling: this.options.contentHandling,
    };
  }
}

/** A pattern would let other routes call, and only clients that connect can be asked who they are. */
function refuseInvalidRoute({ routeKey, authorizer, apiKeyRequired }: WebSocketApiPushSourceOptions, api: apigwv2.IWebSocketApi): void {
  if (!PREDEFINED.includes(routeKey) && !/^[^\s$*?{}][^\s*?{}]*$/.test(routeKey)) {
    throw failure(`'routeKey' must be ${PREDEFINED.join(', ')} or the key of one route, without '*', '?', braces and white space, got '${routeKey}'; `
      + 'make one source for each route', api);
  }
  const connecting = Object.entries({ authorizer, apiKeyRequired }).find(([, value]) => value);
  if (connecting && routeKey !== '$connect') {
    throw failure(`'${connecting[0]}' is only possible for the route $connect, got it for '${routeKey}'; `
      + 'clients are asked once, when they connect', api);
  }
}
