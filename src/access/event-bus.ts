import * as events from 'aws-cdk-lib/aws-events';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { allOf, checkNames } from './conditions';
import { ServiceStatements } from './service-statements';

/** Which events the code may put on a bus. */
export interface EventBusAccessOptions extends AccessOptions {
  /**
   * The `source` that each event must have: `com.example.orders`.
   *
   * @default - any source
   */
  readonly source?: string;

  /**
   * The `detail-type`s that an event may have.
   *
   * @default - any detail type
   */
  readonly detailTypes?: string[];
}

/**
 * Putting events on an EventBridge bus, and if wanted only those of one source and of some kinds.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
 *
 * @example
 * declare const orders: events.IEventBus;
 * declare const resize: SecureFunction;
 * resize.allow(new EventBusAccess(orders, { source: 'com.example.orders', detailTypes: ['OrderPlaced'] }));
 */
export class EventBusAccess implements IAccess {
  private readonly statements: ServiceStatements;

  constructor(bus: events.IEventBus, options: EventBusAccessOptions = {}) {
    const { source, detailTypes } = options;
    checkNames('source', source === undefined ? undefined : [source], bus);
    checkNames('detailTypes', detailTypes, bus);
    // A request holds several events: each must be allowed, and one that is denied is enough.
    const conditions = (operator: string) => allOf(
      source ? { [operator]: { 'events:source': source } } : undefined,
      detailTypes ? { [operator]: { 'events:detail-type': detailTypes } } : undefined,
    );
    this.statements = new ServiceStatements({
      service: 'events',
      actions: ['PutEvents'],
      targets: [{
        resourceType: 'event-bus',
        arns: [bus.eventBusArn],
        conditions: () => conditions('StringEquals'),
        denials: [conditions('ForAnyValue:StringEquals')],
      }],
      options,
      resource: bus,
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}
