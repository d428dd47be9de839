// Workflows of three steps on DBOS Transact, so many at once for so many seconds; prints how many ended, and in which
// database. The driver is the one that the engine is measured with.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { closedLoop } from '../src/engine/closed-loop.ts';

const [server, concurrency, warmUp, seconds] = process.argv.slice(2);
const database = `bench_${process.pid}`;
const url = new URL(server);
url.pathname = `/${database}`;

DBOS.setConfig({
  name: 'bench',
  systemDatabaseUrl: url.href,
  logLevel: 'error',
});
const noop = DBOS.registerWorkflow(
  async (n) => {
    const first = await DBOS.runStep(() => Promise.resolve(1), { name: 'first' });
    const second = await DBOS.runStep(() => Promise.resolve(2), { name: 'second' });
    const third = await DBOS.runStep(() => Promise.resolve(3), { name: 'third' });
    return { sum: n + first + second + third };
  },
  { name: 'noop' },
);

await DBOS.launch();
const warm = await closedLoop(Number(concurrency), Number(warmUp), noop);
const pace = await closedLoop(Number(concurrency), Number(seconds), noop);
await DBOS.shutdown();
console.log(JSON.stringify({ ...pace, total: warm.done + pace.done, database }));
