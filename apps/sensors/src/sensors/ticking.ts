import { Timers } from '@opsbook/triggers';
import type { House, Part } from '../daemon/house.ts';

/** The timers of the rules at work. */
export function ticking({ store, clock, newId, log, rules }: House): Part {
  const timers = new Timers({
    ...{ store, clock, newId },
    onTrouble: (rule, error) => log.warn({ rule, error }, 'a tick could not be recorded: it is tried again'),
  });
  return {
    start: () => timers.useRules(rules()),
    rulesChanged: (changed) => timers.useRules(changed),
    stop: () => timers.stop(),
  };
}
