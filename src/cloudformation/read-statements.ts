// Not exported: part of the template reader.
import { Place, alternatives, itemsOf } from './read-alternatives';
import { Gaps } from './read-gaps';
import { intrinsicOf } from './read-intrinsics';
import { notesOn } from './read-notes';
import { Resource, own, sourceOf } from './read-stack';
import { parseStatements } from '../model/policy-document';
import { JsonObject, isObject } from '../model/policy-json';
import { LocatedStatement } from '../model/statement';

/** The statements of a policy document, each with its place; undefined when there is no document. */
export function readDocument({ value, property }: Place, resource: Resource, gaps: Gaps): LocatedStatement[] | undefined {
  const documents = intrinsicOf(value) === undefined ? [value] : alternatives({ value, property }, resource, gaps);
  const statements = documents.map(parsedText).filter(isObject).flatMap((document) => statementsOf(document, property, resource, gaps));
  if (!documents.map(parsedText).every(isObject)) {
    gaps.add(resource, property, 'the policy document is not known');
    return undefined;
  }
  return unique(statements);
}

function statementsOf(document: JsonObject, property: string, resource: Resource, gaps: Gaps): LocatedStatement[] {
  const version = alternatives({ value: own(document, 'Version'), property: `${property}.Version` }, resource, gaps)[0];
  const written = own(document, 'Statement');
  if (Object.hasOwn(document, 'Fn::Transform')) { gaps.add(resource, property, 'a macro changes the policy document in a way that is not known'); }
  if (written === undefined) { gaps.add(resource, property, 'the policy document has no statement'); }
  return itemsOf({ value: written, property: `${property}.Statement` }, resource, gaps)
    .flatMap((place) => alternatives(place, resource, gaps)
      .filter((outcome) => outcome !== undefined)
      .flatMap((outcome) => locatedStatements(outcome, version, place.property, resource, gaps)));
}

/** Reads one statement that holds no intrinsic functions any more. */
export function locatedStatements(
  statement: unknown, version: unknown, property: string, resource: Resource, gaps: Gaps,
): LocatedStatement[] {
  const document = { ...version !== undefined && { Version: version }, Statement: [statement] };
  const { statements, problems } = parseStatements(document, { partition: resource.stack.environment.partition });
  problems.forEach((problem) => gaps.add(resource, property, problem.replace(/^statement 1: /, '')));
  return statements.map((read) => ({ ...read, ...notesOn(read, resource), source: sourceOf(resource, property) }));
}

/** A document may also be written as JSON text. */
function parsedText(document: unknown): unknown {
  if (typeof document !== 'string' || !document.trimStart().startsWith('{')) { return document; }
  try {
    return JSON.parse(document) as unknown;
  } catch {
    return document;
  }
}

/** Outcomes of a condition may share statements. */
function unique(statements: readonly LocatedStatement[]): LocatedStatement[] {
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}
