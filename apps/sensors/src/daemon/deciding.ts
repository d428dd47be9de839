import { Triggers, engineRuns } from '@opsbook/triggers';
import { alertmanagersOf } from './alertmanagers.ts';
import type { House, Part } from './house.ts';
import { lookWith, planWith } from './planning.ts';
import { silencesOf } from './silences.ts';

/** The rules at work. */
export function deciding(house: House): Part {
  const { store, engine, clock, log, config, services, rules } = house;
  let triggers: Triggers | undefined;
  return {
    start: async () => {
      triggers = await Triggers.start({
        store,
        clock,
        rules: rules(),
        runs: engineRuns(engine, clock),
        silencedBy: silencesOf({ clock, clientOf: alertmanagersOf(config, services) }),
        plan: planWith(house),
        look: lookWith(house),
        log: (line, fields) => log.warn(fields, line),
      });
    },
    rulesChanged: async (changed) => triggers?.useRules(changed),
    stop: async () => triggers?.stop(),
  };
}
