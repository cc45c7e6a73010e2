import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
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

/** The text of all files of a folder whose names end so. */
function textOf(folder: string, ending: string): string[] {
  const path = join(__dirname, '..', folder);
  return readdirSync(path).filter((name) => name.endsWith(ending)).map((name) => readFileSync(join(path, name), 'utf8'));
}

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
    const contracts = textOf('test/push', '.test.ts').join('\n').match(new RegExp(`describePushSource\\(\\{\\s+row: '${name}',`, 'g'));

    expect(contracts).not.toBeNull();
  });

  test('names a page that the class names', () => {
    const [source] = textOf('src/push', '.ts').filter((text) => text.includes(`export class ${name} extends`));

    expect(source).toContain(`@see ${/^\[.+\]\((.+)\)$/.exec(page)?.[1]}\n`);
  });
});
