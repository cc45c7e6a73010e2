import { join } from 'path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { LambdaPermissionChecks, PermissionReport } from 'cdk-secure-lambda';
import { ImageUploadStack } from './image-upload-stack';

const app = new App({ outdir: join(__dirname, 'cdk.out') });
new ImageUploadStack(app, 'ImageUpload');

const awsSolutions = new AwsSolutionsChecks();
Validations.of(app).addPlugins(
  // From aws-cdk-lib 2.258.0 on, the pack itself can stand here.
  { name: 'AwsSolutions', validate: () => awsSolutions.validateScope(app) },
  new LambdaPermissionChecks(),
  new PermissionReport({ directory: join(__dirname, 'permissions') }),
);
app.synth();
