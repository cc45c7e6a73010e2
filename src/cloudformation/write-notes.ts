import { CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import { NOTES_KEY } from './statement-notes';

/** What is said about a statement. */
export interface WrittenNote {
  readonly text: string;
  /** The option that the text was given for; a remark of ours has none. */
  readonly option?: string;
  /** The path of the construct that asked for it. */
  readonly construct: string;
  /** The part of the statement that it is about, as in a policy. */
  readonly statement: object;
}

/**
 * Lets a role or policy tell, in its metadata, what was said about its statements.
 *
 * Each note brings the statement that it is about, because statements merge and move: whoever reads it finds the statement that holds it.
 *
 * @param notes the notes when the template is written
 */
export function writeNotes(resource: CfnResource, notes: () => readonly WrittenNote[]): void {
  if (resource.cfnOptions.metadata?.[NOTES_KEY] !== undefined) { return; }
  const once = () => new Map(notes().map((note) => [JSON.stringify(Stack.of(resource).resolve(note)), note]));
  resource.addMetadata(NOTES_KEY, Lazy.uncachedAny({ produce: () => [...once().values()] }));
}
