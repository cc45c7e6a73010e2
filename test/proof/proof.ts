/** The second opinion: what a local AWS emulator says to the cases and policies that ours are tested with. Needs Python 3 and PyPI. */
import { CALLS, compareCalls } from './calls';
import { compareDecisions, compareRandom } from './decisions';
import differences from './differences.json';
import { comparePolicies } from './policies';

const RANDOM = 20_000;

console.log('Decisions: our evaluation beside the IAM evaluator of MiniStack (MIT)');
const [ofCalls, ofCases] = [true, false].map((isCall) => differences.filter(({ file }) => (file === CALLS) === isCall));
const wrong = [...compareDecisions(ofCases), ...compareCalls(ofCalls), ...compareRandom(RANDOM)];
console.log('Bytes of policies: our count beside the policy that MiniStack returns for the same permissions');
wrong.push(...comparePolicies());
for (const one of wrong) { console.error(`WRONG: ${one}`); }
console.log(wrong.length === 0 ? 'Proven: no difference that is not listed.' : `${wrong.length} wrong.`);
process.exitCode = wrong.length === 0 ? 0 : 1;
