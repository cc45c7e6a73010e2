// Not exported: how the statements of CDK's file systems become exact.
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** The two kinds of file system that a function can mount. */
const SERVICES = ['elasticfilesystem', 's3files'];

/** A file system whose role statements are exact. */
class ExactFileSystem extends lambda.FileSystem {
  public constructor(config: lambda.FileSystemConfig) {
    super(config);
  }
}

/**
 * The file system with one statement to mount it: on the file system itself, and through the function's access point only.
 * CDK allows mounting any file system through the access point, and writing to this one through any.
 *
 * What CDK or the user allows besides, for example direct reads from the bucket behind an S3 file system, stays.
 *
 * @param readOnly the code only reads, so it may not write
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem-efs.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem-s3files.html
 */
export function exactFileSystem({ config }: lambda.FileSystem, readOnly: boolean): lambda.FileSystem {
  const policies = config.policies ?? [];
  const service = SERVICES.find((name) => policies.some((statement) => mounts(statement, name)));
  const mounting = policies.filter((statement) => service && mounts(statement, service));
  const resources = mounting.flatMap((statement) => statement.resources).filter((arn) => arn !== '*' && arn !== config.arn);
  if (!service || resources.length === 0) { return new ExactFileSystem(config); }
  const exact = new iam.PolicyStatement({
    actions: [`${service}:ClientMount`, ...readOnly ? [] : [`${service}:ClientWrite`]],
    resources: [...new Set(resources)],
    conditions: { StringEquals: { [`${service}:AccessPointArn`]: config.arn } },
  });
  return new ExactFileSystem({ ...config, policies: [exact, ...policies.filter((statement) => !mounting.includes(statement))] });
}

function mounts({ actions }: iam.PolicyStatement, service: string): boolean {
  return actions.length > 0 && actions.every((action) => [`${service}:ClientMount`, `${service}:ClientWrite`].includes(action));
}
