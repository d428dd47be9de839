import { VirtualClock } from '@opsbook/context';
import { MemoryStore, type RunRecord, memoryEngine } from '@opsbook/runbook';
import { openTriggerStore } from '@opsbook/triggers';
import { expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { runMetrics } from './run-metrics.ts';

it('tells of a breaker as long as it is open, also in the next life of the process', async () => {
  const clock = new VirtualClock();
  const store = openTriggerStore({ path: ':memory:', clock });
  const engine = memoryEngine({ runbooks: [], version: '1', connect: () => ({}), clock });
  const at = (ms: number) => new Date(clock.now() + ms).toISOString();
  const said = {
    'said/breaker/drain': at(60_000),
    'said/breaker/drain/hv1': at(60_000),
    'said/breaker/reboot': at(-1),
  };
  await store.remember('outbox', said, [], at(0));
  const registry = new Registry();
  runMetrics(registry, { engine, store, clock });
  const open = async () =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith('opsbook_breaker_open{'));
  expect(await open()).toEqual(['opsbook_breaker_open{rule="drain"} 1']);
  await new Promise<void>((resolve) => void clock.after(60_000, resolve));
  expect(await open()).toEqual([]);
  await engine.close();
  await store.close();
});

it('counts all runs that have not ended, and no other ones', async () => {
  const clock = new VirtualClock();
  const events = openTriggerStore({ path: ':memory:', clock });
  const store = new MemoryStore();
  const run = (id: string, more: Partial<RunRecord> = {}): RunRecord => ({
    ...{ id, root: id, runbook: 'toy', version: '1', risk: 'safe', input: null, targets: [], leaseWait: 0 },
    ...{ status: 'waiting', createdAt: '2030-01-01T00:00:00.000Z', approval: 'given', epoch: 0 },
    ...{ requestedBy: { user: 'ann', surface: 'test' }, ...more },
  });
  for (let i = 0; i < 10_001; i += 1) await store.insertRun(run(`w${i}`));
  await store.insertRun(run('r', { status: 'running' }));
  await store.insertRun(run('r.1', { status: 'running', parent: 'r', root: 'r' }));
  await store.insertRun(run('d', { status: 'done' }));
  const engine = memoryEngine({ runbooks: [], version: '1', connect: () => ({}), clock, store });
  const registry = new Registry();
  runMetrics(registry, { engine, store: events, clock });
  const runs = (await registry.metrics()).split('\n').filter((line) => line.startsWith('opsbook_runs{'));
  expect(runs).toEqual(['opsbook_runs{status="waiting"} 10001', 'opsbook_runs{status="running"} 1']);
  await engine.close();
  await events.close();
});
