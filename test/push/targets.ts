import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CODE, newStack } from './app';
import { SecureFunction } from '../../src/function/secure-function';

interface Targets { readonly [kind: string]: (scope: Construct) => lambda.IFunction }

/** Everything that a trigger can call, each made under its own scope. */
export const TARGETS: Targets = {
  SecureFunction: (scope) => new SecureFunction(scope, 'Fn', CODE),
  SecureVersion: (scope) => new SecureFunction(scope, 'Fn', CODE).currentVersion,
  SecureAlias: (scope) => new SecureFunction(scope, 'Fn', CODE).addAlias('live'),
  Function: (scope) => new lambda.Function(scope, 'Fn', CODE),
  Version: (scope) => new lambda.Function(scope, 'Fn', CODE).currentVersion,
  Alias: (scope) => new lambda.Function(scope, 'Fn', CODE).addAlias('live'),
  ImportedByName: (scope) => lambda.Function.fromFunctionName(scope, 'Fn', 'by-name'),
  ImportedInSameEnvironment: (scope) => lambda.Function.fromFunctionAttributes(scope, 'Fn', {
    functionArn: `arn:aws:lambda:eu-west-1:111122223333:function:${scope.node.id}`,
    sameEnvironment: true,
  }),
  ImportedWithRole: (scope) => lambda.Function.fromFunctionAttributes(scope, 'Fn', {
    functionArn: `arn:aws:lambda:eu-west-1:111122223333:function:${scope.node.id}`,
    role: roleIn(scope, '111122223333'),
    sameEnvironment: true,
  }),
};

/** Functions of another account that CDK makes no permission for. */
export const CLOSED: Targets = {
  'of another account': (scope) => lambda.Function.fromFunctionArn(scope, 'Fn', 'arn:aws:lambda:eu-west-1:444455556666:function:theirs'),
  'of another account, by its alias': (scope) => lambda.Function.fromFunctionArn(scope, 'Fn', 'arn:aws:lambda:eu-west-1:444455556666:function:theirs:live'),
  'of another account, with its role': (scope) => lambda.Function.fromFunctionAttributes(scope, 'Fn', {
    functionArn: 'arn:aws:lambda:eu-west-1:444455556666:function:theirs',
    role: roleIn(scope, '444455556666'),
  }),
  'whose permissions are not to be written': (scope) => lambda.Function.fromFunctionAttributes(scope, 'Fn', {
    functionArn: 'arn:aws:lambda:eu-west-1:444455556666:function:theirs',
    skipPermissions: true,
  }),
};

/** Functions of the source's own account that CDK makes no permission for. */
export const CLOSED_AT_HOME: Targets = {
  'that is said to be elsewhere': (scope) => lambda.Function.fromFunctionAttributes(scope, 'Fn', {
    functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:ours',
    role: roleIn(scope, '111122223333'),
    sameEnvironment: false,
  }),
};

/** Whether what is made knows its role, so that the role can be given statements. */
export function hasRole(make: Targets[string]): boolean {
  return make(newStack()).role !== undefined;
}

function roleIn(scope: Construct, account: string): iam.IRole {
  return iam.Role.fromRoleArn(scope, 'FnRole', `arn:aws:iam::${account}:role/Fn`);
}
