// Not exported: where denials are written.
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { ResourcePolicyDocument, documentOf } from '../cloudformation/write-document';
import { failure } from '../model/failure';

/** The document that is the policy of a function or alias. Fails for one whose policy is made of permissions. */
export function denyingDocument(path: IConstruct, target: lambda.IFunction): ResourcePolicyDocument {
  const document = documentOf(target);
  if (!document) {
    throw failure("'target' must have a document as its policy, because AWS::Lambda::Permission cannot deny; "
      + "use a SecureFunction with 'resourcePolicyEngine: ResourcePolicyEngine.DOCUMENT', or an alias of one", path);
  }
  return document;
}

/** What a denial on a function is for: its versions and aliases too, as AWS has it in its examples. */
export function withQualifiers(target: lambda.IFunction): string[] {
  return 'lambda' in target ? [target.functionArn] : [target.functionArn, `${target.functionArn}:*`];
}
