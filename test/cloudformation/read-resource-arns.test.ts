import * as CASES from './read-resource-arns.json';
import { attributeOf, refOf } from '../../src/cloudformation/read-references';
import { Templates } from '../../src/cloudformation/read-set';

/** Type, properties, `Ref` or an attribute, and what it gives. */
type Case = [type: string, properties: object, attribute: string, expected: string];

test.each((CASES as unknown as { default: Case[] }).default)('%s %j: %s is %s', (type, properties, attribute, expected) => {
  const template = { Resources: { R: { Type: type, Properties: properties } } };
  const [stack] = new Templates([{ stack: 'App', template, account: '111122223333', region: 'eu-west-1' }]).stacks;

  const { value, reasons } = attribute === 'Ref' ? refOf('R', stack) : attributeOf('R', attribute, stack);

  expect(value).toBe(expected);
  expect(reasons).toEqual([]);
});
