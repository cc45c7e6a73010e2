import { spawnSync } from 'child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'fs';
import { join } from 'path';
import { directoryWith, run, template } from './run';

const whole = JSON.stringify(template());
const ROOT = join(__dirname, '..', '..');
const COMMAND_LINE = join(ROOT, 'src', 'cli', 'command-line.ts');
const laughs = ['a: &a [x, x, x, x, x, x, x, x, x]', ...'bcdefghi'.split('').map((name, index) => {
  const before = 'abcdefgh'[index];
  return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
}), 'Resources: *i'].join('\n');

const directory = directoryWith({
  'truncated.json': whole.slice(0, 100),
  'truncated.yaml': 'Resources:\n  Fn: {Type: "AWS::Lambda::Function"',
  'empty.json': '',
  'text.json': '"text"',
  'list.json': '[]',
  'other.json': { a: 1 },
  'types.json': { Resources: ['Fn'] },
  'laughs.yaml': laughs,
  'own-alias.yaml': 'Resources: &a\n  Fn: *a\n',
  'deep.json': `{"Resources":${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}}`,
  'deep-list.json': '['.repeat(2_000_000),
  'binary.json': '\u0000\u0001\u0002',
  'folder/readme.md': 'no template',
  'assembly/manifest.json': '{"artifacts": {"App": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "../../etc/passwd"}}}}',
  'half-assembly/manifest.json': '{"artifacts": {"App": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "App.template.json"}}}}',
});

test.each([
  'truncated.json', 'truncated.yaml', 'empty.json', 'text.json', 'list.json', 'other.json', 'types.json', 'laughs.yaml', 'own-alias.yaml',
  'deep-list.json', 'binary.json', 'folder', 'assembly', 'half-assembly', 'nowhere', 'a\nb',
])('%j is wrong input for every command: one line, and 2', (file) => {
  const path = join(directory, file);
  const commands = [['report', path], ['check', path], ['can', path, '--invoker', '*'], ['diff', path, path], ['diff', path, '--deployed', directory]];

  for (const { code, out, err } of commands.map((args) => run(...args))) {
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^cdk-secure-lambda: [^\n]+\n$/);
  }
});

test.each<[string, Buffer | string, RegExp]>([
  ['utf16.json', Buffer.from(`\uFEFF${whole}`, 'utf16le'), /must be text in UTF-8, got UTF-16, as some shells write it$/],
  ['utf16.yaml', Buffer.from('\uFEFFResources: {}', 'utf16le').swap16(), /must be text in UTF-8, got UTF-16, as some shells write it$/],
  ['latin.json', Buffer.from(whole.replace('Resources', 'R\u00e9sources'), 'latin1'), /must be text in UTF-8, got other bytes$/],
  ['noise.yaml', Buffer.from([0x80, 0xff, 0x00, 0x41]), /must be text in UTF-8, got other bytes$/],
  ['zeros.json', Buffer.alloc(100), /must be JSON, got a file that cannot be parsed$/],
  ['cut.json', whole.slice(0, -1), /must be JSON, got a file that ends too early$/],
  ['two.yaml', 'Resources: {}\n---\nResources: {Fn: {Type: AWS::Lambda::Function}}\n', /must hold one YAML document, got several$/],
])('%s is refused for what it is', (name, content, expected) => {
  const path = join(directory, name);
  writeFileSync(path, content);

  const { code, out, err } = run('report', path);

  expect([code, out]).toEqual([2, '']);
  expect(err.trimEnd()).toMatch(expected);
});

test('a path through a file is refused', () => {
  const file = join(directoryWith({ 'app.json': template() }), 'app.json');

  expect(run('report', join(file, 'x'))).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/must be readable, got a path through a file\n$/) });
});

test('symbolic links in a circle are refused, and a folder that links to its parent is read once', () => {
  symlinkSync('circle', join(directory, 'circle'));
  const folder = directoryWith({ 'App.json': whole, 'inner/readme.md': '' });
  symlinkSync('..', join(folder, 'inner', 'up'));

  expect(run('report', join(directory, 'circle'))).toMatchObject({ code: 2, err: expect.stringMatching(/must be readable, got symbolic links in a circle\n$/) });
  expect(run('report', folder)).toMatchObject({ code: 0, out: run('report', join(folder, 'App.json')).out });
});

test.each([['a mark before the first byte', `\uFEFF${whole}`], ['the line ends of Windows', JSON.stringify(template(), undefined, 1).replace(/\n/g, '\r\n')]])('%s makes no difference', (_, content) => {
  const folder = directoryWith({ 'a/App.json': whole, 'b/App.json': content });

  expect(run('report', join(folder, 'b', 'App.json'))).toEqual(run('report', join(folder, 'a', 'App.json')));
});

test('objects that are nested without end do no harm', () => {
  const { code, err } = run('report', join(directory, 'deep.json'));

  expect(err).toMatch(code === 0 ? /^$/ : /^cdk-secure-lambda: [^\n]+\n$/);
});

test.each([
  ['__proto__', '{"Resources": {"__proto__": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "f"}}}}'],
  ['references in a circle', JSON.stringify(template({
    more: {
      A: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: { Ref: 'B' } } },
      B: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: { Ref: 'A' }, Roles: [{ Ref: 'B' }] } },
    },
  }))],
])('%s is a template like any other', (_, text) => {
  const folder = directoryWith({ 'App.json': text });

  for (const command of [['report', folder], ['diff', folder, folder]]) { expect(run(...command)).toMatchObject({ code: 0, err: '' }); }
});

test('a nested stack that is its own parent is refused', () => {
  const nested = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'App.json' } };
  const folder = directoryWith({ 'App.json': { Resources: { Nested: nested } } });

  expect(run('report', join(folder, 'App.json'))).toMatchObject({ code: 2, err: expect.stringContaining('must not nest itself') });
});

describe('as a program of its own', () => {
  const program = (...args: string[]) => spawnSync(
    process.execPath, ['--max-old-space-size=200', '--import', 'tsx', join(__dirname, '..', '..', 'src', 'cli', 'main.ts'), ...args], { encoding: 'utf8' },
  );

  test('a file of 100 MB is refused without being read', () => {
    mkdirSync(join(directory, 'huge'));
    const file = join(directory, 'huge', 'huge.json');
    writeFileSync(file, '{"Resources":');
    truncateSync(file, 100 * 1024 * 1024);

    const { status, stdout, stderr } = program('report', join(directory, 'huge'));

    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^cdk-secure-lambda: '[^']*huge\.json' must have at most 10 MB, got 100 MB\n$/);
  });

  test('no hostile file takes much memory: each is refused with one line, in one process with a small heap', () => {
    const folder = directoryWith({
      'values.json': `{"Resources":{"A":[${'{},'.repeat(3_000_000)}{}]}}`,
      'resources.json': `{"Resources":{${Array.from({ length: 20_000 }, (_, index) => `"F${index}":{"Type":"AWS::Lambda::Function"}`).join()}}}`,
      'lists.json': '['.repeat(2_000_000),
      'maps.yaml': `Resources:\n${'  a: {b: c}\n'.repeat(150_000)}`,
      'flow.yaml': `Resources: {A: [${'{},'.repeat(500_000)}]}`,
      'dashes.yaml': `Resources:\n${'  - '.repeat(100_000)}`,
      'laughs.yaml': laughs,
      'assembly/manifest.json': `{"artifacts":{"A":[${'[],'.repeat(5_000_000)}[]]}}`,
    });
    const files = ['values.json', 'resources.json', 'lists.json', 'maps.yaml', 'flow.yaml', 'dashes.yaml', 'laughs.yaml', 'assembly'];
    const script = `
      const { runCommandLine } = require(${JSON.stringify(COMMAND_LINE)});
      const lines = ${JSON.stringify(files)}.map((file) => {
        let printed = '';
        const print = (text) => { printed += text; };
        return [runCommandLine(['report', ${JSON.stringify(folder)} + '/' + file], { isWatched: false, out: print, error: print }), printed];
      });
      console.log(JSON.stringify({ lines, megabytes: process.resourceUsage().maxRSS / 1024 }));`;

    const { stdout, stderr } = spawnSync(process.execPath, ['--max-old-space-size=250', '--require', 'tsx/cjs', '-e', script], { encoding: 'utf8', cwd: ROOT });
    const { lines, megabytes } = JSON.parse(stdout) as { lines: [number, string][]; megabytes: number };

    expect(stderr).toBe('');
    for (const [code, printed] of lines) { expect([code, printed]).toEqual([2, expect.stringMatching(/^cdk-secure-lambda: [^\n]+\n$/)]); }
    expect(lines).toHaveLength(files.length);
    expect(megabytes).toBeLessThan(350);
  });

  test('prints a report to standard output and ends with 0, without loading aws-cdk-lib', () => {
    const folder = directoryWith({ 'App.json': template() });

    const { status, stdout, stderr } = program('report', folder);

    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(run('report', folder).out);
  });
});

test('the command line loads neither aws-cdk-lib nor constructs', () => {
  const script = `require(${JSON.stringify(COMMAND_LINE)}); console.log(Object.keys(require.cache).filter((file) => /node_modules.(aws-cdk-lib|constructs)\\b/.test(file)).length);`;

  const { stdout, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '-e', script], { encoding: 'utf8', cwd: ROOT });

  expect([stdout, stderr]).toEqual(['0\n', '']);
});
