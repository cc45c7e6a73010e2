import { parseYaml } from '../../src/cloudformation/read-yaml';

const read = (...lines: string[]) => parseYaml(lines.join('\n'), 'a.yaml');

describe('what stands between brackets may be indented in any way', () => {
  test.each<[string, string[], unknown]>([
    ['a list as deep as its key', ['A:', '  B: [', '  "a",', '  b', '  ]', '  C: c'], { A: { B: ['a', 'b'], C: 'c' } }],
    ['a bracket as deep as its key', ['A:', '  B: [', '    a', '  ]', '  C: c'], { A: { B: ['a'], C: 'c' } }],
    ['a list at the beginning of the lines', ['A:', '  B: [', 'a,', '', '# no item', 'b', ']', '  C: c'], { A: { B: ['a', 'b'], C: 'c' } }],
    ['a map', ['A:', '  B: {', '  "c": d,', 'e: f', '}', '  C: c'], { A: { B: { c: 'd', e: 'f' }, C: 'c' } }],
    ['one in another', ['A:', '  B: [ { c: [', '  d', ' ], e: f', '}, g', '  ]', '  C: c'], { A: { B: [{ c: ['d'], e: 'f' }, 'g'], C: 'c' } }],
    ['in an item', ['A:', '  - [', '  a', '  ]', '  - b'], { A: [['a'], 'b'] }],
    ['short forms', ['A:', '  B: !Join ["-", [', '  !Ref C,', '  !GetAtt D.Arn', '  ]]'], { A: { B: { 'Fn::Join': ['-', [{ Ref: 'C' }, { 'Fn::GetAtt': 'D.Arn' }]] } } }],
    ['aliases', ['A: &a', '  B: [', '  a', '  ]', 'C: *a'], { A: { B: ['a'] }, C: { B: ['a'] } }],
    ['texts over lines', ['A:', '  B: [', '  "a', '  b", c', '  d', '  ]', '  C: c'], { A: { B: ['a b', 'c d'], C: 'c' } }],
    ['brackets in texts, which open nothing', ['A:', '  B: [', '  "[", \'{\', a]', '  C: "["', '  D: |', '    [', '  E: e'], { A: { B: ['[', '{', 'a'], C: '[', D: '[\n', E: 'e' } }],
    ['a key that is there twice', ['A:', '  B: [', '  a', '  ]', '  B: b'], { A: { B: 'b' } }],
    ['words of YAML 1.1', ['A:', '  B: [', '  yes,', '  2012-10-17', '  ]'], { A: { B: ['true', '2012-10-17'] } }],
  ])('%s', (_, lines, expected) => {
    expect(read(...lines)).toEqual(expected);
  });
});

describe('fails all the same where', () => {
  test.each<[string, string[], RegExp]>([
    ['the bracket is never closed', ['A:', '  B: [', '  a', '  C: c'], /cannot be parsed in line \d: /],
    ['the bracket is never closed, and another one is', ['A:', '  B: [', '  a', '  C: [c]', '  D: d'], /cannot be parsed in line \d: /],
    ['the bracket is of the other kind', ['A:', '  B: [', '  a', '  }', '  C: c'], /cannot be parsed in line \d: /],
    ['a block is not indented', ['A:', '  B: [', '  a', '  ]', ' C: c'], /cannot be parsed in line \d: /],
    ['the document ends inside', ['A:', '  B: [', '---', '  ]'], /cannot be parsed in line \d: /],
    ['another document follows', ['A:', '  B: [', '  a', '  ]', '---', 'A: b'], /cannot be parsed in line 3: |got several/],
    ['it is nested far too deep', ['A:', '  B: [', ...Array<string>(5_000).fill('  ['), ...Array<string>(5_001).fill('  ]')], /cannot be parsed in line 3: [^\n]*$/],
    ['it is nested too deep', ['A:', '  B: [', ...Array<string>(300).fill('  ['), ...Array<string>(301).fill('  ]')], /must be nested at most 200 levels deep, got more$/],
  ])('%s', (_, lines, message) => {
    expect(() => read(...lines)).toThrow(message);
  });
});
