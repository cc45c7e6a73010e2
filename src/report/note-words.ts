// Not exported: how what was said about a statement is said again.
import { Sentence, sentence, values } from './sentence';
import { StatementNote } from '../model/statement';

/** All that was said, without who said it: `reason given in acknowledgeEscalation: it shares tables`. */
export function briefNotes(notes: readonly StatementNote[] = []): Sentence[] {
  return notes.map(({ constructPath, ...note }) => noteSentence(note));
}

/** All that was said about a statement. */
export function noteSentences({ notes = [] }: { readonly notes?: readonly StatementNote[] }): Sentence[] {
  return notes.map(noteSentence);
}

/** `reason given by Stack/Resize in acknowledgeEscalation: it shares tables`, or `note: …`. */
function noteSentence({ text, option, constructPath, actions, resources }: StatementNote): Sentence {
  const by = constructPath === undefined ? [] : sentence` by ${constructPath}`;
  const about = actions ? sentence` for ${values(actions, ' and ')}` : [];
  const on = resources ? sentence` on ${values(resources, ' and ')}` : [];
  return option === undefined ? sentence`note: ${text}` : sentence`reason given${by} in ${option}${about}${on}: ${text}`;
}
