// Not exported: what REST and HTTP APIs have in common as callers.
import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { failure } from '../model/failure';

/** The methods of a route; `ANY` stands for each of them. */
const METHODS = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** What a request of an API is: which stage, method and path. */
export interface ApiCall {
  readonly apiId: string;
  readonly stage: string;
  readonly method: string;
  readonly path: string;
}

/**
 * The ARN with which API Gateway calls a function. A path parameter stands for any text, and so becomes `*`, as does the method `ANY`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
 */
export function callArn(scope: IConstruct, call: ApiCall): string {
  const method = call.method === 'ANY' ? '*' : call.method;
  const path = call.path.replace(/\{[^}]*\}/g, '*');
  return Stack.of(scope).formatArn({ service: 'execute-api', resource: call.apiId, resourceName: `${call.stage}/${method}${path}` });
}

/** Refuses a method that API Gateway does not know. */
export function refuseUnknownMethod(method: string, api: IConstruct): void {
  if (!METHODS.includes(method)) {
    throw failure(`'method' must be one of ${METHODS.join(', ')}, got '${method}'; write it in upper case`, api);
  }
}

/** Refuses what is not the path of one resource: a parameter is written in braces, and is the only part that may vary. */
export function refuseInvalidPath(path: string, api: IConstruct): void {
  if (!Token.isUnresolved(path) && !/^\/$|^(?=\/)(\/([A-Za-z0-9._~:@!$&'()+,;=%-]+|\{[A-Za-z0-9._-]+\}))*(\/\{[A-Za-z0-9._-]+\+\})?$/.test(path)) {
    throw failure(`'path' must begin with '/', have no empty part and no '*', got '${path}'; write '/' for the root, '{id}' for a parameter `
      + "and '{proxy+}', as the last part, for everything below", api);
  }
}

/** Refuses what is not the name of a stage, such as a pattern, and no stage at all. */
export function refuseInvalidStages(stages: readonly string[], name: RegExp, api: IConstruct): void {
  const invalid = stages.find((stage) => !Token.isUnresolved(stage) && !name.test(stage));
  if (invalid !== undefined) {
    throw failure(`'stages' must hold names of stages, got '${invalid}'; name each stage that may call the function`, api);
  }
  if (stages.length === 0) {
    throw failure("'stages' is missing, and the API does not tell its stage; name each stage that may call the function, for example ['prod']", api);
  }
}
