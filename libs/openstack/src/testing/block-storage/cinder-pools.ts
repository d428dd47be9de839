import { badRequest } from '../compute/nova-errors.ts';
import { type World, micro } from '../world.ts';
import type { CinderApi } from './cinder-api.ts';
import { BACKEND, POOL, ZONE } from './storage-pool.ts';

/** Pools, zones and messages: what is only looked at. */
export function serveLooks(api: CinderApi): void {
  api.route(
    'GET',
    '/scheduler-stats/get_pools',
    ({ world, request }) => {
      const unknown = [...request.query.keys()].filter((key) => !['detail', 'name', 'volume_type'].includes(key));
      if (unknown.length > 0) throw badRequest(`Invalid filters ${unknown.join(', ')} are found in query options.`);
      const detail = request.query.get('detail') ?? 'false';
      if (!/^(true|false)$/i.test(detail)) throw badRequest(`Value '${detail}' for 'detail' is not a boolean.`);
      const name = request.query.get('name');
      const full = { name: POOL, ...(/^true$/i.test(detail) && { capabilities: capabilities(world) }) };
      return { status: 200, body: { pools: name === null || name === POOL ? [full] : [] } };
    },
    { adminRule: 'scheduler_extension:scheduler_stats:get_pools' },
  );
  api.route('GET', '/os-availability-zone', () => ({
    status: 200,
    body: { availabilityZoneInfo: [{ zoneName: ZONE, zoneState: { available: true } }] },
  }));
  api.route(
    'GET',
    '/messages',
    ({ world, caller, request }) => {
      const resource = request.query.get('resource_uuid');
      const asked = request.query.get('request_id');
      const messages = world.state.blockStorageMessages
        .filter((one) => one.projectId === caller.projectId)
        .filter((one) => resource === null || one.resourceId === resource)
        .filter((one) => asked === null || one.requestId === asked);
      const view = messages.map((one) => ({
        id: one.id,
        event_id: one.eventId,
        user_message: one.text,
        message_level: 'ERROR',
        created_at: micro(world.stamp()),
        guaranteed_until: micro(world.stamp()),
        request_id: one.requestId,
        resource_type: one.resourceType,
        resource_uuid: one.resourceId,
        links: [],
      }));
      return { status: 200, body: { messages: view } };
    },
    { since: '3.3' },
  );
}

function capabilities({ state }: World): object {
  const allocated = state.volumes.filter(({ pool }) => pool === POOL).reduce((sum, { sizeGiB }) => sum + sizeGiB, 0);
  return {
    volume_backend_name: BACKEND,
    vendor_name: 'simulated',
    driver_version: '1.0',
    storage_protocol: 'iSCSI',
    total_capacity_gb: 2000,
    free_capacity_gb: 1900,
    reserved_percentage: 0,
    multiattach: true,
    thin_provisioning_support: true,
    max_over_subscription_ratio: '20.0',
    provisioned_capacity_gb: 0,
    allocated_capacity_gb: allocated,
    cacheable: true,
    filter_function: null,
    goodness_function: null,
    timestamp: '2030-01-01T00:00:00.000000',
  };
}
