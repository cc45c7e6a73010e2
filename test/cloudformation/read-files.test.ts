import { truncateSync } from 'fs';
import { inFolder, write } from './temporary-files';
import { loadPath, loadTemplates } from '../../src/cloudformation/read-files';

const EMPTY = { Resources: {} };

function stackArtifact(templateFile: string, environment: string, stackName?: string): object {
  return { type: 'aws:cloudformation:stack', environment, properties: { templateFile, ...stackName && { stackName } } };
}

function nestedStack(more: object): object {
  return { Resources: { Nested: { Type: 'AWS::CloudFormation::Stack', ...more } } };
}

describe('a cloud assembly', () => {
  test('tells name, account and region of each stack, also of those in stages', () => {
    write('manifest.json', {
      artifacts: {
        'App': stackArtifact('App.template.json', 'aws://unknown-account/unknown-region'),
        'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
        'Tree': { type: 'cdk:tree', properties: { file: 'tree.json' } },
      },
    });
    const app = write('App.template.json', EMPTY);
    write('assembly-Prod/manifest.json', { artifacts: { ProdApi: stackArtifact('ProdApi.template.json', 'aws://111122223333/eu-west-1', 'Prod-Api') } });
    const api = write('assembly-Prod/ProdApi.template.json', EMPTY);

    const expected = [
      { stack: 'App', stackName: 'App', path: app, template: EMPTY },
      { stack: 'ProdApi', stackName: 'Prod-Api', path: api, template: EMPTY, account: '111122223333', region: 'eu-west-1' },
    ];
    expect(loadPath(inFolder())).toEqual(expected);
    expect(loadTemplates([app, api])).toEqual(expected);
    expect(loadTemplates([api])).toEqual([expected[1]]);
  });

  test('leads to nested stacks by the asset path in the template', () => {
    const template = nestedStack({ Metadata: { 'aws:asset:path': 'Child.nested.template.json' } });
    write('manifest.json', { artifacts: { App: stackArtifact('App.template.json', 'aws://111122223333/eu-west-1') } });
    const app = write('App.template.json', template);
    const child = write('Child.nested.template.json', EMPTY);

    expect(loadTemplates([app])[1]).toEqual({ stack: 'Child', path: child, template: EMPTY, parent: { stack: 'App', logicalId: 'Nested' } });
  });

  test('leads to nested stacks by the asset manifest when the template does not tell', () => {
    const key = `${'0a'.repeat(32)}.json`;
    write('manifest.json', {
      artifacts: {
        'App': stackArtifact('App.template.json', 'aws://111122223333/eu-west-1'),
        'App.assets': { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } },
      },
    });
    write('App.assets.json', { files: { a: { source: { path: 'Child.nested.template.json' }, destinations: { d: { objectKey: key } } } } });
    write('App.template.json', nestedStack({ Properties: { TemplateURL: { 'Fn::Join': ['', ['https://s3.', { Ref: 'AWS::URLSuffix' }, `/bucket/${key}`]] } } }));
    write('Child.nested.template.json', EMPTY);

    expect(loadPath(inFolder()).map(({ stack, parent }) => [stack, parent?.stack])).toEqual([['App', undefined], ['Child', 'App']]);
  });

  test('fails when a file leads out of it', () => {
    write('manifest.json', { artifacts: { App: stackArtifact('../App.template.json', 'aws://111122223333/eu-west-1') } });

    expect(() => loadPath(inFolder())).toThrow(/must lie in that directory, got '\.\.\/App\.template\.json'$/);
  });

  test('fails when a nested stack leads out of it', () => {
    const app = write('App.template.json', nestedStack({ Metadata: { 'aws:asset:path': '../../etc/passwd' } }));

    expect(() => loadTemplates([app])).toThrow(/must lie in that directory, got '\.\.\/\.\.\/etc\/passwd'$/);
  });

  test('fails when a stack nests itself', () => {
    const app = write('App.template.json', nestedStack({ Metadata: { 'aws:asset:path': 'App.template.json' } }));

    expect(() => loadTemplates([app])).toThrow(/must not nest itself$/);
  });

  test('fails when its manifest is none', () => {
    write('manifest.json', []);

    expect(() => loadPath(inFolder())).toThrow(/must be the manifest of a cloud assembly, got a file without 'artifacts'$/);
  });

  test.each(['App.template.json', 'App\0.template.json'])('fails when a template of its manifest is missing: %j', (file) => {
    write('manifest.json', { artifacts: { App: stackArtifact(file, 'aws://111122223333/eu-west-1') } });

    expect(() => loadPath(inFolder())).toThrow(/^'[^\0]*\.template\.json' must be a file, got a path where nothing is$/);
  });
});

describe('a template', () => {
  test('alone is named by its file', () => {
    const path = write('orders.template.json', EMPTY);

    expect(loadPath(path)).toEqual([{ stack: 'orders', path, template: EMPTY }]);
  });

  test('may begin with a byte order mark', () => {
    expect(loadPath(write('a.json', `\uFEFF${JSON.stringify(EMPTY)}`))).toHaveLength(1);
  });

  test.each([
    ['is not JSON', 'a.json', '{ a', /must be JSON, got a file that cannot be parsed$/],
    ['ends too early', 'a.json', '{"Resources": {', /must be JSON, got a file that ends too early$/],
    ['is empty', 'a.json', '', /must be JSON, got a file that ends too early$/],
    ['is no template', 'a.json', '{"name": "x"}', /must be a CloudFormation template, got a file without 'Resources'$/],
    ['is a list', 'a.json', '[]', /must be a CloudFormation template, got a file without 'Resources'$/],
    ['is not YAML', 'a.yaml', 'b: 2\na: [1', /must be YAML, got a file that cannot be parsed in line 2: /],
  ])('fails when the file %s', (_, name, content, message) => {
    const path = write(name, content);

    expect(() => loadPath(path)).toThrow(message);
  });

  test('fails when the file is larger than any template', () => {
    const path = write('a.json', '');
    truncateSync(path, 100 * 1024 * 1024);

    expect(() => loadPath(path)).toThrow(/a\.json' must have at most 10 MB, got 100 MB$/);
  });

  test('fails when nothing is there', () => {
    expect(() => loadPath(inFolder('nothing'))).toThrow(/'path' must name a cdk\.out directory, a template or a folder of templates, got '.*nothing' where nothing is$/);
    expect(() => loadTemplates([inFolder('nothing.json')])).toThrow(/must be a file, got a path where nothing is$/);
    expect(() => loadTemplates([inFolder()])).toThrow(/must be a file, got something else$/);
  });

  test('fails with one line', () => {
    expect(() => loadPath(write('a.yaml', 'a: [1\n b: }\n'))).toThrow(/^[^\n]*$/);
  });
});

describe('a folder', () => {
  test('gives its templates, in order of their names, and leaves other files alone', () => {
    write('b.yaml', 'Resources: {}');
    write('a.json', EMPTY);
    write('package.json', { name: 'x' });
    write('README.md', '# x');

    expect(loadPath(inFolder()).map(({ stack }) => stack)).toEqual(['a', 'b']);
  });

  test('has templates with one name told apart', () => {
    write('a.yaml', 'Resources: {}');
    write('a.json', EMPTY);

    expect(loadPath(inFolder()).map(({ stack }) => stack)).toEqual(['a', inFolder('a.yaml')]);
  });

  test('has a template that another one nests once', () => {
    write('a-child.yaml', 'Resources: {}');
    write('parent.json', nestedStack({ Properties: { TemplateURL: './a-child.yaml' } }));

    expect(loadPath(inFolder()).map(({ parent }) => parent?.stack)).toEqual([undefined, 'parent']);
  });

  test('has an application of SAM that lies beside a template in the stack of that template', () => {
    const application = (Location: unknown) => ({ Type: 'AWS::Serverless::Application', Properties: { Location } });
    write('sam/part.yaml', 'Transform: AWS::Serverless-2016-10-31\nResources: {}');
    write('other.yaml', 'Resources: {}');
    const file = write('sam/template.json', {
      Resources: { Here: application('./part.yaml'), Above: application('../other.yaml'), Folder: application('.'), Far: application({ ApplicationId: 'x' }) },
    });

    expect(loadPath(file).map(({ stack, parent }) => [stack, parent?.logicalId])).toEqual([['template', undefined], ['part', 'Here']]);
  });

  test('fails when no template is in it', () => {
    write('package.json', { name: 'x' });

    expect(() => loadPath(inFolder())).toThrow(/'path' must name a folder with templates, got '.*' where none is$/);
  });
});

describe('YAML', () => {
  test('short forms are intrinsic functions, and plain values are text', () => {
    const path = write('a.yaml', [
      'Resources:',
      '  Fn:',
      '    Type: AWS::Lambda::Function',
      '    Condition: C',
      '    Properties:',
      '      Role: !GetAtt Role.Arn',
      '      FunctionName: !Sub ["${A}-x", { A: !Ref Name }]',
      '      Account: 012345678901',
      '      Version: 2012-10-17',
      '      Text: !Join',
      "        - '-'",
      '        - - a',
      '          - !If [C, b, !Ref "AWS::NoValue"]',
    ].join('\n'));

    expect(loadPath(path)[0].template).toEqual({
      Resources: {
        Fn: {
          Type: 'AWS::Lambda::Function',
          Condition: 'C',
          Properties: {
            Role: { 'Fn::GetAtt': 'Role.Arn' },
            FunctionName: { 'Fn::Sub': ['${A}-x', { A: { Ref: 'Name' } }] },
            Account: '012345678901',
            Version: '2012-10-17',
            Text: { 'Fn::Join': ['-', ['a', { 'Fn::If': ['C', 'b', { Ref: 'AWS::NoValue' }] }]] },
          },
        },
      },
    });
  });

  test('words of YAML 1.1 are truth values, as CloudFormation reads them, but for quoted ones', () => {
    const path = write('a.yaml', 'Resources: {}\nA: [yes, No, on, OFF, True, false, !!bool no]\nB: ["yes", \'No\', yEs, y, Yes sir, !Ref Yes, !!str no]\nNo: {on: 1}\n');

    expect(loadPath(path)[0].template).toEqual({
      Resources: {}, A: ['true', 'false', 'true', 'false', 'true', 'false', 'false'], B: ['yes', 'No', 'yEs', 'y', 'Yes sir', { Ref: 'Yes' }, 'no'], No: { on: '1' },
    });
  });

  test('an alias means what its anchor means', () => {
    const path = write('a.yaml', 'Resources: {}\nA: &a { b: [1] }\nC: *a\n');

    expect(loadPath(path)[0].template).toEqual({ Resources: {}, A: { b: ['1'] }, C: { b: ['1'] } });
  });

  test('a merge key brings in what a map does not have itself', () => {
    const file = write('merge.yaml', 'D: &d {A: 1, B: 2}\nE: &e {B: 3, C: 4}\nResources: {F: {<<: *d, B: own}, G: {<<: [*d, *e]}}\n');

    expect(loadPath(file)[0].template).toMatchObject({ Resources: { F: { A: '1', B: 'own' }, G: { A: '1', B: '2', C: '4' } } });
  });

  test('has the last of the values of a key that is there twice, as in JSON', () => {
    const [yaml, json] = ['Resources: {}\nResources:\n  Fn: {Type: A, Type: B}\n', '{"Resources":{},"Resources":{"Fn":{"Type":"A","Type":"B"}}}']
      .map((content, index) => loadPath(write(`a.${index === 0 ? 'yaml' : 'json'}`, content))[0].template);

    expect(yaml).toEqual({ Resources: { Fn: { Type: 'B' } } });
    expect(json).toEqual(yaml);
  });

  test('fails when aliases multiply', () => {
    const lines = ['Resources: {}', 'a0: &a0 [x,x,x,x,x,x,x,x,x,x]'];
    for (let level = 1; level < 12; level += 1) { lines.push(`a${level}: &a${level} [${Array(10).fill(`*a${level - 1}`).join(',')}]`); }
    const path = write('a.yaml', lines.join('\n'));

    expect(() => loadPath(path)).toThrow(/must have at most 500000 values, got more: do its aliases multiply\?$/);
  });

  test.each([
    ['an alias stands in its own anchor', 'Resources: &a\n  x: *a\n', /must use aliases of anchors that come before, got '\*a'$|cannot be parsed/],
    ['it is nested deep', `Resources: ${'['.repeat(300)}${']'.repeat(300)}`, /must be nested at most 200 levels deep, got more$/],
    ['it is nested too deep to be parsed', `Resources: ${'['.repeat(5_000)}${']'.repeat(5_000)}`, /must be YAML, got a file that is nested too deep$/],
  ])('fails when %s', (_, content, message) => {
    const path = write('a.yaml', content);

    expect(() => loadPath(path)).toThrow(message);
  });
});
