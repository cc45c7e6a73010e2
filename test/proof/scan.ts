/**
 * Scans the templates of everything that can be made here with cfn-lint, checkov and cfn-guard: their rules about policies and
 * permissions find nothing but what `scan-allowed.json` lists, and all that it lists. What a template tells a scanner to skip is counted,
 * and tells its AWS page. cfn-guard gets the templates as CloudFormation resolves them, because it reads no functions
 * (`resolved-templates.ts`). Needs Python 3, PyPI and npm.
 */
import { rmSync } from 'fs';
import allowed from './scan-allowed.json';
import { CONTROL, Scanned, writeScanned } from './scanned-templates';
import { Finding, Report, Scanner, SCANNERS } from './scanners';

const AWS = 'https://docs.aws.amazon.com/';

/** What AWS documents, and a scanner reports all the same. */
interface Allowed extends Omit<Finding, 'template'> {
  readonly scanners: readonly string[];
  readonly templates: readonly string[];
  readonly why: string;
  /** The AWS page. */
  readonly see: string;
}

process.env.CDK_VALIDATION = 'false';
const wrong = (['MANAGED', 'INLINE'] as const).flatMap((kind) => {
  const scanned = writeScanned(kind);
  const problems = Object.entries(SCANNERS).flatMap(([name, scanner]) => scan(name, scanner, scanned, kind));
  rmSync(scanned.directory, { recursive: true });
  return problems;
});
for (const one of wrong) { console.error(`WRONG: ${one}`); }
process.exitCode = wrong.length === 0 ? 0 : 1;

/** Runs one scanner and prints its line. Returns what is wrong. */
function scan(name: string, scanner: Scanner, scanned: Scanned, kind: string): string[] {
  const begin = Date.now();
  const report = scanner.scan(scanned);
  const { listed, problems } = judged(name, report.findings);
  problems.push(...problemsOfLook(scanner, report));
  const seconds = Math.round((Date.now() - begin) / 1000);
  console.log(`${name}: ${scanned.count} templates with ${kind.toLowerCase()} policies: ${problems.length} wrong, ${listed} documented and listed, `
    + `${report.skipped.length} documented and skipped (${seconds} s)`);
  for (const { rule, template, about } of report.skipped) { console.log(`  skipped: ${rule} in ${template} about ${about}`); }
  return problems.map((problem) => `${name}, ${kind}: ${problem}`);
}

/** Whether the scanner found what is broken, and was not told to look away without a reason. */
function problemsOfLook({ inControl }: Scanner, { findings, skipped }: Report): string[] {
  const looked = findings.some(({ template, rule, about }) => template === CONTROL && rule === inControl.rule && about === inControl.about);
  return [
    ...looked ? [] : [`it does not find ${inControl.rule} about ${inControl.about} in a template that is broken, so it did not look`],
    ...skipped.filter(({ why }) => !why.includes(AWS)).map(({ rule, template }) => `${template} skips ${rule} without its AWS page`),
  ];
}

function judged(scanner: string, findings: readonly Finding[]): { listed: number; problems: string[] } {
  const list = (allowed as Allowed[]).filter(({ scanners }) => scanners.includes(scanner));
  const isListed = (finding: Finding) => list.some(({ rule, about, templates }) => (
    rule === finding.rule && about === finding.about && templates.includes(finding.template)
  ));
  const ours = findings.filter(({ template }) => template !== CONTROL);
  const unused = list.flatMap((one) => one.templates.filter((template) => (
    !ours.some(({ rule, about, template: place }) => rule === one.rule && about === one.about && place === template)
  )).map((template) => `scan-allowed.json lists ${one.rule} about ${one.about} in ${template}, which is not found`));
  return {
    listed: ours.filter(isListed).length,
    problems: [
      ...ours.filter((finding) => !isListed(finding)).map(({ rule, template, about }) => `${rule} in ${template} about ${about}`),
      ...unused,
      ...list.filter(({ see }) => !see.startsWith(AWS)).map(({ rule }) => `${rule} is listed without its AWS page`),
    ],
  };
}
