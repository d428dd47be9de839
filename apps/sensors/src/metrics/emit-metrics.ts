import type { Clock } from '@opsbook/context';
import type { TriggerStore } from '@opsbook/triggers';
import { Counter, Gauge, type Registry } from 'prom-client';

/** How it goes with what is handed over. */
export function emitMetrics(registry: Registry, { store, clock }: { store: TriggerStore; clock: Clock }) {
  const registers = [registry];
  new Gauge({
    name: 'opsbook_oldest_unemitted_event_seconds',
    help: 'Age of the oldest event that is to be handed to StackStorm; 0: there is none',
    registers,
    collect() {
      const [oldest] = store.emitting({ limit: 1 });
      this.set(oldest === undefined ? 0 : Math.max(0, clock.now() - Date.parse(oldest.event.receivedAt)) / 1000);
    },
  });
  return {
    failures: new Counter({
      name: 'opsbook_emit_failures_total',
      help: 'Attempts to hand events to StackStorm that failed and are made again',
      registers,
    }),
  };
}
