import { Command, Option } from 'commander';
import { readPaths } from './read-paths';
import { checkReportSize } from './report-size';
import { placeText } from './statement-place';
import { Session } from './terminal';
import { Violation, violationsOf } from '../checks/violations';
import { counted } from '../report/diff-words';
import { jsonText } from '../report/json-text';
import { visibleText } from '../report/visible-text';

/** Adds `check`, which applies the rules of `LambdaPermissionChecks`. */
export function addCheck(root: Command, session: Session): void {
  root.command('check')
    .description('Checks templates, whoever wrote them, with the rules of LambdaPermissionChecks. Only errors make it end with 1.')
    .argument('<path...>', 'cdk.out, a template in JSON or YAML, or a folder of templates')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .action((paths: string[], { format }: { format: string }) => {
      const { functions } = readPaths(paths, session.progress);
      checkReportSize(functions);
      session.progress.show(`checking ${counted(functions.length, 'function')}`);
      const violations = violationsOf(functions);
      session.find(violations.some(({ level }) => level === 'ERROR'));
      session.print(format === 'json' ? jsonText({ violations }) : text(violations, functions.length));
    });
}

function text(violations: readonly Violation[], functions: number): string {
  const count = (level: Violation['level']) => violations.filter((violation) => violation.level === level).length;
  return [
    ...violations.flatMap((violation) => [...entry(violation), '']),
    `${counted(count('ERROR'), 'error')} and ${counted(count('WARNING'), 'warning')} in ${counted(functions, 'function')}.`,
    '',
  ].join('\n');
}

function entry({ id, level, info, explanation, sources }: Violation): string[] {
  return [
    `${level.toLowerCase().padEnd(7)} ${visibleText(id)}`,
    `        ${visibleText(info)}`,
    `        ${visibleText(explanation)}`,
    ...sources.map((source) => `        in ${placeText(source)}`),
  ];
}
