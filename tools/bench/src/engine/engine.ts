import { heading, line } from '../print.ts';
import { Disk } from './disk.ts';
import { manyItems } from './items.ts';
import { latency } from './latency.ts';
import { throughput } from './throughput.ts';

/** The local engine: its pace against a peer's, many items, and how soon a run begins. */
export function engine(): void {
  const disk = new Disk();
  try {
    heading(`The local engine, on ${disk.folder}`);
    if (disk.isMemory) line('attention', 'this is memory: nothing here is durable, and no goal applies');
    const before = disk.commit();
    throughput(disk);
    // Where the two differ, somebody else was at work on the disk meanwhile.
    line('writing 4 KiB durably', `${before.toFixed(2)} ms before these rounds, ${disk.commit().toFixed(2)} ms after`);
    manyItems(disk);
    latency(disk);
  } finally {
    disk.remove();
  }
}
