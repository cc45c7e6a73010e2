import * as opensearch from 'aws-cdk-lib/aws-opensearchservice';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions, ActionAccessOptions } from './access-options';
import { checkNames } from './conditions';
import { ServiceStatements } from './service-statements';

/** Which part of a domain an access reaches. */
export interface SearchAccessScope extends AccessOptions {
  /**
   * The index the code uses.
   *
   * @default - the whole domain
   */
  readonly index?: string;
}

/** What the code may do with a domain. */
export interface SearchAccessOptions extends SearchAccessScope, ActionAccessOptions {
}

/**
 * Calling an OpenSearch Service domain over HTTP: each method is an action of its own.
 *
 * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
 *
 * @example
 * declare const catalogue: opensearch.IDomain;
 * declare const resize: SecureFunction;
 * resize.allow(new SearchAccess(catalogue, { actions: ['ESHttpGet'], index: 'products' }));
 */
export class SearchAccess implements IAccess {
  /** Documents may be read and searched: `ESHttpGet`, `ESHttpHead`, and `ESHttpPost` that searches need for a body. It can also write. */
  public static searches(domain: opensearch.IDomain, options: SearchAccessScope = {}): SearchAccess {
    return new SearchAccess(domain, { ...options, actions: ['ESHttpGet', 'ESHttpHead', 'ESHttpPost'] });
  }

  private readonly statements: ServiceStatements;

  constructor(domain: opensearch.IDomain, options: SearchAccessOptions) {
    checkNames('index', options.index === undefined ? undefined : [options.index], domain);
    const { domainArn } = domain;
    this.statements = new ServiceStatements({
      service: 'es',
      actions: options.actions,
      targets: [{ resourceType: 'domain', arns: options.index ? [`${domainArn}/${options.index}`, `${domainArn}/${options.index}/*`] : [`${domainArn}/*`] }],
      options,
      resource: domain,
      undeniable: options.index && "'index' would let a request pass that names it beside others, or by a pattern, so it cannot be denied. Deny the domain without it",
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}
