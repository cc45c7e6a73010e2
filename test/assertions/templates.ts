import { Environment } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FunctionAssertions } from '../../src/assertions/function-assertions';
import { PermissionAssertions } from '../../src/assertions/permission-assertions';
import { HOME } from '../push/app';

export const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:resize';
export const ROLE_ARN = 'arn:aws:iam::111122223333:role/resize';

const LAMBDA = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };

/** What a hand-written template says of one function. */
export interface Written {
  /** Statements of the role's inline policy. */
  readonly identity?: readonly object[];
  /** Statements of an `AWS::Lambda::ResourcePolicy`. */
  readonly policy?: readonly object[];
  /** Properties of an `AWS::Lambda::Permission`, without the function. */
  readonly permission?: object;
  readonly role?: object;
  readonly trust?: object;
  readonly resources?: object;
  readonly sections?: object;
}

/** The function of a template that no construct wrote. */
export function written(of: Written, env: Environment = HOME): FunctionAssertions {
  return PermissionAssertions.fromTemplate(Template.fromJSON(template(of)), env).forLogicalId('Resize');
}

export function template({ identity, policy, permission, role, trust = LAMBDA, resources, sections }: Written): { [section: string]: unknown } {
  return {
    ...sections,
    Resources: {
      Resize: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'resize', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'resize',
          AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
          ...identity && { Policies: [{ PolicyName: 'Inline', PolicyDocument: { Version: '2012-10-17', Statement: identity } }] },
          ...role,
        },
      },
      ...policy && {
        Policy: { Type: 'AWS::Lambda::ResourcePolicy', Properties: { ResourceArn: FUNCTION_ARN, PolicyDocument: { Version: '2012-10-17', Statement: policy } } },
      },
      ...permission && {
        Permission: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'Resize' }, Action: 'lambda:InvokeFunction', ...permission } },
      },
      ...resources,
    },
  };
}

/** What an assertion and its opposite say together. */
export function outcomeOf(holds: () => unknown, holdsNot: () => unknown): 'ALLOWED' | 'DENIED' | 'CANNOT_SAY' | 'CONTRADICTION' {
  const passes = (assertion: () => unknown) => {
    try {
      assertion();
      return true;
    } catch (error) {
      expect((error as Error).message).toMatch(/ must be (allowed|denied), but it (is|cannot be) \w+: /);
      return false;
    }
  };
  const [yes, no] = [passes(holds), passes(holdsNot)];
  if (yes === no) { return yes ? 'CONTRADICTION' : 'CANNOT_SAY'; }
  return yes ? 'ALLOWED' : 'DENIED';
}
