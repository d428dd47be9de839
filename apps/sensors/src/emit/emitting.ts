import { unrestricted } from '@opsbook/context';
import { Emitter } from '@opsbook/triggers';
import type { House, Part } from '../daemon/house.ts';
import { emitMetrics } from '../metrics/emit-metrics.ts';
import { stackstormSink } from './stackstorm-sink.ts';

/** Hands to StackStorm what the configuration says. Throws `ConfigError` where it does not say which one that is. */
export function emitting(house: House): Part {
  const { config, store, clock, log, registry, connect } = house;
  const { emit } = config.serve;
  if (emit === undefined) return leftOver(house);
  const metrics = emitMetrics(registry, { store, clock });
  const services = connect({ guard: unrestricted, clock });
  const emitter = new Emitter({
    ...{ store, clock, sink: stackstormSink(services.stackstorm(emit.stackstorm)) },
    log: (line, fields) => {
      metrics.failures.inc();
      log.warn(fields, line);
    },
  });
  return {
    start: () => emitter.start(),
    stop: async () => {
      await emitter.stop();
      services.close();
    },
  };
}

/** It may have been sent already, and so no rule is asked about it. */
const leftOver = ({ store, log }: House): Part => ({
  start: () => {
    const [oldest] = store.emitting({ limit: 1 });
    if (oldest === undefined) return;
    log.warn({ oldest: oldest.event.id }, 'events wait to be handed to StackStorm, and serve.emit is not configured');
  },
  stop: () => Promise.resolve(),
});
