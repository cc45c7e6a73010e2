import { readFileSync } from 'fs';
import { join } from 'path';
import { directoryWith, run, runWatched, template } from './run';
import { HOSTILE_NAMES } from '../report/hostile-names';

const directory = directoryWith({ 'App.template.json': template() });
const path = join(directory, 'App.template.json');

describe('without a command', () => {
  test('--help lists the commands and the exit codes', () => {
    const { code, out, err } = run('--help');

    expect([code, err]).toEqual([0, '']);
    for (const part of ['report', 'diff', 'can', 'check', 'Exit codes: 0 nothing to report']) { expect(out).toContain(part); }
  });

  test('--version prints the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));

    expect(run('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  test.each(['report', 'diff', 'can', 'check'])('%s --help tells what it takes', (command) => {
    const { code, out, err } = run(command, '--help');

    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`Usage: cdk-secure-lambda ${command}`);
  });
});

describe('wrong arguments end with 2 and one line', () => {
  test.each<[string, string[], string]>([
    ['no command', [], "a command must be report, diff, can or check, got none. 'cdk-secure-lambda --help' tells more"],
    ['a command that is not there', ['repot'], "got 'repot'"],
    ['a path that is missing', ['report'], "missing required argument 'path'"],
    ['a path where nothing is', ['report', join(directory, 'nothing')], 'where nothing is'],
    ['an option that is not there', ['report', path, '--frmat', 'json'], "unknown option '--frmat'"],
    ['a format that is not there', ['report', path, '--format', 'xml'], 'Allowed choices are text, json, markdown, html'],
    ['an option without its value', ['report', path, '--format'], 'argument missing'],
    ['too many arguments', ['diff', path, path, path], 'too many arguments'],
    ['nothing to compare with', ['diff', path], "'after' or '--deployed' must be given"],
    ['two things to compare with', ['diff', path, path, '--deployed', directory], "'--deployed' takes the place of 'after'"],
    ['a question without an action', ['can', path], "'--action' and '--resource' must be given, or '--invoker'"],
    ['an action that is none', ['can', path, '--action', 'read', '--resource', '*'], "'--action' must be one action with its service"],
    ['a resource that is a pattern', ['can', path, '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::images/*'], "'--resource' must name one"],
    ['a source without an invoker', ['can', path, '--action', 's3:GetObject', '--resource', '*', '--source-arn', 'arn:x'], "'--source-arn' needs '--invoker'"],
    ['a resource account with an invoker', ['can', path, '--invoker', '*', '--resource-account', '111122223333'], "without '--action', '--resource' and '--resource-account'"],
    ['a region that is none', ['can', path, '--invoker', '*', '--region', 'Ireland'], "'--region' must be a region such as eu-west-1, got 'Ireland'"],
    ['a key of the context twice', ['can', path, '--invoker', '*', '--context', 'aws:TagKeys=a', '--context', 'aws:tagkeys=b'], "must name each key once, got 'aws:tagkeys' twice"],
    ['an invoker and an action', ['can', path, '--invoker', 's3.amazonaws.com', '--action', 's3:GetObject'], "'--invoker' asks for lambda:InvokeFunction"],
    ['an invoker that is nobody', ['can', path, '--invoker', 'me'], "'--invoker' must be a service"],
    ['a context without a value', ['can', path, '--invoker', 's3.amazonaws.com', '--context', 'a'], "'--context' must be key=value"],
    ['an account that is none', ['can', path, '--invoker', 's3.amazonaws.com', '--source-account', '1'], "'--source-account' must be twelve digits"],
    ['an invoker of no account', ['can', path, '--invoker', 'arn:aws:iam::1:role/x'], "'--invoker' must have an account of twelve digits, got 'arn:aws:iam::1:role/x'"],
    ['an invoker that is no service', ['can', path, '--invoker', 's3.amazonaws.co'], "'--invoker' must be the principal of an AWS service, such as 's3.amazonaws.com', got 's3.amazonaws.co'; did you mean 's3.amazonaws.com'?"],
    ['a source of somebody who has none', ['can', path, '--invoker', '111122223333', '--source-arn', 'arn:aws:s3:::images'], "'--source-arn' needs a service as '--invoker', got '111122223333'"],
    ['a reason for a service that is none', ['can', path, '--invoker', '111122223333', '--unknown', 'new'], "'--unknown' needs a service as '--invoker', got '111122223333'"],
    ['a key that an option tells too', ['can', path, '--invoker', 's3.amazonaws.com', '--source-arn', 'arn:aws:s3:::a', '--context', 'aws:sourcearn=arn:aws:s3:::b'],
      "'--source-arn' and '--context' both tell aws:SourceArn, where one is enough"],
    ['an organization of a service', ['can', path, '--invoker', 's3.amazonaws.com', '--principal-org-id', 'o-1'], "The organization of a source is '--source-org-id'"],
    ['an action that AWS does not have', ['can', path, '--action', 's3:GetObjekt', '--resource', '*'], "'--action': s3 has no action 'GetObjekt'; did you mean 's3:GetObject'?"],
    ['a function that is not there', ['can', path, '--function', 'Resise', '--invoker', '*'], "There are 'App/Resize'"],
    ['an alias that is not there', ['can', path, '--qualifier', 'live', '--invoker', '*'], 'It has none'],
  ])('fails with %s', (_, args, message) => {
    const { code, out, err } = run(...args);

    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^cdk-secure-lambda: [^\n]+\n$/);
    expect(err).toContain(message);
  });

  test('nothing in an argument reaches the terminal as a command', () => {
    expect(run('report', 'a\u001b[31m\nb').err).toMatch(/^cdk-secure-lambda: [\x20-\x7e]+\n$/);
  });
});

describe('report', () => {
  test.each([
    ['text', /^App\/Resize\n {2}invoke {3}s3\.amazonaws\.com may invoke it/],
    ['json', /^\{\n {2}"format": 1,/],
    ['markdown', /^# Lambda permissions\n/],
    ['html', /^<!DOCTYPE html>/],
  ])('prints %s', (format, expected) => {
    const { code, out, err } = run('report', path, '--format', format);

    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(expected);
  });

  test('prints text unless told otherwise', () => {
    expect(run('report', path)).toEqual(run('report', path, '--format', 'text'));
  });

  test('reads templates of one name in several folders, each once', () => {
    const folders = directoryWith({ 'a/main.json': template(), 'b/main.json': template() });
    const names = (out: string) => (JSON.parse(out) as { functions: { stack: string }[] }).functions.map(({ stack }) => stack);

    const { out } = run('report', join(folders, 'a'), join(folders, 'b/main.json'), join(folders, 'a/main.json'), '--format', 'json');

    expect(names(out)).toEqual(['b/main', 'main']);
  });

  test('fails where the only functions may be in a nested stack that is not here', () => {
    const nested = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://s3.amazonaws.com/b/nested.json' } };
    const folder = directoryWith({ 'App.json': { Resources: { Nested: nested } } });

    expect(run('report', folder)).toEqual({ code: 2, out: '', err: expect.stringContaining("the template of nested stack 'App/Nested' is not here") });
  });

  test('tells of a nested stack that is not here beside what it reads', () => {
    const nested = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://s3.amazonaws.com/b/nested.json' } };
    const folder = directoryWith({ 'App.json': template({ more: { Nested: nested } }) });

    expect(run('report', folder).out).toMatch(/unknown {2}the template of the nested stack 'Nested' is not here/);
  });

  test('says that there is no function', () => {
    const folder = directoryWith({ 'empty.json': { Resources: {} } });

    expect(run('report', folder)).toEqual({ code: 0, out: 'There is no Lambda function in these templates.\n', err: '' });
  });
});

describe('check', () => {
  test('ends with 0 when there is nothing but warnings', () => {
    const elsewhere = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'other', Role: 'arn:aws:iam::111122223333:role/elsewhere' } };
    const folder = directoryWith({ 'App.json': { Resources: { Other: elsewhere } } });

    const { code, out, err } = run('check', folder);

    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^warning LambdaPermissions-CannotSay\n/);
    expect(out).toMatch(/\n0 errors and \d+ warnings? in 1 function\.\n$/);
  });

  test('ends with 1 when there is an error, with the place and what to do', () => {
    const folder = directoryWith({ 'App.json': template({ sourceAccount: false }) });

    const { code, out, err } = run('check', folder);

    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(/^error {3}LambdaPermissions-SourceAccount\[s3\.amazonaws\.com\]\n/);
    expect(out).toContain('        in App OnUpload Properties\n');
    expect(out).toMatch(/\n1 error and \d+ warnings? in 1 function\.\n$/);
  });

  test('prints JSON', () => {
    const folder = directoryWith({ 'App.json': template({ sourceAccount: false }) });

    const { violations } = JSON.parse(run('check', folder, '--format', 'json').out);

    expect(violations).toContainEqual(expect.objectContaining({ id: 'LambdaPermissions-SourceAccount[s3.amazonaws.com]', level: 'ERROR' }));
  });
});

describe('progress', () => {
  test('is one line that is gone at the end, for somebody who looks', () => {
    const { out, err } = runWatched(true, 'report', path);

    expect(err).toMatch(/^(\r\x1b\[K[^\r\n]+ …)+\r\x1b\[K$/);
    expect(out).toBe(run('report', path).out);
  });

  test('is gone before an error is told', () => {
    expect(runWatched(true, 'report', join(directory, 'nothing')).err).toMatch(/\r\x1b\[Kcdk-secure-lambda: [^\r\n]+\n$/);
  });

  test('is not there for a file or a pipe', () => {
    expect(runWatched(false, 'report', path).err).toBe('');
  });
});

describe('hostile names', () => {
  /** All that may be invisible or change what stands beside it, but for the line feed. */
  const invisible = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u;
  const hostile = (name: string, resource = name) => directoryWith({
    'App.json': JSON.stringify(template({
      resource,
      more: {
        [`Id${name}`]: {
          Type: 'AWS::Lambda::Function',
          Properties: { FunctionName: name, Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
          Metadata: { 'aws:cdk:path': `App/${name}/Resource` },
        },
        [`Policy${name}`]: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyName: name, Roles: [{ Ref: 'Role' }, name], PolicyDocument: { Statement: [{ Sid: name, Effect: name, Action: name, Resource: name }] } },
        },
      },
    })),
  });

  test.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))('%j reaches a terminal as visible characters, whatever the command', (_, name) => {
    const [before, after] = [hostile(name, 'arn:aws:s3:::images/*'), hostile(name)];
    const question = ['--action', 's3:GetObject', '--resource', 'arn:aws:s3:::images/x'];
    const commands = [
      ['report', after], ['check', after], ['diff', before, after], ['diff', before, after, '--format', 'markdown'],
      ['can', after, '--function', 'App/Resize', ...question], ['can', after, '--function', name, ...question], ['can', after, ...question],
    ];

    for (const { out, err } of commands.map((args) => runWatched(false, ...args))) {
      expect(out).not.toMatch(invisible);
      expect(err).not.toMatch(invisible);
      expect(/\n./.test(name) && (out + err).includes(name)).toBe(false);
    }
  });
});
