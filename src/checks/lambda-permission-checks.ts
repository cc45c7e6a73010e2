import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import { RULES, Violation, reportedId, violationsOf } from './violations';
import { loadTemplates } from '../cloudformation/read-files';
import { readTemplates } from '../cloudformation/read-template';
import { TemplateSource } from '../cloudformation/template-source';

/**
 * Checks who may invoke the Lambda functions of an app, and what they may do.
 *
 * A validation plugin of CDK: it reads the finished templates, so it sees every function with every policy, however it
 * was made, also in stages and nested stacks. An error fails the synthesis; a warning is only listed. What is in none of
 * the templates is listed as `LambdaPermissions-CannotSay`, never taken for good.
 *
 * A finding names what it is about: `LambdaPermissions-SourceArn[s3.amazonaws.com]`. To accept one, acknowledge its id
 * after the name of the plugin and `::`, on the resource or any construct around it:
 *
 * `Validations.of(fn).acknowledge({ id: 'LambdaPermissions::LambdaPermissions-SourceArn[s3.amazonaws.com]', reason: '…' })`
 *
 * Without the first part CDK takes the id for a warning of its own, and the finding stays. Older releases of aws-cdk-lib,
 * 2.257.0 among them, apply an acknowledgement to the whole app, wherever it was given (aws/aws-cdk#38495).
 *
 * Before aws-cdk-lib 2.264 a failure is only the exit code of the node process, and an app in Python ends with 0 all the
 * same: use a later release there, or let the pipeline look at the report.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 * @see https://github.com/aws/aws-cdk/issues/38495
 *
 * @example
 * declare const app: App;
 *
 * Validations.of(app).addPlugins(new LambdaPermissionChecks());
 */
export class LambdaPermissionChecks implements IPolicyValidationPlugin {
  /** What stands before `::` in the id of an acknowledgement. */
  public readonly name: string = 'LambdaPermissions';

  /**
   * The version of this library.
   *
   * @default - the library runs from its sources and has no version
   */
  public readonly version?: string = stampedVersion();

  /**
   * The rules, without the detail that a finding adds.
   *
   * @default - all rules of this class
   */
  public readonly ruleIds?: string[] = RULES.map((rule) => reportedId(rule));

  /**
   * Checks all functions in the templates. Called by CDK at the end of the synthesis.
   *
   * @param context where the templates are
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    // A plugin that is registered on the app and on a stage gets the templates of the stage twice.
    const templates = loadTemplates([...new Set(context.templatePaths)]);
    const violations = violationsOf(readTemplates(templates));
    return {
      success: violations.every((violation) => violation.level !== 'ERROR'),
      violations: violations.map((violation) => policyViolation(violation, templates)),
    };
  }
}

/** CDK finds the construct by template and logical id; its path must not be given beside them. */
function policyViolation(violation: Violation, templates: readonly TemplateSource[]): PolicyViolation {
  const resources = new Map<string, { resourceLogicalId: string; templatePath?: string; locations: string[] }>();
  for (const { stack, logicalId, property } of violation.sources) {
    const key = `${stack}\n${logicalId}`;
    const resource = resources.get(key) ?? {
      resourceLogicalId: logicalId,
      templatePath: templates.find((template) => template.stack === stack)?.path,
      locations: [],
    };
    resource.locations.push(property);
    resources.set(key, resource);
  }
  return {
    ruleName: violation.id,
    description: violation.info,
    fix: violation.explanation,
    severity: violation.level.toLowerCase(), // CDK counts a finding as error by this word once something is acknowledged
    violatingResources: [...resources.values()],
  };
}

/** jsii stamps its compiled classes with the version of their package; CDK reads it in the same way. */
function stampedVersion(): string | undefined {
  const stamp = Reflect.get(LambdaPermissionChecks, Symbol.for('jsii.rtti')) as { readonly version?: string } | undefined;
  return stamp?.version;
}
