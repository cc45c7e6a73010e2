import { CfnResource, Names, Resource, Stack } from 'aws-cdk-lib';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { namedCycle, refuseCycle } from './cycle';
import { refuseElsewhere, refuseOtherRegion } from './place';
import { PushSource, PushSourceConfig } from './push-source';
import { failure } from '../model/failure';

/** Which events of a repository call the function. */
export interface CodeCommitPushSourceOptions {
  /**
   * The events that call the function.
   *
   * @default - [RepositoryEventTrigger.ALL], every event
   */
  readonly events?: codecommit.RepositoryEventTrigger[];

  /**
   * The branches whose events call the function.
   *
   * @default - all branches
   */
  readonly branches?: string[];

  /**
   * A text that the event brings along, at most 1,000 characters.
   *
   * @default - none
   */
  readonly customData?: string;

  /**
   * The name of the trigger, which the repository has once.
   *
   * @default - a name generated from the path of the trigger
   */
  readonly name?: string;
}

/**
 * A CodeCommit repository that calls a function when branches and tags are created, changed or deleted.
 *
 * `codecommit.amazonaws.com` may call for this one repository of this account. The trigger is a part of the repository, which
 * waits for the permission.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify-lambda-cc.html
 * @example
 *
 * declare const review: SecureFunction;
 * declare const repository: codecommit.Repository;
 *
 * new PushTrigger(this, 'OnPush', {
 *   target: review,
 *   source: new CodeCommitPushSource(repository, { events: [codecommit.RepositoryEventTrigger.UPDATE_REF], branches: ['main'] }),
 * });
 */
export class CodeCommitPushSource extends PushSource {
  private readonly resource: codecommit.CfnRepository;

  /**
   * @param repository a repository of this app; one that is imported cannot be given a trigger
   * @param options which events call the function
   */
  constructor(private readonly repository: codecommit.IRepository, private readonly options: CodeCommitPushSourceOptions = {}) {
    super();
    this.resource = resourceOf(repository);
    const { events } = options;
    if (events?.length === 0 || (events && events.length > 1 && events.includes(codecommit.RepositoryEventTrigger.ALL))) {
      throw failure(`'events' must name at least one event, and nothing beside 'all', got [${events.join(', ')}]; leave it out for every event`, repository);
    }
  }

  public describe(_target: lambda.IFunction): PushSourceConfig {
    const { name, events = [], branches = [] } = this.options;
    return {
      id: [Names.nodeUniqueId(this.repository.node), name, ...events, ...branches].filter(Boolean).join('-').replace(/\//g, '.'),
      servicePrincipal: 'codecommit.amazonaws.com',
      // Not the ARN of the resource: the repository waits for the permission, which must not wait for the repository.
      sourceArns: [Stack.of(this.repository).formatArn({ service: 'codecommit', resource: this.resource.repositoryName })],
      sourceAccount: this.repository.env.account,
      connectedIn: this.repository,
    };
  }

  public connect(scope: Construct, target: lambda.IFunction, permission: IDependable): void {
    const place = { kind: 'repository', env: this.repository.env };
    refuseOtherRegion(place, target, scope, "use a function in the repository's region, or a rule with EventBridgePushSource");
    refuseElsewhere(place, this.repository, scope);
    const { name = Names.uniqueResourceName(scope, { maxLength: 100, allowedSpecialCharacters: '-_.' }), ...options } = this.options;
    (this.repository as codecommit.Repository).notify(target.functionArn, { name, ...options });
    refuseCycle(this.resource, target, namedCycle('repository', target, 'name the repository by its literal name there'));
    this.resource.node.addDependency(permission);
  }
}

function resourceOf(repository: codecommit.IRepository): codecommit.CfnRepository {
  const resource = repository.node.defaultChild;
  if (!Resource.isOwnedResource(repository) || !resource || !CfnResource.isCfnResource(resource)) {
    throw failure("'repository' must be a repository that this app creates, got an imported one, whose triggers this app cannot change; "
      + 'use a rule with EventBridgePushSource, or create the PushTrigger in the app of the repository', repository);
  }
  return resource as codecommit.CfnRepository;
}
