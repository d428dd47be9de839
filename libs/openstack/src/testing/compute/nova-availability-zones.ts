import type { NovaApi } from './nova-api.ts';
import type { NovaCall } from './nova-call.ts';
import type { SimulatedComputeService } from './compute-records.ts';
import { micro, toSecond } from '../world.ts';
import { zoneOf } from './zones.ts';

/** `/os-availability-zone` */
export function serveAvailabilityZones(api: NovaApi): void {
  api.route('GET', '/os-availability-zone', (call) => {
    const zones = zonesOf(call, ({ binary }) => binary === 'nova-compute');
    return { status: 200, body: { availabilityZoneInfo: zones.map((zone) => ({ ...zone, hosts: null })) } };
  });
  api.route(
    'GET',
    '/os-availability-zone/detail',
    (call) => ({ status: 200, body: { availabilityZoneInfo: zonesOf(call, () => true) } }),
    { adminRule: 'os_compute_api:os-availability-zone:detail' },
  );
}

function zonesOf({ world }: NovaCall, wanted: (service: SimulatedComputeService) => boolean) {
  const services = world.state.computeServices.filter((service) => !service.disabled && wanted(service));
  const name = (service: SimulatedComputeService) =>
    service.binary === 'nova-compute' ? zoneOf(world, service.host) : service.zone;
  return [...new Set(services.map(name))].map((zoneName) => {
    const hosts: Record<string, Record<string, object>> = {};
    for (const service of services.filter((one) => name(one) === zoneName)) {
      (hosts[service.host] ??= {})[service.binary] = {
        available: world.isUp(service),
        active: true,
        updated_at: micro(toSecond(service.seenAt)),
      };
    }
    return { zoneName, zoneState: { available: true }, hosts };
  });
}
