import { chmodSync, closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../measure.ts';

const WRITES = 200;
const MEMORY = new Set([0x01021994, 0x858458f6]); // tmpfs, ramfs

/** A folder for what must be durable: /var/tmp outlives a reboot, where /tmp is often memory. */
export class Disk {
  readonly folder = mkdtempSync('/var/tmp/opsbook-bench-');

  constructor() {
    // PostgreSQL's user has to get to its own folder below.
    chmodSync(this.folder, 0o711);
  }

  /** Whether what is written here is lost with the power. */
  get isMemory(): boolean {
    return MEMORY.has(statfsSync(this.folder).type);
  }

  /** Milliseconds of appending 4 KiB and waiting until they are durable, the median of some. */
  commit(): number {
    const path = join(this.folder, 'commits');
    const file = openSync(path, 'a');
    const times: number[] = [];
    for (let n = 0; n < WRITES; n += 1) {
      const begin = performance.now();
      writeSync(file, Buffer.alloc(4096, n));
      fdatasyncSync(file);
      times.push(performance.now() - begin);
    }
    closeSync(file);
    rmSync(path);
    return median(times);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
