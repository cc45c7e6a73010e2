import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions, ActionAccessOptions } from './access-options';
import { ServiceStatements } from './service-statements';

/**
 * What the code may do with a Step Functions state machine and its executions.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
 *
 * @example
 * declare const fulfilment: sfn.IStateMachine;
 * declare const resize: SecureFunction;
 * resize.allow(StateMachineAccess.starts(fulfilment));
 */
export class StateMachineAccess implements IAccess {
  /** Executions may be started: `StartExecution`. */
  public static starts(stateMachine: sfn.IStateMachine, options: AccessOptions = {}): StateMachineAccess {
    return new StateMachineAccess(stateMachine, { ...options, actions: ['StartExecution'] });
  }

  /** Express executions may be started and waited for: `StartSyncExecution`. */
  public static startsSync(stateMachine: sfn.IStateMachine, options: AccessOptions = {}): StateMachineAccess {
    return new StateMachineAccess(stateMachine, { ...options, actions: ['StartSyncExecution'] });
  }

  /** Tasks that wait for a token may be answered: `SendTaskSuccess`, `SendTaskFailure`, `SendTaskHeartbeat`. */
  public static answersTasks(stateMachine: sfn.IStateMachine, options: AccessOptions = {}): StateMachineAccess {
    return new StateMachineAccess(stateMachine, { ...options, actions: ['SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat'] });
  }

  private readonly statements: ServiceStatements;

  constructor(stateMachine: sfn.IStateMachine, options: ActionAccessOptions) {
    this.statements = new ServiceStatements({
      service: 'states',
      actions: options.actions,
      targets: [
        { resourceType: 'statemachine', arns: [stateMachine.stateMachineArn] },
        { resourceType: 'execution', arns: [executions(stateMachine)] },
      ],
      options,
      resource: stateMachine,
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}

/** All executions of the state machine: their names are given when they start. */
function executions(stateMachine: sfn.IStateMachine): string {
  const { stateMachineName } = stateMachine as Partial<sfn.StateMachine>;
  const parts = stateMachineName ? { service: 'states', resourceName: stateMachineName } : Arn.split(stateMachine.stateMachineArn, ArnFormat.COLON_RESOURCE_NAME);
  return Stack.of(stateMachine).formatArn({
    ...parts, resource: 'execution', resourceName: `${parts.resourceName}:*`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
