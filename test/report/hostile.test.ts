import { summaryNamed } from './hostile-access';
import { HOSTILE_NAMES } from './hostile-names';
import { renderJson } from '../../src/report/json';
import { renderMarkdown } from '../../src/report/markdown';
import { renderText } from '../../src/report/text';

const HARMLESS = 'harmless';
const CODE = /`[^`|\\<>&\n]+`|<code>[^<>`|\\\n]+<\/code>|\(empty\)/g;

describe.each(HOSTILE_NAMES.map((name) => [name.slice(0, 60), name]))('a template full of the name %j', (_, name) => {
  const hostile = summaryNamed(name);

  test('gives a Markdown page of the same build as a harmless one', () => {
    expect(skeleton(renderMarkdown(hostile))).toEqual(skeleton(renderMarkdown(summaryNamed(HARMLESS))));
  });

  test('gives a picture with the same nodes and arrows, whose labels hold nothing but plain characters', () => {
    const lines = picture(renderMarkdown(hostile));

    expect(bare(lines)).toEqual(bare(picture(renderMarkdown(summaryNamed(HARMLESS)))));
    for (const [, label] of lines.join('\n').matchAll(/"([^"]*)"/g)) {
      expect(label).toMatch(/^([\p{L}\p{N} ./_:{}$,+*()-]|#\d+;)+$/u);
      expect(label).not.toMatch(/\$\$|%%|`/);
    }
  });

  test('prints nothing to a terminal but visible characters, on as many lines as a harmless one', () => {
    const text = renderText(hostile);

    expect(text).not.toMatch(INVISIBLE);
    expect(text.split('\n')).toHaveLength(renderText(summaryNamed(HARMLESS)).split('\n').length);
  });

  test('keeps the exact name in JSON, in visible characters', () => {
    const json = renderJson(hostile);

    expect(json).not.toMatch(INVISIBLE);
    expect(JSON.parse(json).functions[0].role.policies[1].statements[0].resources).toEqual([name]);
  });

  test('is not in a command, unless a shell sees one quoted argument', () => {
    const commands = renderMarkdown(hostile).split('\n').filter((line) => line.startsWith('aws lambda'));

    for (const command of commands) { expect(command).toMatch(/^aws lambda add-permission( --[a-z-]+( '[^']*'(\\''[^']*')*)?)+$/); }
  });
});

test('a name of our own objects is an ordinary name', () => {
  for (const name of ['__proto__', 'constructor', 'toString']) {
    const [, { statements }] = summaryNamed(name).functions[0].role!.policies;

    expect(statements![0]).toMatchObject({ actions: [name], conditions: [{ operator: name, key: name, values: [name] }] });
  }
});

test('a very long name is cut for people, not for programs', () => {
  const name = 'x'.repeat(100_000);
  const summary = summaryNamed(name);

  expect(renderMarkdown(summary)).not.toContain('x'.repeat(3000));
  expect(renderText(summary)).not.toContain('x'.repeat(3000));
  expect(renderJson(summary)).toContain(name);
});

/** All that may be invisible or change what stands beside it, but for the line feed. */
const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u;

/** What is left of a page when its code, its picture, its commands and its notes are taken out: no name can change it. */
function skeleton(markdown: string): string[] {
  const withoutPicture = markdown.replace(/```mermaid\n[^]*?\n```\n/, '').replace(/\n### The same as commands\n[^]*$/, '');
  const withoutNames = withoutPicture.replace(CODE, 'X').replace(/ ?\(?\*\*[a-z, :()]+\*\*\)?/g, '').replace(/ +/g, ' ');
  return withoutNames.split('\n').map((line) => line.trimEnd()).sort();
}

function picture(markdown: string): string[] {
  return /```mermaid\n([^]*?)\n```\n/.exec(markdown)![1].split('\n');
}

/** A picture without what a name can change: labels, and ids made of names. */
function bare(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/"[^"]*"/g, '""').replace(/_[0-9a-f]{8}/g, '_').replace('|""|', '')).sort();
}
