import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { novaError } from './nova-errors.ts';
import type { SimulatedAggregate } from './compute-records.ts';
import { micro } from '../world.ts';

/** `/os-aggregates` */
export function serveAggregates(api: NovaApi): void {
  api.route(
    'GET',
    '/os-aggregates',
    (call) => ({ status: 200, body: { aggregates: call.world.state.aggregates.map((one) => view(call, one)) } }),
    { adminRule: 'os_compute_api:os-aggregates:index' },
  );
  api.route(
    'GET',
    '/os-aggregates/:id',
    (call) => {
      const id = param(call, 'id');
      const found = call.world.state.aggregates.find((one) => String(one.id) === id);
      if (found === undefined) throw novaError(404, `Aggregate ${id} could not be found.`);
      return { status: 200, body: { aggregate: view(call, found) } };
    },
    { adminRule: 'os_compute_api:os-aggregates:show' },
  );
}

const view = ({ speaks }: NovaCall, one: SimulatedAggregate): object => ({
  id: one.id,
  ...(speaks('2.41') && { uuid: one.uuid }),
  name: one.name,
  availability_zone: one.availabilityZone,
  hosts: one.hosts,
  // The zone is kept among the metadata, and shown there too.
  metadata: { ...(one.availabilityZone !== null && { availability_zone: one.availabilityZone }), ...one.metadata },
  created_at: micro(one.createdAt),
  updated_at: null,
  deleted: false,
  deleted_at: null,
});
