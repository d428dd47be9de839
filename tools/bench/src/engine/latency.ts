import { fileURLToPath } from 'node:url';
import { type Candidate, alternate, median } from '../measure.ts';
import { heading, line } from '../print.ts';
import type { Disk } from './disk.ts';

const ROUNDS = 3;
const UNCOUNTED = 200;
const COUNTED = 1_000;

/** The time from the call of `engine.start` to a run's first step. */
export function latency(disk: Disk): void {
  const program = fileURLToPath(new URL('time-first-step.ts', import.meta.url));
  const candidates = [1, 50].map((concurrency): Candidate => {
    const values = [concurrency, UNCOUNTED, COUNTED].map(String);
    const command = [process.execPath, '--conditions=@opsbook/source', program, disk.folder, ...values];
    return { name: `${concurrency} at once`, command };
  });
  const found = alternate(candidates, ROUNDS);
  heading(`From start to the first step's function: percentiles of ${COUNTED} runs, median of ${ROUNDS} rounds`);
  for (const { name } of candidates) {
    const said = (found.get(name) ?? []).map(
      ({ stdout }) => JSON.parse(stdout) as { runs: number; p50: number; p99: number },
    );
    if (said.some(({ runs }) => runs !== COUNTED))
      throw new Error(`not all runs reached their first step: ${JSON.stringify(said)}`);
    const of = (which: 'p50' | 'p99') => median(said.map((one) => one[which])).toFixed(2);
    line(name, `p50 ${of('p50')} ms, p99 ${of('p99')} ms`);
  }
}
