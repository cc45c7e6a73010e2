import { existsSync, statSync } from 'fs';
import { join } from 'path';
import { Command, Option } from 'commander';
import { readSources, readSummary } from './read-paths';
import { checkReportSize } from './report-size';
import { Session } from './terminal';
import { Manifest } from '../cloudformation/read-assembly';
import { readJson } from '../cloudformation/read-file';
import { readTemplates } from '../cloudformation/read-template';
import { failure } from '../model/failure';
import { diffAccess } from '../report/diff';
import { AccessDiff, allowsMore } from '../report/diff-change';
import { readDeployed } from '../report/diff-deployed';
import { renderDiffJson } from '../report/diff-json';
import { renderDiffMarkdown } from '../report/diff-markdown';
import { isSavedReport, parseSavedReport } from '../report/diff-saved-report';
import { renderDiffText } from '../report/diff-text';
import { PermissionSummary, summarize } from '../report/permission-summary';

const FORMATS: ReadonlyMap<string, (diff: AccessDiff) => string> = new Map([
  ['text', renderDiffText], ['json', renderDiffJson], ['markdown', renderDiffMarkdown],
]);

const REPORT_FILE = 'permissions.json';

/** Adds `diff`, which tells what is allowed now that was not before. */
export function addDiff(root: Command, session: Session): void {
  root.command('diff')
    .description('Tells what is allowed after and was not before, and ends with 1 if there is anything. A path may also be a permissions.json.')
    .argument('<before>', 'cdk.out, a template, a folder of templates, or a permissions.json')
    .argument('[after]', 'the same, after the change; left out with --deployed')
    .addOption(new Option('--format <format>', 'how to print it; markdown is made for a comment').choices([...FORMATS.keys()]).default('text'))
    .option('--deployed <directory>', 'compare with policies saved from the account, in place of <after>: what was added by hand')
    .action((before: string, after: string | undefined, { format, deployed }: { format: string; deployed?: string }) => {
      if ((after === undefined) === (deployed === undefined)) {
        throw failure(after === undefined ? "'after' or '--deployed' must be given" : "'--deployed' takes the place of 'after', got both");
      }
      const diff = deployed === undefined ? change(before, after!, session) : drift(before, deployed, session);
      session.find(allowsMore(diff));
      session.print(FORMATS.get(format)!(diff));
    });
}

function change(before: string, after: string, session: Session): AccessDiff {
  const [old, young] = [before, after].map((path) => readSide(path, session));
  session.progress.show('comparing');
  return diffAccess(old, young);
}

function drift(path: string, directory: string, session: Session): AccessDiff {
  const sources = readSources([path], session.progress);
  const stackNames = new Map(sources.map(({ stack, stackName }) => [stack, stackName ?? stack]));
  const functions = readTemplates(sources);
  checkReportSize(functions);
  session.progress.show(`reading ${directory}`);
  const { expected, found } = readDeployed(directory, functions, stackNames);
  session.progress.show('comparing');
  return diffAccess(summarize(expected), summarize(found));
}

/** The report of templates, or one that was saved. */
function readSide(path: string, session: Session): PermissionSummary {
  const file = savedIn(path);
  if (/\.json$/i.test(file)) {
    session.progress.show(`reading ${file}`);
    const document = readJson(file);
    if (isSavedReport(document)) { return parseSavedReport(document, file); }
  }
  return readSummary([path], session.progress);
}

/** The directory of a report stands for the report in it. */
function savedIn(path: string): string {
  const isReport = statSync(path, { throwIfNoEntry: false })?.isDirectory() && !Manifest.isIn(path) && existsSync(join(path, REPORT_FILE));
  return isReport ? join(path, REPORT_FILE) : path;
}
