import * as efs from 'aws-cdk-lib/aws-efs';
import { IConstruct } from 'constructs';
import { AccessConfig, IAccess } from './access';
import { AccessOptions } from './access-options';
import { ServiceStatements } from './service-statements';

/** How the code reaches a file system. */
export interface FileSystemAccessOptions extends AccessOptions {
  /** The access point that the function mounts; other access points, and the root, stay closed. */
  readonly accessPoint: efs.IAccessPoint;
  /**
   * IAM's names without prefix.
   *
   * @default ['ClientMount']
   */
  readonly actions?: string[];
}

/**
 * Mounting an EFS file system through one access point. It only protects a file system that has a file system policy.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 *
 * @example
 * declare const files: efs.IFileSystem;
 * declare const images: efs.IAccessPoint;
 * declare const resize: SecureFunction;
 * resize.allow(FileSystemAccess.writes(files, { accessPoint: images }));
 */
export class FileSystemAccess implements IAccess {
  /** Files may be read: `ClientMount`. */
  public static reads(fileSystem: efs.IFileSystem, options: FileSystemAccessOptions): FileSystemAccess {
    return new FileSystemAccess(fileSystem, { ...options, actions: ['ClientMount'] });
  }

  /** Files may be read and written: `ClientMount`, `ClientWrite`. */
  public static writes(fileSystem: efs.IFileSystem, options: FileSystemAccessOptions): FileSystemAccess {
    return new FileSystemAccess(fileSystem, { ...options, actions: ['ClientMount', 'ClientWrite'] });
  }

  private readonly statements: ServiceStatements;

  constructor(fileSystem: efs.IFileSystem, options: FileSystemAccessOptions) {
    const key = 'elasticfilesystem:AccessPointArn';
    this.statements = new ServiceStatements({
      service: 'elasticfilesystem',
      actions: options.actions ?? ['ClientMount'],
      targets: [{
        resourceType: 'file-system',
        arns: [fileSystem.fileSystemArn],
        limits: { option: 'accessPoint', keys: [key] },
        conditions: () => ({ StringEquals: { [key]: options.accessPoint.accessPointArn } }),
      }],
      options,
      resource: fileSystem,
    });
  }

  public describe(grantee: IConstruct): AccessConfig {
    return this.statements.describe(grantee);
  }
}
