// Not exported: how what was said about a statement is said again.
import { Sentence, sentence, values } from './sentence';
import { StatementNote } from '../model/statement';

/** What was said about a statement, where who said it is near: `reason in acknowledgeEscalation: it shares tables`. */
export function briefNote({ constructPath, ...note }: StatementNote): Sentence {
  return noteSentence(note);
}

/** `reason given by Stack/Resize in acknowledgeEscalation: it shares tables`, or `note: …`. */
export function noteSentence({ text, option, constructPath, actions, resources }: StatementNote): Sentence {
  const by = constructPath === undefined ? [] : sentence` by ${constructPath}`;
  const about = actions ? sentence` for ${values(actions, ' and ')}` : [];
  const on = resources ? sentence` on ${values(resources, ' and ')}` : [];
  return option === undefined ? sentence`note: ${text}` : sentence`reason given${by} in ${option}${about}${on}: ${text}`;
}
