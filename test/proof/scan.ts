/**
 * Scans the templates of everything that can be made here with cfn-lint, checkov and cfn-guard: their rules about policies and
 * permissions find nothing but what `scan-allowed.json` lists, and all that it lists. Needs Python 3, PyPI and npm.
 */
import { rmSync } from 'fs';
import allowed from './scan-allowed.json';
import { CONTROL, Scanned, writeScanned } from './scanned-templates';
import { Finding, SCANNERS } from './scanners';

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
  const problems = Object.keys(SCANNERS).flatMap((scanner) => scan(scanner, scanned, kind));
  rmSync(scanned.directory, { recursive: true });
  return problems;
});
for (const one of wrong) { console.error(`WRONG: ${one}`); }
process.exitCode = wrong.length === 0 ? 0 : 1;

/** Runs one scanner and prints its line. Returns what is wrong. */
function scan(scanner: string, scanned: Scanned, kind: string): string[] {
  const begin = Date.now();
  const { listed, problems } = judged(scanner, SCANNERS[scanner](scanned));
  const seconds = Math.round((Date.now() - begin) / 1000);
  console.log(`${scanner}: ${scanned.count} templates with ${kind.toLowerCase()} policies: ${problems.length} wrong, ${listed} documented and listed (${seconds} s)`);
  return problems.map((problem) => `${scanner}, ${kind}: ${problem}`);
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
      ...findings.length === ours.length ? ['it finds nothing in a template that is broken, so it did not look'] : [],
      ...ours.filter((finding) => !isListed(finding)).map(({ rule, template, about }) => `${rule} in ${template} about ${about}`),
      ...unused,
      ...list.filter(({ see }) => !see.startsWith('https://docs.aws.amazon.com/')).map(({ rule }) => `${rule} is listed without its AWS page`),
    ],
  };
}
