import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions, ActionAccessOptions } from './access-options';
import { KeyUse } from './key-statement';
import { ServiceStatements } from './service-statements';

/**
 * What the code may do with an SNS topic. A customer-managed key brings its statement.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
 *
 * @example
 * declare const alerts: sns.ITopic;
 * declare const resize: SecureFunction;
 * resize.allow(TopicAccess.publishes(alerts));
 */
export class TopicAccess implements IAccess {
  /** Messages may be published, one by one or in batches: `Publish`. */
  public static publishes(topic: sns.ITopic, options: AccessOptions = {}): TopicAccess {
    return new TopicAccess(topic, { ...options, actions: ['Publish'] });
  }

  private readonly statements: ServiceStatements;

  constructor(topic: sns.ITopic, options: ActionAccessOptions) {
    this.statements = new ServiceStatements({
      service: 'sns',
      actions: options.actions,
      targets: [{ resourceType: 'topic', arns: [topic.topicArn] }],
      options,
      resource: topic,
      sameAccountByDefault: true,
      keyUse: (actions) => topic.masterKey && keyUse(topic.masterKey, actions),
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}

/**
 * Publishing makes a data key and reads it back.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
function keyUse(key: kms.IKey, actions: readonly string[]): KeyUse {
  return { key, actions: actions.includes('Publish') ? ['Decrypt', 'GenerateDataKey'] : [], viaService: 'sns' };
}
