// No-op runs on the local engine, so many at once, and so many in all after some that are not counted; prints the
// percentiles of the time from the call of `engine.start` to the first step's function.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine, runNoop } from './noop.ts';

const [disk = '', concurrency, uncounted, counted] = process.argv.slice(2);
const first = Number(uncounted);
const all = first + Number(counted);
const waited: number[] = [];
const calledAt = new Map<number, number>();

const folder = mkdtempSync(join(disk, 'ledger-'));
try {
  const engine = openEngine(join(folder, 'ledger.db'), (n) => {
    if (n >= first) waited.push(performance.now() - (calledAt.get(n) ?? NaN));
  });
  let begun = 0;
  const worker = async () => {
    while (begun < all) {
      const n = begun;
      begun += 1;
      calledAt.set(n, performance.now());
      await runNoop(engine, n);
    }
  };
  await Promise.all(Array.from({ length: Number(concurrency) }, worker));
  await engine.close();
} finally {
  rmSync(folder, { recursive: true });
}
waited.sort((a, b) => a - b);
const percentile = (share: number) => waited[Math.ceil(share * waited.length) - 1];
console.log(JSON.stringify({ runs: waited.length, p50: percentile(0.5), p99: percentile(0.99) }));
