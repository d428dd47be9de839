import { fileURLToPath } from 'node:url';
import { alternate, median } from '../measure.ts';
import { goal, heading, line } from '../print.ts';

const ROUNDS = 3;
const ALERTS = 50_000;
const GOAL = 5000;

/** How many alerts a second 200 rules can be asked about, on one core. */
export function rules(): void {
  const program = fileURLToPath(new URL('ask-rules.ts', import.meta.url));
  const command = [process.execPath, '--conditions=@opsbook/source', program, String(ALERTS)];
  const samples = alternate([{ name: 'rules', command }], ROUNDS).get('rules') ?? [];
  const said = samples.map(({ stdout }) => JSON.parse(stdout) as { rate: number; matched: number });
  if (said.some(({ matched }) => matched === 0)) throw new Error('no rule matched anything: nothing was measured');
  const rate = median(said.map((one) => one.rate));
  heading(`200 rules asked about ${ALERTS} alerts: median of ${ROUNDS} rounds`);
  line('alerts per second of one core', `${rate.toFixed(0)} ${goal(`at least ${GOAL}`, rate >= GOAL)}`);
}
