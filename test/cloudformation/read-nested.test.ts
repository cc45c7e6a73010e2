import { symlinkSync } from 'fs';
import { inFolder, write } from './temporary-files';
import { loadPath, loadTemplates } from '../../src/cloudformation/read-files';
import { readTemplates } from '../../src/cloudformation/read-template';

const EMPTY = { Resources: {} };
const FUNCTION = { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } };
const ROLE = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } };

function stackAt(assetPath: string): object {
  return { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': assetPath } };
}

function stackOf(url: string): object {
  return { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url } };
}

describe('a nested stack whose template is not beside its parent', () => {
  test.each([
    ['the asset path names no file', stackAt('Gone.nested.template.json')],
    ['the asset path names a folder', stackAt('folder')],
    ['the asset path leads through a file', stackAt('other.json/Gone.json')],
    ['the asset path is longer than a name can be', stackAt(`${'x'.repeat(400)}.json`)],
    ['the asset path holds what no path can', stackAt('Gone\0.json')],
    ['the URL names no file', stackOf('./Gone.json')],
    ['the URL leads through a file', stackOf('other.json/Gone.json')],
    ['the URL is longer than a name can be', stackOf('x'.repeat(400))],
    ['the URL holds what no path can', stackOf('other.json\0')],
  ])('is told, and the rest is read, where %s', (_, nested) => {
    write('folder/readme.md', '');
    write('other.json', EMPTY);
    const sources = loadPath(write('App.json', { Resources: { Nested: nested, Fn: FUNCTION, Role: ROLE } }));

    const [fn] = readTemplates(sources);

    expect(sources).toHaveLength(1);
    expect(fn.logicalId).toBe('Fn');
    expect(fn.gaps.map(({ reason }) => reason)).toEqual(["the template of the nested stack 'Nested' is not here, so what it grants cannot be said"]);
  });

  test('is told where the asset manifest names a file that is gone', () => {
    const key = `${'0a'.repeat(32)}.json`;
    write('manifest.json', {
      artifacts: {
        'App': { type: 'aws:cloudformation:stack', properties: { templateFile: 'App.json' } },
        'App.assets': { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } },
      },
    });
    write('App.assets.json', { files: { a: { source: { path: 'Gone.json' }, destinations: { d: { objectKey: key } } } } });
    write('App.json', { Resources: { Nested: stackOf(`https://s3.amazonaws.com/bucket/${key}`), Fn: FUNCTION, Role: ROLE } });

    expect(readTemplates(loadPath(inFolder()))[0].gaps).toHaveLength(1);
  });

  test('is read from the URL where the asset path names no file', () => {
    const child = write('child.json', EMPTY);
    const app = write('App.json', { Resources: { Nested: { ...stackAt('Gone.json'), ...stackOf('child.json') } } });

    expect(loadTemplates([app]).map(({ path, parent }) => [path, parent?.logicalId])).toEqual([[app, undefined], [child, 'Nested']]);
  });

  test('fails where it is there and is no template', () => {
    write('Child.json', '[]');

    expect(() => loadPath(write('App.json', { Resources: { Nested: stackAt('Child.json') } }))).toThrow(/Child\.json' must be a CloudFormation template, got something else$/);
  });
});

test('fails when a link in a folder leads to nothing, as for any file that is missing', () => {
  write('b.json', EMPTY);
  symlinkSync(inFolder('nowhere'), inFolder('a.json'));

  expect(() => loadPath(inFolder())).toThrow(/^'[^']*a\.json' must be a file, got a path where nothing is$/);
});

test('a link in a folder that leads to a template is that template, and one to a folder is left alone', () => {
  write('folder/b.json', EMPTY);
  symlinkSync(inFolder('folder', 'b.json'), inFolder('a.json'));
  symlinkSync(inFolder('folder'), inFolder('c.json'));

  expect(loadPath(inFolder()).map(({ stack }) => stack)).toEqual(['a']);
});

describe('a file that is nested many times', () => {
  const many = (count: number, url: string) => ({ Resources: Object.fromEntries(Array.from({ length: count }, (_, index) => [`N${index}`, stackOf(url)])) });

  test('is a stack for each time', () => {
    write('child.json', EMPTY);

    const sources = loadPath(write('App.json', many(2_000, 'child.json')));

    expect(sources).toHaveLength(2_001);
    expect(new Set(sources.map(({ stack }) => stack)).size).toBe(2_001);
  });

  test.each([
    ['in one template', 'child.json', () => { write('child.json', EMPTY); return many(2_001, 'child.json'); }],
    ['in templates that multiply', 't8.json', () => {
      for (let level = 1; level < 8; level += 1) { write(`t${level}.json`, many(10, `t${level + 1}.json`)); }
      write('t8.json', EMPTY);
      return many(10, 't1.json');
    }],
    ['with many resources', 'child.json', () => {
      write('child.json', { Resources: Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`R${index}`, {}])) });
      return many(51, 'child.json');
    }],
  ])('fails beyond what an app has, %s', (_, at, content) => {
    const file = write('App.json', content());

    expect(() => loadPath(file)).toThrow(`'path' must lead to at most 2000 stacks with 500000 resources, got more at '${inFolder(at)}': is one file nested many times?`);
  });

  test('fails beyond what an app has where a manifest names it', () => {
    const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 'App.json' } };
    const file = write('App.json', EMPTY);
    write('manifest.json', { artifacts: Object.fromEntries(Array.from({ length: 2_001 }, (_, index) => [`S${index}`, stack])) });

    expect(() => loadPath(inFolder())).toThrow(`must lead to at most 2000 stacks with 500000 resources, got more at '${file}'`);
  });

  test('does not keep a folder from holding more templates than that', () => {
    for (let index = 0; index < 2_001; index += 1) { write(`t${index}.json`, EMPTY); }

    expect(loadPath(inFolder())).toHaveLength(2_001);
  });

  test('is not a stack of its own in a folder, nor is what it nests itself', () => {
    write('c.json', EMPTY);
    write('b.json', many(1, 'c.json'));
    write('a.json', many(1, 'b.json'));
    write('d.json', EMPTY);

    expect(loadPath(inFolder()).map(({ stack, parent }) => [stack, parent?.stack])).toEqual([['a', undefined], ['b', 'a'], ['c', 'b'], ['d', undefined]]);
  });
});
