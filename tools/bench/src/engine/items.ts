import { fileURLToPath } from 'node:url';
import { type Candidate, alternate, median } from '../measure.ts';
import { goal, heading, line } from '../print.ts';
import type { Disk } from './disk.ts';

const ROUNDS = 3;
const FEW = 1_000;
const MANY = 10_000;
const MB = 150;

interface Said {
  status: string;
  changed: number;
  seconds: number;
  peakMB: number;
}

/** Time and memory of one run with many items. */
export function manyItems(disk: Disk): void {
  const program = fileURLToPath(new URL('run-each.ts', import.meta.url));
  const sizes = [0, FEW, MANY];
  const candidates = sizes.map((size): Candidate => {
    const command = [process.execPath, '--conditions=@opsbook/source', program, disk.folder, String(size)];
    return { name: String(size), command };
  });
  const found = alternate(candidates, ROUNDS);
  heading(`Items of one each, 10 at once, an ensured step per item: median of ${ROUNDS} alternating rounds`);
  const [none, few, many] = sizes.map((size) => {
    const said = (found.get(String(size)) ?? []).map(({ stdout }) => JSON.parse(stdout) as Said);
    if (said.some(({ status, changed }) => status !== 'done' || changed !== size))
      throw new Error(`a run of ${size} items did not change them all: ${JSON.stringify(said)}`);
    return { seconds: median(said.map((one) => one.seconds)), peakMB: median(said.map((one) => one.peakMB)) };
  }) as [Measured, Measured, Measured];
  line('no item', `${text(none)} (node and the engine alone)`);
  line(`${FEW} items`, text(few));
  line(`${MANY} items`, `${text(many)} ${goal(`below ${MB} MB`, many.peakMB < MB)}`);
  const times = many.seconds / few.seconds;
  line(`times as long as ${FEW} items`, `${times.toFixed(1)} ${goal('at most 12', times <= 12)}`);
}

type Measured = Pick<Said, 'seconds' | 'peakMB'>;

const text = ({ seconds, peakMB }: Measured) => `${seconds.toFixed(2)} s, ${peakMB.toFixed(0)} MB at its peak`;
