import { type Context, VirtualClock, readOnly, sleep } from '@opsbook/context';
import { startJira } from '@opsbook/jira/testing';
import { startOpenStack } from '@opsbook/openstack/testing';
import { RunIds, memoryEngine } from '@opsbook/runbook';
import { configOf } from '@opsbook/services';
import { simulatedServices } from '@opsbook/services/testing';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { type TriggerStore, loadRules, openTriggerStore } from '@opsbook/triggers';
import { runbooks } from '@opsbook/workflows';
import pino from 'pino';
import { Registry } from 'prom-client';
import { sensing } from './sensing.ts';

/** Looks once an hour, and tells again after three. */
const HOURLY = { every: 3600, announceEvery: 3 * 3600 };

/** Two simulated clouds and a Jira, looked at by one sensor of `serve.sensors`, on a clock that costs no time. */
export async function sensorSite(name: string, sensor: { run: string; input: Record<string, string | string[]> }) {
  const clock = new VirtualClock();
  const ids = new RunIds(clock);
  const prod = await startOpenStack({ clock, hypervisors: 2 });
  const dev = await startOpenStack({ clock, hypervisors: 2 });
  const jira = await startJira({ clock });
  const all = [prod, dev, jira];
  const config = configOf({ serve: { sensors: { [name]: { ...sensor, ...HOURLY } } }, http: { retries: 0 } });
  const connect = (context: Context) => simulatedServices({ openstack: { prod, dev }, jira, context, config });
  const engine = memoryEngine({ runbooks, version: '1', connect, clock });
  const services = connect({ guard: readOnly, clock });
  const ledger = temporaryLedger();
  let registry = new Registry();
  let store: TriggerStore;
  let part: ReturnType<typeof sensing>;

  const start = async () => {
    store = openTriggerStore({ path: ledger.path, clock });
    registry = new Registry();
    part = sensing({
      ...{ config, engine, runbooks, version: '1', store, clock, registry, services, connect, tracing: undefined },
      log: pino({ enabled: false }),
      rules: () => loadRules([], { runbooks }),
      newId: () => ids.next(),
    });
    await part.start();
  };
  const stop = async () => {
    await part.stop();
    await store.close();
  };

  return {
    ...{ prod, dev, jira, start },
    pass: (hours: number) => sleep(clock, hours * 3_600_000),
    /** The daemon ends, and another one goes on with its ledger. */
    restart: async () => {
      await stop();
      await start();
    },
    /** Every service answers 503 until the function that it returns is called. */
    breakServices: () => {
      const mended = all.map(({ fault }) => fault.always('* /**', { status: 503 }));
      return () => mended.forEach((mend) => mend());
    },
    /** The value of one of its metrics. */
    metric: async (metric: string) => (await registry.getSingleMetric(metric)?.get())?.values.at(0)?.value,
    told: () => store.list({ first: 'oldest' }).map(({ event }) => event),
    /** Requests that could have changed something. */
    changes: () =>
      all
        .flatMap(({ requests }) => requests)
        .filter(({ method, path }) => method !== 'GET' && !/\/(auth\/tokens|search\/jql|search)$/.test(path)),
    end: async () => {
      await stop();
      await engine.close();
      services.close();
      for (const one of all) await one.stop();
      ledger.remove();
    },
  };
}

export type SensorSite = Awaited<ReturnType<typeof sensorSite>>;
