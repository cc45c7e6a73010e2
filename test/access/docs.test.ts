import { readFileSync } from 'fs';
import { join } from 'path';
import { CLASSES } from './make-access';
import { actionFacts } from '../../src/authorization/service-authorization';

const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'access.md'), 'utf8');
const SECTION = '## Classes';

test('the page names every class', () => {
  const named = [...PAGE.slice(PAGE.indexOf(SECTION)).matchAll(/^\| `(\w+Access)` \|/gm)].map(([, name]) => name);

  expect(named.sort()).toEqual(Object.keys(CLASSES).sort());
});

test('the page names only actions and intents that exist', () => {
  const actions = [...PAGE.matchAll(/`([a-z][a-z0-9-]*):([A-Za-z]+)`/g)];
  const intents = [...PAGE.matchAll(/`(\w+Access)\.(\w+)/g)];

  expect(actions.filter(([text, prefix, name]) => text !== '`kms:ViaService`' && actionFacts(prefix, name)?.name !== name)).toEqual([]);
  expect(intents.filter(([, name, intent]) => typeof CLASSES[name]?.[intent] !== 'function')).toEqual([]);
});

test('the page has a row for every policy template and every connector of SAM', () => {
  const sam = JSON.parse(readFileSync(join(__dirname, 'sam.json'), 'utf8')) as { policyTemplates: string[]; connectors: string[][] };
  const templates = [...PAGE.matchAll(/^\| `(\w+Policy\w*)` \| \S/gm)].map(([, name]) => name);
  const connectors = [...PAGE.matchAll(/^\| `(AWS::\S+)` → `(AWS::\S+)` \| ([A-Z, a-z]+) \| \S/gm)].map(([, ...row]) => row);

  expect(templates).toEqual(sam.policyTemplates);
  expect(connectors.map(String).sort()).toEqual(sam.connectors.map(String).sort());
});
