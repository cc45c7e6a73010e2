import { readFileSync, readdirSync } from 'fs';
import { dirname, join } from 'path';
import * as library from '../src';
import { sourceRows } from './push/contract-row';
import * as rules from '../src/checks/rules';

const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');

/** The first words in code of the rows of the table under a heading. */
function rowsUnder(heading: string): string[] {
  const section = readme.split(/^#+ /m).find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `([A-Za-z0-9]+)/gm)].map(([, name]) => name);
}

/** The exported classes whose names end so; the abstract base is named by the suffix alone. */
function classesNamed(suffix: string): string[] {
  return Object.keys(library).filter((name) => name.endsWith(suffix) && name !== suffix);
}

interface File {
  readonly path: string;
  readonly text: string;
}

/** The files of a folder, and below it, whose names end so. */
function filesOf(folder: string, ending: string): File[] {
  const root = join(__dirname, '..');
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending)).map((name) => {
    const path = `${folder}/${name}`;
    return { path, text: readFileSync(join(root, path), 'utf8') };
  });
}

/** The files that a file imports from this project. */
function importsOf({ path, text }: File): string[] {
  return [...text.matchAll(/ from '(\.[^']*)'/g)].map(([, name]) => `${join(dirname(path), name)}.ts`);
}

/** All that could import a source. */
const SOURCES = filesOf('src', '.ts');

describe('the README has one row for', () => {
  test('each push source', () => {
    expect(sourceRows().map(({ name }) => name).sort()).toEqual(classesNamed('PushSource').sort());
  });

  test('each pull source', () => {
    expect(rowsUnder('What Lambda polls').sort()).toEqual(classesNamed('PullSource').sort());
  });

  test('each rule', () => {
    expect(rowsUnder('What is checked').sort()).toEqual(Object.values(rules).map(({ id }) => id).sort());
  });

  test('no access class that does not exist', () => {
    const classes = classesNamed('Access');

    expect(rowsUnder('What it may do').filter((name) => !classes.includes(name))).toEqual([]);
  });
});

// What a row says of principal, ARN, account, order and what cannot be pinned, the contract of the source compares with a finished template.
describe.each(sourceRows().map((row) => [row.name, row] as const))('the README’s row of %s', (name, { page }) => {
  test('is checked by the contract of the source', () => {
    const contracts = filesOf('test/push', '.test.ts').map(({ text }) => text).join('\n').match(new RegExp(`describePushSource\\(\\{\\s+row: '${name}',`, 'g'));

    expect(contracts).not.toBeNull();
  });

  test('names a page that the class names', () => {
    const [{ text }, ...others] = filesOf('src/push', '.ts').filter((file) => file.text.includes(`export class ${name} extends`));

    expect(others).toEqual([]);
    expect(text).toContain(`@see ${/^\[.+\]\((.+)\)$/.exec(page)?.[1]}\n`);
  });

  test('is about one file, which nothing imports but the generated index', () => {
    const [{ path }] = filesOf('src/push', '.ts').filter(({ text }) => text.includes(`export class ${name} extends`));
    const importers = SOURCES.filter((file) => importsOf(file).includes(path));

    expect(importers.map((file) => file.path)).toEqual(['src/index.ts']);
  });
});
