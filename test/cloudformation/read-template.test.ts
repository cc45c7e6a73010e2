import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { readTemplates } from '../../src/cloudformation/read-template';
import { TemplateSource } from '../../src/cloudformation/template-source';
import { FunctionAccess } from '../../src/model/function-access';

/** A set of templates as JSON, and the whole of what is read from it. */
interface Case {
  readonly name: string;
  readonly sources: readonly TemplateSource[];
  readonly expected: readonly FunctionAccess[];
}

const DIRECTORY = join(__dirname, 'templates');
const CASES = readdirSync(DIRECTORY).map((file) => JSON.parse(readFileSync(join(DIRECTORY, file), 'utf8')) as Case);

test.each(CASES)('$name', ({ sources, expected }) => {
  expect(readTemplates(sources)).toEqual(expected);
});
