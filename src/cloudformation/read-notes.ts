// Not exported: part of the template reader.
import { alternatives, itemsOf } from './read-alternatives';
import { Gaps } from './read-gaps';
import { Resource, own } from './read-stack';
import { NOTES_KEY, NOTE_KEY, PUBLIC_KEY } from './statement-notes';
import { parseStatements } from '../model/policy-document';
import { isObject } from '../model/policy-json';
import { Statement, StatementNote } from '../model/statement';

/** A note, and the part of a statement that it is about. */
interface Written {
  readonly note: StatementNote;
  readonly about: Statement;
}

const known = new WeakMap<Resource, readonly Written[]>();

/** What the metadata of its resource says about a statement, each thing once. */
export function notesOn(statement: Statement, resource: Resource): { readonly notes?: readonly StatementNote[] } {
  if (!resource.metadata) { return {}; }
  if (!known.has(resource)) { known.set(resource, writtenIn(resource)); }
  const notes = [
    ...remark(resource, PUBLIC_KEY, 'publicUrl'),
    ...remark(resource, NOTE_KEY),
    ...known.get(resource)!.filter(({ about }) => isPartOf(about, statement)).map(({ note, about }) => ({ ...note, ...partOf(about, statement) })),
  ];
  const once = new Map(notes.map((note) => [JSON.stringify(note), note]));
  return once.size > 0 ? { notes: [...once.values()] } : {};
}

/** What is said of a resource that is one statement. */
function remark(resource: Resource, key: string, option?: string): StatementNote[] {
  const text = own(resource.metadata!, key);
  return typeof text === 'string' ? [{ text, ...option !== undefined && { option } }] : [];
}

/** Notes decide nothing, so that one that cannot be read is no gap. */
function writtenIn(resource: Resource): Written[] {
  const gaps = new Gaps();
  const place = { value: own(resource.metadata!, NOTES_KEY), property: `Metadata.${NOTES_KEY}` };
  return itemsOf(place, resource, gaps).flatMap((item) => alternatives(item, resource, gaps)).filter(isObject).flatMap((written) => {
    const [text, option, constructPath] = ['text', 'option', 'construct'].map((key) => own(written, key));
    if (typeof text !== 'string') { return []; }
    const note = { text, ...typeof option === 'string' && { option }, ...typeof constructPath === 'string' && { constructPath } };
    const { statements } = parseStatements({ Statement: [own(written, 'statement')] }, { partition: resource.stack.environment.partition });
    return statements.map((about) => ({ note, about }));
  });
}

/** Statements grow when they merge: then a note is about a part. */
function isPartOf(about: Statement, { effect, principals = [], actions = [], resources = [], conditions }: Statement): boolean {
  return about.effect === effect
    && (about.principals ?? []).every((one) => principals.some(({ kind, id }) => kind === one.kind && id === one.id))
    && (about.actions ?? []).every((action) => actions.includes(action))
    && (about.resources ?? []).every((resource) => resources.includes(resource))
    && JSON.stringify(about.conditions) === JSON.stringify(conditions);
}

function partOf(about: Statement, statement: Statement): Pick<StatementNote, 'actions' | 'resources'> {
  const rest = (all: readonly string[] = [], part: readonly string[] = []) => all.every((one) => part.includes(one)) ? undefined : part;
  const [actions, resources] = [rest(statement.actions, about.actions), rest(statement.resources, about.resources)];
  return { ...actions && { actions }, ...resources && { resources } };
}
