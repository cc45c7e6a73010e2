// Not exported: who may pull the image of a function from a repository of the same app.
import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/**
 * What Lambda needs to pull an image. CDK also grants `ecr:BatchCheckLayerAvailability`, which AWS does not ask for.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
 */
const ACTIONS = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/**
 * The code of an image whose repository lets Lambda do what AWS documents, and nothing else.
 *
 * @param pinned whether only for functions of the function's account and region; AWS documents the condition for a repository of
 * another account
 */
export function exactImage(scope: Construct, code: lambda.DockerImageCode, pinned: boolean): lambda.DockerImageCode {
  return { _bind: (architecture?: lambda.Architecture) => exactCode(scope, code._bind(architecture), pinned) };
}

interface FromRepository {
  readonly repository?: ecr.IRepository;
  readonly props?: lambda.EcrImageCodeProps;
}

/** The same for a function of any class. The repository of an app's assets is not of the app: it has its policy since the bootstrap. */
export function exactCode(scope: Construct, code: lambda.Code, pinned: boolean): lambda.Code {
  const { repository, props } = code as unknown as FromRepository;
  if (!(code instanceof lambda.EcrImageCode) || !repository) { return code; }
  const grantPull = { value: () => repository.addToResourcePolicy(pullStatement(scope, pinned)) };
  return new lambda.EcrImageCode(Object.create(repository, { grantPull }) as ecr.IRepository, props);
}

function pullStatement(scope: Construct, pinned: boolean): iam.PolicyStatement {
  const functions = Stack.of(scope).formatArn({ service: 'lambda', resource: 'function', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  return new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('lambda.amazonaws.com')],
    actions: ACTIONS,
    ...pinned && { conditions: { StringLike: { 'aws:SourceArn': functions } } },
  });
}
