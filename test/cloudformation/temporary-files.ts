import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';

let root: string;

beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'read-templates-')); });
afterEach(() => { rmSync(root, { recursive: true }); });

/** The path of a file in a folder that every test has for itself. */
export function inFolder(...path: readonly string[]): string {
  return join(root, ...path);
}

/** Writes a file into the folder of the test, anything but text as JSON, and gives its path. */
export function write(path: string, content: unknown): string {
  const full = inFolder(path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content));
  return full;
}
