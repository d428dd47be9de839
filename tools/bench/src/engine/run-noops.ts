// No-op runs on the local engine, so many at once for so many seconds; prints how many ended. Then opens the ledger
// again and counts what it holds of them.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { closedLoop } from './closed-loop.ts';
import { openEngine, runNoop } from './noop.ts';

const [disk = '', concurrency, warmUp, seconds] = process.argv.slice(2);
const folder = mkdtempSync(join(disk, 'ledger-'));
const ledger = join(folder, 'ledger.db');
try {
  const engine = openEngine(ledger);
  const one = (n: number) => runNoop(engine, n);
  const warm = await closedLoop(Number(concurrency), Number(warmUp), one);
  const pace = await closedLoop(Number(concurrency), Number(seconds), one);
  await engine.close();
  console.log(JSON.stringify({ ...pace, total: warm.done + pace.done, found: await count(ledger) }));
} finally {
  rmSync(folder, { recursive: true });
}

async function count(path: string): Promise<{ runs: number; steps: number }> {
  const engine = openEngine(path);
  const runs = await engine.list({ status: ['done'], limit: 1_000_000 });
  let steps = 0;
  for (const { id } of runs) {
    const events = await engine.events(id);
    steps += events.filter((event) => event.type === 'step' && event.status === 'done').length;
  }
  await engine.close();
  return { runs: runs.length, steps };
}
