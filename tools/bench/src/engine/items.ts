import { fileURLToPath } from 'node:url';
import { type Candidate, alternate, median } from '../measure.ts';
import { goal, heading, line } from '../print.ts';
import { build } from './build.ts';
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

/** Time and memory of one run with many items: built as the program is delivered, and as it is in the source tree. */
export function manyItems(disk: Disk): void {
  const source = fileURLToPath(new URL('run-each.ts', import.meta.url));
  const kinds = [
    { kind: 'one file, as the CLI is delivered', program: [build(source, disk.folder)] },
    { kind: 'the source, whose types Node strips', program: ['--conditions=@opsbook/source', source] },
  ];
  const candidates = kinds.flatMap(({ kind, program }) =>
    [0, FEW, MANY].map((size): Candidate => {
      const command = [process.execPath, ...program, disk.folder, String(size)];
      return { name: `${kind}: ${size}`, command };
    }),
  );
  const found = alternate(candidates, ROUNDS);
  const of = (kind: string, size: number): Measured => {
    const said = (found.get(`${kind}: ${size}`) ?? []).map(({ stdout }) => JSON.parse(stdout) as Said);
    if (said.some(({ status, changed }) => status !== 'done' || changed !== size))
      throw new Error(`a run of ${size} items did not change them all: ${JSON.stringify(said)}`);
    return { seconds: median(said.map((one) => one.seconds)), peakMB: median(said.map((one) => one.peakMB)) };
  };
  heading(`Items of one each, 10 at once, an ensured step per item: median of ${ROUNDS} alternating rounds`);
  for (const { kind } of kinds) {
    const [few, many] = [of(kind, FEW), of(kind, MANY)];
    line(kind, '');
    line('  no item', `${text(of(kind, 0))} (node and the engine alone)`);
    line(`  ${FEW} items`, text(few));
    line(`  ${MANY} items`, `${text(many)} ${goal(`below ${MB} MB`, many.peakMB < MB)}`);
    const times = many.seconds / few.seconds;
    line(`  times as long as ${FEW} items`, `${times.toFixed(1)} ${goal('at most 12', times <= 12)}`);
  }
}

type Measured = Pick<Said, 'seconds' | 'peakMB'>;

const text = ({ seconds, peakMB }: Measured) => `${seconds.toFixed(2)} s, ${peakMB.toFixed(0)} MB at its peak`;
