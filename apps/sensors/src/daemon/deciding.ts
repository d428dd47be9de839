import { Triggers, engineRuns } from '@opsbook/triggers';
import { alertmanagersOf } from './alertmanagers.ts';
import type { House, Part } from './house.ts';
import { lookWith, planWith } from './planning.ts';
import { silencesOf } from './silences.ts';
import { stillFiresOf } from './still-fires.ts';

/** The rules at work. */
export function deciding(house: House): Part {
  const { store, engine, clock, log, config, services, rules } = house;
  const clientOf = alertmanagersOf(config, services);
  let triggers: Triggers | undefined;
  return {
    start: async () => {
      triggers = await Triggers.start({
        store,
        clock,
        rules: rules(),
        runs: engineRuns(engine, clock),
        ...(config.serve.emit && { emit: config.serve.emit }),
        silencedBy: silencesOf({ clock, clientOf }),
        stillFires: stillFiresOf({ clock, clientOf }),
        plan: planWith(house),
        look: lookWith(house),
        log: (line, fields) => log.warn(fields, line),
      });
    },
    rulesChanged: async (changed) => triggers?.useRules(changed),
    stop: async () => triggers?.stop(),
  };
}
