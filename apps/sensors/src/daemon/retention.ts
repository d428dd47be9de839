import type { Clock, Release } from '@opsbook/context';
import type { TriggerStore } from '@opsbook/triggers';
import type { Logger } from 'pino';

export interface RetentionOptions {
  store: TriggerStore;
  clock: Clock;
  log: Logger;
  /** For which an event is kept. */
  days: number;
}

const DAY = 86_400_000;
/** Milliseconds after the start; a daemon that restarts again and again has other things to do first. */
const FIRST = 60_000;

/** Forgets events that arrived long ago, once a day. Answers how to stop it. */
export function keepRetention({ store, clock, log, days }: RetentionOptions): Release {
  let release: Release = () => undefined;
  const prune = async () => {
    const before = new Date(clock.now() - days * DAY).toISOString();
    try {
      const events = await store.prune(before);
      if (events > 0) log.info({ events, before }, 'forgot old events');
    } catch (error) {
      log.error({ err: error }, 'old events could not be forgotten; tried again tomorrow');
    }
  };
  const arm = (ms: number) => {
    release = clock.after(ms, () => {
      arm(DAY);
      void prune();
    });
  };
  arm(FIRST);
  return () => release();
}
