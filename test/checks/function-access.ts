import { FunctionAccess, PolicyForm } from '../../src/model/function-access';
import { parseStatements } from '../../src/model/policy-document';
import { LocatedStatement, StatementSource } from '../../src/model/statement';

/** A function as policies in IAM's JSON. What a case leaves out is as it should be. */
export interface Case {
  readonly name: string;
  /** The function's policy. Without more, a statement allows `lambda:InvokeFunction` on the function. */
  readonly invoke?: readonly object[];
  /** The statements of the execution role. */
  readonly role?: readonly object[];
  /** The form of the role's policy; by default a case is tried in each. */
  readonly form?: PolicyForm;
  /** The name or ARN of the role's policy. */
  readonly policy?: string;
  /** The role has a policy that is in no template. */
  readonly unread?: boolean;
  /** The role's trust policy. Without more, a statement allows `sts:AssumeRole`. */
  readonly trust?: readonly object[];
  /** What the reader could not read. */
  readonly gaps?: readonly string[];
  /** The ids of all findings, without `LambdaPermissions-`. */
  readonly expected: readonly string[];
}

export const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:resize';

const FORMS: readonly PolicyForm[] = ['INLINE', 'POLICY', 'ROLE_POLICY', 'CUSTOMER_MANAGED'];

/** The forms in which a case is tried. */
export function formsOf(given: Case): readonly PolicyForm[] {
  if (given.form) { return [given.form]; }
  return given.role ? FORMS : ['INLINE'];
}

/** The function that a case describes. */
export function functionAccess(given: Case, form: PolicyForm = 'INLINE', logicalId = 'Resize'): FunctionAccess {
  return {
    stack: 'App',
    logicalId,
    arn: FUNCTION_ARN,
    partition: 'aws',
    region: 'eu-west-1',
    account: '111122223333',
    targets: [{
      kind: 'FUNCTION',
      stack: 'App',
      logicalId,
      arn: FUNCTION_ARN,
      statements: statements(given.invoke ?? [], 'Permission', { Action: 'lambda:InvokeFunction', Resource: FUNCTION_ARN }),
    }],
    role: {
      stack: 'App',
      logicalId: 'Role',
      arn: 'arn:aws:iam::111122223333:role/resize',
      trust: statements(given.trust ?? [{ Principal: { Service: 'lambda.amazonaws.com' } }], 'Role', { Action: 'sts:AssumeRole' }),
      policies: [{
        kind: form,
        name: given.policy ?? 'Statements',
        source: sourceAt('Policy', 'Properties.PolicyDocument'),
        statements: given.unread ? undefined : statements(given.role ?? [], 'Policy', {}),
      }],
    },
    roleArn: 'arn:aws:iam::111122223333:role/resize',
    eventSources: [],
    gaps: (given.gaps ?? []).map((reason) => ({ source: sourceAt('Role', 'Properties'), reason })),
  };
}

export function sourceAt(logicalId: string, property: string): StatementSource {
  return { stack: 'App', logicalId, resourceType: 'AWS::Test::Resource', property };
}

function statements(written: readonly object[], logicalId: string, defaults: object): LocatedStatement[] {
  const { statements: read, problems } = parseStatements({
    Version: '2012-10-17',
    Statement: written.map((statement) => ({ Effect: 'Allow', ...defaults, ...statement })),
  });
  if (problems.length > 0) { throw new Error(problems.join('; ')); }
  return read.map((statement, index) => ({ ...statement, source: sourceAt(logicalId, `Properties.Statement[${index}]`) }));
}
