import { App, IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { LambdaPermissionChecks } from '../../src/checks/lambda-permission-checks';

/** What a user sees of the synthesis: CDK tells a failure by the exit code, since 2.264 by an exception. */
export function synthesize(app: App): { readonly failed: boolean; readonly output: string } {
  const before = process.exitCode;
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  let thrown = '';
  try {
    process.exitCode = 0;
    app.synth();
  } catch (error) {
    thrown = (error as Error).message;
  }
  const output = [...printed.mock.calls.flat(), thrown].join('\n');
  const failed = thrown !== '' || process.exitCode !== 0;
  printed.mockRestore();
  process.exitCode = before;
  return { failed, output };
}

/** The checks, keeping what they report before CDK takes away what is acknowledged. */
export class RecordedChecks implements IPolicyValidationPlugin {
  public readonly name = 'LambdaPermissions';
  public readonly reports: PolicyValidationPluginReport[] = [];

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = new LambdaPermissionChecks().validate(context);
    this.reports.push(structuredClone(report));
    return report;
  }
}
