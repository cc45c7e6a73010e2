import * as CASES from './read-intrinsics.json';
import { resolve } from '../../src/cloudformation/read-intrinsics';
import { LIMITS, Reading } from '../../src/cloudformation/read-reading';
import { Templates } from '../../src/cloudformation/read-set';

/** An expression, and what it gives in a template. */
interface Case {
  readonly name: string;
  readonly template?: object;
  /** Null: not known. */
  readonly region?: string | null;
  readonly account?: null;
  readonly value: unknown;
  readonly expected?: unknown;
  /** The value is a placeholder that stands for this expression alone. */
  readonly opaque?: boolean;
  readonly reasons?: readonly string[];
  readonly undecided?: readonly string[];
}

function read(value: unknown, { template = {}, region, account }: Partial<Case> = {}): { readonly value: unknown; readonly reading: Reading } {
  const source = { stack: 'App', template, ...account !== null && { account: '111122223333' }, ...region !== null && { region: region ?? 'eu-west-1' } };
  const reading = new Reading();
  return { value: resolve(value, new Templates([source]).stacks[0], reading), reading };
}

test.each((CASES as unknown as { default: Case[] }).default)('$name', (given) => {
  const { value, reading } = read(given.value, given);

  if (given.opaque) {
    expect(value).toMatch(/^\$\{App::[\w.-]+\}$/);
  } else {
    expect(value).toEqual(given.expected);
  }
  expect([...reading.reasons]).toEqual(given.reasons ?? []);
  expect([...reading.undecided]).toEqual(given.undecided ?? []);
});

test('equal expressions that cannot be decided have equal stand-ins, others do not', () => {
  const [a, again, b] = ['x', 'x', 'y'].map((text) => read({ 'Fn::Unheard': text }).value);

  expect(again).toBe(a);
  expect(b).not.toBe(a);
});

test('keys of the prototype do not change what is read', () => {
  const hostile = JSON.parse('{ "__proto__": { "polluted": true }, "a": 1 }') as unknown;

  const { value } = read(hostile);

  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('a value that is nested too deep is a gap', () => {
  let value: unknown = 'x';
  for (let level = 0; level < 200_000; level += 1) { value = { 'Fn::Join': ['', [value]] }; }

  const { reading } = read(value);

  expect([...reading.reasons]).toContain('a value is too large or nested too deep');
});

test('a text that grows with every reference is cut off', () => {
  const outputs: { [name: string]: unknown } = {};
  for (let index = 0; index < 60; index += 1) {
    const next = { 'Fn::ImportValue': `E${index + 1}` };
    outputs[`O${index}`] = { Value: { 'Fn::Join': ['', [next, next]] }, Export: { Name: `E${index}` } };
  }
  outputs.O60 = { Value: 'x', Export: { Name: 'E60' } };

  const { value, reading } = read({ 'Fn::ImportValue': 'E0' }, { template: { Outputs: outputs } });

  expect(String(value).length).toBeLessThan(LIMITS.text + 1);
  expect([...reading.reasons]).toContain('a text is too long');
});

test('a loop is cut off at its limit', () => {
  const many = Array.from({ length: 200 }, (_, index) => `i${index}`);
  const inner = { 'Fn::ForEach::Inner': ['Y', many, { 'K${X}${Y}': 'v' }] };

  const { value, reading } = read({ 'Fn::ForEach::Outer': ['X', many, inner] });

  expect(Object.keys(value as object).length).toBeLessThanOrEqual(LIMITS.loopItems);
  expect([...reading.reasons]).toEqual([`a loop produces more than ${LIMITS.loopItems} items`]);
});

test('a chain of references is followed only so far', () => {
  const outputs: { [name: string]: unknown } = {};
  for (let index = 0; index < 5_000; index += 1) {
    outputs[`O${index}`] = { Value: { 'Fn::ImportValue': `E${index + 1}` }, Export: { Name: `E${index}` } };
  }

  const { reading } = read({ 'Fn::ImportValue': 'E0' }, { template: { Outputs: outputs } });

  expect([...reading.reasons].join()).toMatch(/more than 100 references away/);
});
