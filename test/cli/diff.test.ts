import { join } from 'path';
import { directoryWith, run, template } from './run';

const directory = directoryWith({
  'before.json': template(),
  'same.json': template(),
  'wider.json': template({ resource: 'arn:aws:s3:::images/*' }),
  'narrower.json': template({ resource: 'arn:aws:s3:::images/in/a/*' }),
  'invalid.json': { format: 1, functions: [{ name: 5 }] },
  'future.json': { format: 2, functions: [] },
});
const at = (file: string) => join(directory, file);

test('nothing changed: 0, in one sentence', () => {
  expect(run('diff', at('before.json'), at('same.json'))).toEqual({ code: 0, out: 'No change of access.\n', err: '' });
  expect(run('diff', at('before.json'), at('same.json'), '--format', 'markdown').out).toBe('Lambda permissions: No change of access.\n');
});

test('more is allowed: 1', () => {
  const { code, out, err } = run('diff', at('before.json'), at('wider.json'));

  expect([code, err]).toEqual([1, '']);
  expect(out).toContain('  wider     it may call s3:GetObject on arn:aws:s3:::images/*');
  expect(out).toContain('            before: it may call s3:GetObject on arn:aws:s3:::images/in/*');
});

test('less is allowed: 0', () => {
  const { code, out } = run('diff', at('before.json'), at('narrower.json'));

  expect(code).toBe(0);
  expect(out).toMatch(/Nothing more is allowed than before: 1 change allows less, in 1 function\.\n$/);
});

test.each([['markdown', /^### Lambda permissions\n/], ['json', /^\{\n {2}"format": 1,\n {2}"allowsMore": true,/]])('prints %s', (format, expected) => {
  expect(run('diff', at('before.json'), at('wider.json'), '--format', format).out).toMatch(expected);
});

describe('a report that was committed', () => {
  const saved = directoryWith({ 'permissions/permissions.json': run('report', at('before.json'), '--format', 'json').out });

  test('stands for the templates it was made of', () => {
    expect(run('diff', join(saved, 'permissions', 'permissions.json'), at('wider.json'))).toEqual(run('diff', at('before.json'), at('wider.json')));
  });

  test('is found in its directory', () => {
    expect(run('diff', join(saved, 'permissions'), at('same.json')).out).toBe('No change of access.\n');
  });

  test.each([
    ['invalid.json', "functions[0] must hold a text as 'name', got 5"],
    ['future.json', 'must be a report of format 1, got 2'],
  ])('fails when it is not as it was written: %s', (file, message) => {
    const { code, out, err } = run('diff', at(file), at('before.json'));

    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).toMatch(/^[^\n]+\n$/);
  });
});
