import { FunctionAccess, PolicyAccess } from '../../src/model/function-access';
import { Condition, LocatedStatement, Statement, StatementSource } from '../../src/model/statement';

/** The function every test starts from: nobody may invoke it, and it may do nothing. */
export const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:resize';
export const ROLE_ARN = 'arn:aws:iam::111122223333:role/resize';

/** A place in the template of the stack `App`. */
export function source(logicalId: string, more: Partial<StatementSource> = {}): StatementSource {
  return { stack: 'App', logicalId, resourceType: 'AWS::Lambda::Permission', property: 'Properties', ...more };
}

/** A statement, as the reader would have found it. */
export function located(statement: Partial<Statement>, place: StatementSource = source('Permission')): LocatedStatement {
  return { effect: 'Allow', actions: ['lambda:InvokeFunction'], conditions: [], source: place, ...statement };
}

/** A statement that lets a service in. */
export function invoke(service: string, conditions: readonly Condition[] = [], more: Partial<LocatedStatement> = {}): LocatedStatement {
  return located({ principals: [{ kind: 'Service', id: service }], resources: [ARN], conditions, ...more }, more.source);
}

export function condition(operator: string, key: string, ...values: string[]): Condition {
  return { operator, key, values };
}

/** An inline policy of the role. */
export function inline(name: string, ...statements: readonly Partial<Statement>[]): PolicyAccess {
  const place = source('Role', { resourceType: 'AWS::IAM::Role', constructPath: 'App/Resize/Role/Resource', property: 'Properties.Policies[0]' });
  return { kind: 'INLINE', name, source: place, statements: statements.map((statement) => located(statement, place)) };
}

/** A function whose own policy and role have these statements. */
export function access(
  statements: readonly LocatedStatement[] = [], policies: readonly PolicyAccess[] = [], more: Partial<FunctionAccess> = {},
): FunctionAccess {
  return {
    stack: 'App',
    logicalId: 'Resize',
    constructPath: 'App/Resize/Resource',
    arn: ARN,
    partition: 'aws',
    region: 'eu-west-1',
    account: '111122223333',
    targets: [{ kind: 'FUNCTION', stack: 'App', logicalId: 'Resize', arn: ARN, statements }],
    role: { stack: 'App', logicalId: 'Role', constructPath: 'App/Resize/Role/Resource', arn: ROLE_ARN, trust: [], policies },
    roleArn: ROLE_ARN,
    eventSources: [],
    gaps: [],
    ...more,
  };
}
