import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, Token } from 'aws-cdk-lib';
import { renderHtml } from './html';
import { renderJson } from './json';
import { renderMarkdown } from './markdown';
import { summarize } from './permission-summary';
import { reportDirectory, writeReportFile } from './report-directory';
import { loadTemplates } from '../cloudformation/read-files';
import { readLayers } from '../cloudformation/read-layers';
import { readWithDefaults } from '../cloudformation/read-template';
import { failure } from '../model/failure';

/** Where the permission report is written. */
export interface PermissionReportProps {
  /**
   * The directory of the report, relative to the working directory, which is the project's when `cdk` runs the app.
   *
   * It is created. Commit it: then each change of access is a change in review. It must not lie in the cloud assembly (`cdk.out`).
   */
  readonly directory: string;
}

/**
 * A report of who may invoke each Lambda function of an app, and of what each function may do.
 *
 * Written at synthesis from the finished templates, so it shows every function, whatever construct made it: `permissions.md`
 * for people and for a review, `permissions.html` for a browser, and `permissions.json` for programs. Equal access gives equal
 * files, so that a diff of the report is a diff of access. It is a validation plugin that never finds anything:
 * `LambdaPermissionChecks` judges, this shows.
 *
 * @example
 * declare const app: App;
 * Validations.of(app).addPlugins(new PermissionReport({ directory: 'permissions' }));
 */
export class PermissionReport implements IPolicyValidationPlugin {
  /** The name under which CDK reports a failure of this plugin. */
  public readonly name: string = 'PermissionReport';

  private readonly directory: string;

  public constructor(props: PermissionReportProps) {
    if (Token.isUnresolved(props.directory) || props.directory.trim() === '') {
      throw failure(`'directory' must name a directory, got '${props.directory}'. Name one of the project, such as 'permissions'`);
    }
    this.directory = props.directory;
  }

  /** Writes the report. Fails when it cannot, never because of what is in it. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const directory = reportDirectory(this.directory, context.templatePaths);
    // A plugin that was added to the app and to a stage in it gets the templates of the stage twice.
    const templates = loadTemplates([...new Set(context.templatePaths)]);
    const { functions, defaults } = readWithDefaults(templates);
    const summary = summarize(functions, readLayers(templates), defaults);
    writeReportFile(directory, 'permissions.json', renderJson(summary));
    writeReportFile(directory, 'permissions.md', renderMarkdown(summary));
    writeReportFile(directory, 'permissions.html', renderHtml(summary));
    return { success: true, violations: [] };
  }
}
