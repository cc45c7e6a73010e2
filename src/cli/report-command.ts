import { Command, Option } from 'commander';
import { readSummary } from './read-paths';
import { Session } from './terminal';
import { renderHtml } from '../report/html';
import { renderJson } from '../report/json';
import { renderMarkdown } from '../report/markdown';
import { PermissionSummary } from '../report/permission-summary';
import { renderText } from '../report/text';

const FORMATS: ReadonlyMap<string, (summary: PermissionSummary) => string> = new Map([
  ['text', renderText], ['json', renderJson], ['markdown', renderMarkdown], ['html', renderHtml],
]);

/** Adds `report`, which shows who may invoke what, and what it may do. */
export function addReport(root: Command, session: Session): void {
  root.command('report')
    .description('Prints who may invoke each function and what it may do.')
    .argument('<path...>', 'cdk.out, a template in JSON or YAML, or a folder of templates')
    .addOption(new Option('--format <format>', 'how to print it').choices([...FORMATS.keys()]).default('text'))
    .action((paths: string[], { format }: { format: string }) => {
      const summary = readSummary(paths, session.progress);
      session.progress.show('writing the report');
      session.print(FORMATS.get(format)!(summary));
    });
}
