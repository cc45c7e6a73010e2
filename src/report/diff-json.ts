// Not exported: the difference between two reports for programs.
import { AccessChange, AccessDiff, AccessLine, FunctionDiff, allowsMore, isMore } from './diff-change';
import { jsonText } from './json-text';
import { plainSentence } from './sentence';

/** Rises when a program that reads the difference would have to change; a new key does not raise it. */
const DIFF_FORMAT = 1;

/** The difference as JSON: each change in words, and with the statements as IAM would store them. */
export function renderDiffJson(diff: AccessDiff): string {
  const { open } = diff;
  const [functions, layers] = [diff.functions.map(subjectJson), diff.layers.map(subjectJson)];
  return jsonText({ format: DIFF_FORMAT, allowsMore: allowsMore(diff), functions, layers, cannotSay: open });
}

function subjectJson({ name, formerName, status, changes }: FunctionDiff): object {
  return { name, formerName, status, changes: changes.map(changeJson) };
}

function changeJson(change: AccessChange): object {
  const { kind, side, before, after } = change;
  return { kind, side, allowsMore: isMore(change), before: before.map(lineJson), after: after.map(lineJson) };
}

function lineJson({ words, statement, marks }: AccessLine): object {
  const text = plainSentence(words);
  if (!statement) { return { text }; }
  const { effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions, notes, place, policy } = statement;
  return { text, effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions, marks, notes, place, policy };
}
