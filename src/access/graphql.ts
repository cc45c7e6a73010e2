import { Fn, Token } from 'aws-cdk-lib';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { checkNames } from './conditions';
import { ServiceStatements } from './service-statements';
import { failure } from '../model/failure';

/** Which fields the code may use. */
export interface GraphqlAccessOptions extends AccessOptions {
  /** Type and field, as in the schema: `Query.order`, `Mutation.placeOrder`. */
  readonly fields: string[];
}

/**
 * Calling fields of an AppSync GraphQL API.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-iam-authorization
 *
 * @example
 * declare const orders: appsync.IGraphqlApi;
 * declare const resize: SecureFunction;
 * resize.allow(new GraphqlAccess(orders, { fields: ['Mutation.placeOrder'] }));
 */
export class GraphqlAccess implements IAccess {
  private readonly statements: ServiceStatements;

  constructor(api: appsync.IGraphqlApi, options: GraphqlAccessOptions) {
    checkNames('fields', options.fields, api);
    this.statements = new ServiceStatements({
      service: 'appsync',
      actions: ['GraphQL'],
      targets: [{ resourceType: 'field', arns: options.fields.map((field) => `${api.arn}/${path(field, api)}`) }],
      options,
      resource: api,
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}

function path(field: string, api: appsync.IGraphqlApi): string {
  if (Token.isUnresolved(field)) {
    const parts = Fn.split('.', field);
    return `types/${Fn.select(0, parts)}/fields/${Fn.select(1, parts)}`;
  }
  const [type, name, more] = field.split('.');
  if (!type || !name || more !== undefined) {
    throw failure(`'fields' takes a type and a field, got '${field}'. Write it as 'Query.order'`, api);
  }
  return `types/${type}/fields/${name}`;
}
