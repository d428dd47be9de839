import { VirtualClock } from '@opsbook/context';
import { memoryEngine } from '@opsbook/runbook';
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
