import { emulated } from './emulator';
import { randomCases } from './random-cases';
import { Case, readCases } from '../model/case';

interface Reply {
  readonly answer?: string;
  readonly cannot?: string;
}

/** A difference that is known, from `differences.json`. */
export interface Difference {
  readonly file: string;
  readonly name: string;
  readonly ours: string;
  readonly emulator: string;
  /** The AWS page that decides, and what it says. */
  readonly page: string;
  readonly why: string;
}

/** A case, and the file that it stands in. */
export interface FileCase extends Case {
  readonly file: string;
}

interface Compared {
  readonly found: readonly (FileCase & Reply)[];
  readonly wrong: string[];
}

/** Compares every written case with the emulator's answer. Returns what is wrong. */
export function compareDecisions(listed: readonly Difference[]): string[] {
  const cases = readCases().flatMap(([file, inFile]) => inFile.map((one) => ({ file, ...one })));
  const { found, wrong } = compareCases('Written cases', cases, listed);
  console.log(`By file, how many of its cases agree: ${byFile(found)}`);
  return wrong;
}

/** Compares cases with the emulator's answers. What is wrong is a difference that is not listed, or a listed one that is none. */
export function compareCases(title: string, cases: readonly FileCase[], listed: readonly Difference[]): Compared {
  const replies = emulated<Reply[]>('decisions.py', cases);
  const found = cases.map((one, index) => ({ ...one, ...replies[index] }));
  const asked = found.filter(({ answer }) => answer !== undefined);
  const different = asked.filter(({ answer, expected }) => answer !== expected);
  const cannot = found.filter(({ answer }) => answer === undefined);
  console.log(`${title}: ${asked.length - different.length} agree, ${different.length} differ, ${cannot.length} cannot be expressed${cannot.length > 0 ? ':' : ''}`);
  for (const [reason, count] of counted(cannot.map((one) => String(one.cannot)))) { console.log(`  ${count} ${reason}`); }
  for (const { file, name, ours, why, page } of listed) { console.log(`  differs: ${file}: ${name}: ${ours}. ${why} ${page}`); }
  return { found, wrong: [...notListed(different, listed), ...noLonger(different, listed)] };
}

function notListed(different: readonly (FileCase & Reply)[], listed: readonly Difference[]): string[] {
  const isListed = ({ file, name, answer, expected }: FileCase & Reply) =>
    listed.some((one) => one.file === file && one.name === name && one.emulator === answer && one.ours === expected && one.page.startsWith('https://docs.aws.amazon.com/'));
  return different.filter((one) => !isListed(one)).map(({ file, name, answer, expected }) =>
    `${file}: '${name}': we say ${expected}, the emulator ${answer}, and differences.json does not list it with its AWS page`);
}

function noLonger(different: readonly FileCase[], listed: readonly Difference[]): string[] {
  const isFound = (one: Difference) => different.some(({ file, name }) => one.file === file && one.name === name);
  return listed.filter((one) => !isFound(one)).map(({ file, name }) => `${file}: '${name}' no longer differs: take it out of differences.json`);
}

/** Compares random requests, among which none of the listed differences can be. */
export function compareRandom(count: number): string[] {
  const cases = randomCases(count);
  const replies = emulated<Reply[]>('decisions.py', cases);
  const said = (one: Case, { answer, cannot }: Reply) => one.expected !== 'CANNOT_SAY' && answer !== one.expected ? [{ one, said: answer ?? cannot }] : [];
  const wrong = cases.flatMap((one, index) => said(one, replies[index]));
  const open = cases.filter(({ expected }) => expected === 'CANNOT_SAY').length;
  console.log(`Random cases: ${count - wrong.length - open} agree (${outcomes(cases)}), ${wrong.length} differ, ${open} cannot be expressed`);
  return wrong.slice(0, 5).map((one) => `random case: we say ${one.one.expected}, the emulator ${one.said}: ${JSON.stringify(one.one)}`);
}

function byFile(found: readonly { readonly file: string; readonly expected: string; readonly answer?: string }[]): string {
  return [...new Set(found.map(({ file }) => file))].map((file) => {
    const inFile = found.filter((one) => one.file === file);
    return `${file.replace(/\.json$/, '')} ${inFile.filter(({ answer, expected }) => answer === expected).length} of ${inFile.length}`;
  }).join(', ');
}

function outcomes(cases: readonly Case[]): string {
  return counted(cases.map(({ expected }) => expected.toLowerCase().replace('_', ' '))).map(([outcome, count]) => `${count} ${outcome}`).join(', ');
}

function counted(texts: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) { counts.set(text, (counts.get(text) ?? 0) + 1); }
  return [...counts].sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
}
