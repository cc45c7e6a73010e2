import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CODE } from './app';
import { SecureFunction } from '../../src/function/secure-function';

/** Everything that a trigger can call, each made under its own scope. */
export const TARGETS: { readonly [kind: string]: (scope: Construct) => lambda.IFunction } = {
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
};

/** Functions that CDK makes no permission for, and the ARN each has. */
export const CLOSED: { readonly [kind: string]: (scope: Construct) => lambda.IFunction } = {
  'of another account': (scope) => lambda.Function.fromFunctionArn(scope, 'Fn', 'arn:aws:lambda:eu-west-1:444455556666:function:theirs'),
  'of another account, by its alias': (scope) => lambda.Function.fromFunctionArn(scope, 'Fn', 'arn:aws:lambda:eu-west-1:444455556666:function:theirs:live'),
  'whose permissions are not to be written': (scope) => lambda.Function.fromFunctionAttributes(scope, 'Fn', {
    functionArn: 'arn:aws:lambda:eu-west-1:444455556666:function:theirs',
    skipPermissions: true,
  }),
};
