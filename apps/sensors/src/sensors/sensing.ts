import { Sensor, type Finding } from '@opsbook/triggers';
import type { House, Part } from '../daemon/house.ts';
import { lookWith } from '../daemon/planning.ts';
import { sensorMetrics } from '../metrics/sensor-metrics.ts';
import { checkSensors } from './check-sensors.ts';

/** The sensors of the configuration at work. Throws what `checkSensors` does. */
export function sensing(house: House): Part {
  const { config, runbooks, store, clock, newId, log, registry } = house;
  checkSensors(config, runbooks);
  const look = lookWith(house);
  const sensors = Object.entries(config.serve.sensors).map(
    ([name, { run, input, every, announceEvery }]) =>
      new Sensor({
        ...{ name, every, store, clock, newId },
        ...(announceEvery !== undefined && { announceEvery }),
        look: async (signal) => {
          const { findings } = (await look(run, input, signal)) as { findings: Finding[] };
          return findings;
        },
        onHealth: ({ failures, error, open }) => {
          if (error === undefined) log.debug({ sensor: name, open }, 'sensor looked');
          else log.warn({ sensor: name, failures, error }, 'sensor could not look: it is tried again');
        },
      }),
  );
  sensorMetrics(registry, sensors);
  return {
    start: () => {
      for (const sensor of sensors) sensor.start();
    },
    stop: async () => {
      await Promise.all(sensors.map((sensor) => sensor.stop()));
    },
  };
}
