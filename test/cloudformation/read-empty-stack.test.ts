import { App, Stack, Validations } from 'aws-cdk-lib';
import { LambdaPermissionChecks } from '../../src/checks/lambda-permission-checks';

test('an app with a stack that has no resource passes', () => {
  const app = new App();
  new Stack(app, 'Empty', { analyticsReporting: false });
  const checks = new LambdaPermissionChecks();
  const validate = jest.spyOn(checks, 'validate');
  Validations.of(app).addPlugins(checks);

  app.synth();

  expect(validate.mock.results.map(({ type, value }) => [type, value.success, value.violations])).toEqual([['return', true, []]]);
});
