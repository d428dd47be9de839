// `npm run bench` measures everything, `npm run bench -- engine` the parts that are named.
import { action } from './action.ts';
import { engine } from './engine/engine.ts';
import { intake } from './intake/intake.ts';
import { rules } from './intake/rules.ts';
import { listing } from './listing.ts';
import { mails } from './mails/mails.ts';
import { sessions } from './sessions/sessions.ts';
import { startUp } from './start-up.ts';

const parts = new Map<string, () => void | Promise<void>>([
  ['start-up', startUp],
  ['action', action],
  ['listing', listing],
  ['engine', engine],
  ['sessions', sessions],
  ['mails', mails],
  ['intake', intake],
  ['rules', rules],
]);
const named = process.argv.slice(2);
const strange = named.find((name) => !parts.has(name));
if (strange !== undefined) {
  console.error(`there is no part '${strange}'; there are ${[...parts.keys()].join(', ')}`);
  process.exit(2);
}
// What is being measured ends by the same signal; then this process removes what it started, and fails.
process.on('SIGINT', () => undefined);
for (const [name, measure] of parts) if (named.length === 0 || named.includes(name)) await measure();
