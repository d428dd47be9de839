// One run with so many items in one `each`, ten at once, every item an ensured step on a toy map; prints the time from
// `start` to the run's end, and the peak of this process's memory.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openLocalEngine } from '@opsbook/engine-local';
import { absent, defineRunbook, done } from '@opsbook/runbook';
import * as z from 'zod';

const [disk = '', size] = process.argv.slice(2);
const toys = new Map<number, string>();

const turnOn = defineRunbook<object>()({
  name: 'bench.each',
  summary: 'Turn every toy on',
  risk: 'safe',
  input: z.object({ size: z.number() }),
  output: z.unknown(),
  run: (ctx, { size }) =>
    ctx.each('toy', [...Array(size).keys()], { key: String, concurrency: 10 }, (step, toy) =>
      step.ensure('on', {
        check: () => {
          const state = toys.get(toy);
          return Promise.resolve(state === undefined ? absent() : done(state));
        },
        change: () => {
          toys.set(toy, 'on');
          return Promise.resolve();
        },
        assume: 'on',
      }),
    ),
});

const folder = mkdtempSync(join(disk, 'ledger-'));
try {
  const path = join(folder, 'ledger.db');
  const engine = openLocalEngine({ path, runbooks: [turnOn], version: 'bench', connect: () => ({}) });
  const begin = performance.now();
  const requestedBy = { user: 'bench', surface: 'bench' };
  const { id } = await engine.start({ runbook: turnOn.name, input: { size: Number(size) }, requestedBy });
  const { status, output } = await (await engine.execute(id)).ended;
  const seconds = (performance.now() - begin) / 1000;
  const peakMB = process.resourceUsage().maxRSS * 1.024e-3;
  const { changed } = output as { changed: number };
  await engine.close();
  console.log(JSON.stringify({ status, changed, seconds, peakMB }));
} finally {
  rmSync(folder, { recursive: true });
}
