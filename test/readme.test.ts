import { readFileSync } from 'fs';
import { join } from 'path';
import * as library from '../src';
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

describe('the README has one row for', () => {
  test('each push source', () => {
    expect(rowsUnder('Who may invoke').sort()).toEqual(classesNamed('PushSource').sort());
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
