import type { Sensor, SensorHealth } from '@opsbook/triggers';
import { Gauge, type Registry } from 'prom-client';

/** How the sensors are doing; looked up when somebody asks. */
export function sensorMetrics(registry: Registry, sensors: readonly Sensor[]): void {
  const gauge = (name: string, help: string, valueOf: (health: SensorHealth) => number) =>
    new Gauge({
      ...{ name, help, labelNames: ['sensor'], registers: [registry] },
      collect() {
        for (const { health } of sensors) this.set({ sensor: health.name }, valueOf(health));
      },
    });
  gauge('opsbook_sensor_failures', 'Looks that failed since the last one that did not', ({ failures }) => failures);
  gauge('opsbook_sensor_open_findings', 'Findings that are announced and not gone', ({ open }) => open);
  gauge(
    'opsbook_sensor_last_success_timestamp_seconds',
    'When it last could look; 0: not since the daemon was started',
    ({ succeededAt }) => (succeededAt === undefined ? 0 : Date.parse(succeededAt) / 1000),
  );
}
