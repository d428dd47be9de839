import type { Clock } from '@opsbook/context';
import type { Engine } from '@opsbook/runbook';
import { type TriggerStore, openBreakers } from '@opsbook/triggers';
import { Counter, Gauge, type Registry } from 'prom-client';

/** What waits, what goes on, and how runs end. The gauges are looked up when somebody asks for them. */
export function runMetrics(
  registry: Registry,
  { engine, store, clock }: { engine: Engine; store: TriggerStore; clock: Clock },
) {
  const registers = [registry];
  new Gauge({
    name: 'opsbook_events_undecided_oldest_seconds',
    help: 'Age of the oldest event that is not decided and is not meant to wait; 0 where there is none',
    registers,
    collect() {
      const [oldest] = store.undecided({ limit: 1 });
      this.set(oldest === undefined ? 0 : (clock.now() - Date.parse(oldest.event.receivedAt)) / 1000);
    },
  });
  new Gauge({
    name: 'opsbook_events_waiting',
    help: 'Events that matched a rule and wait for their time or their turn',
    registers,
    collect() {
      this.set(store.countWaiting());
    },
  });
  new Gauge({
    name: 'opsbook_breaker_open',
    help: '1: the breaker of the rule, or of one of its targets, has tripped and not closed again',
    labelNames: ['rule'],
    registers,
    collect() {
      this.reset();
      for (const { breaker } of openBreakers(store, clock.now())) this.set({ rule: breaker.replace(/\/.*/s, '') }, 1);
    },
  });
  new Gauge({
    name: 'opsbook_runs',
    help: 'Runs that wait to be executed, and that go on',
    labelNames: ['status'],
    registers,
    async collect() {
      for (const status of ['waiting', 'running'] as const) {
        this.set({ status }, await engine.count({ status: [status], rootsOnly: true }));
      }
    },
  });
  return {
    ended: new Counter({
      name: 'opsbook_runs_ended_total',
      help: 'Runs that this daemon executed, by their end',
      labelNames: ['runbook', 'status'],
      registers,
    }),
    left: new Counter({
      name: 'opsbook_runs_left_total',
      help: 'Runs that this daemon could not go on with',
      labelNames: ['runbook', 'code'],
      registers,
    }),
  };
}

export type RunMetrics = ReturnType<typeof runMetrics>;
