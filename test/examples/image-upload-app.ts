import { App, AppProps, Environment } from 'aws-cdk-lib';
import { ImageUploadStack } from '../../examples/image-upload/image-upload-stack';

/** The example's app, whose code is not bundled. */
export function imageUploadApp(env?: Environment, context: AppProps['postCliContext'] = {}): App {
  const app = new App({ postCliContext: { 'aws:cdk:bundling-stacks': [], ...context }, analyticsReporting: false });
  new ImageUploadStack(app, 'ImageUpload', { env });
  return app;
}
