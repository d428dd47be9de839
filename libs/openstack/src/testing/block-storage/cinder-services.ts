import type { SimulatorAnswer } from '@opsbook/http/testing';
import { badRequest, invalidField } from '../compute/nova-errors.ts';
import { type Given, asText, textOf } from '../given.ts';
import { micro } from '../world.ts';
import type { SimulatedBlockStorageService } from './block-storage-records.ts';
import { type CinderApi, type CinderCall, param } from './cinder-api.ts';
import { cinderError } from './cinder-errors.ts';
import { ZONE } from './storage-pool.ts';

/** `/os-services` */
export function serveBlockStorageServices(api: CinderApi): void {
  api.route(
    'GET',
    '/os-services',
    (call) => {
      const host = call.request.query.get('host');
      const binary = call.request.query.get('binary');
      const services = call.world.state.blockStorageServices
        .filter((one) => host === null || one.host === host || one.host.startsWith(`${host}@`))
        .filter((one) => binary === null || one.binary === binary);
      return { status: 200, body: { services: services.map((one) => serviceView(call, one)) } };
    },
    { adminRule: 'volume_extension:services:index' },
  );
  api.route('PUT', '/os-services/:action', put, { adminRule: 'volume_extension:services:update' });
}

const serviceView = ({ world, speaks }: CinderCall, one: SimulatedBlockStorageService): object => ({
  binary: one.binary,
  host: one.host,
  zone: ZONE,
  status: one.disabled ? 'disabled' : 'enabled',
  state: one.alive ? 'up' : 'down',
  updated_at: micro(world.stamp()),
  ...(speaks('3.49') &&
    one.binary === 'cinder-volume' && { backend_state: one.disabled ? null : one.alive ? 'up' : 'down' }),
  ...(speaks('3.7') && { cluster: null }),
  disabled_reason: one.disabledReason,
  ...(one.binary === 'cinder-volume' && { replication_status: 'disabled', active_backend_id: null, frozen: false }),
});

const ACTIONS = ['enable', 'disable', 'disable-log-reason'];

function put(call: CinderCall): SimulatorAnswer {
  const action = param(call, 'action');
  const body = (call.request.body ?? {}) as Given;
  const binary = textOf(body, 'binary');
  const host = textOf(body, 'host') ?? '';
  if (!ACTIONS.includes(action)) throw badRequest('Invalid input received: Unknown action');
  if (binary === null) throw badRequest(`${pythonOf(body)} is not valid under any of the given schemas`);
  const reason = textOf(body, 'disabled_reason');
  if (reason === '') throw invalidField('disabled_reason', '', "'' is too short");
  if (reason !== null && reason.length > 255) throw invalidField('disabled_reason', reason, `'${reason}' is too long`);
  const service = call.world.state.blockStorageServices.find((one) => one.host === host && one.binary === binary);
  if (service === undefined) throw cinderError(404, `Service ${binary} could not be found on host ${host}.`);
  const disabled = action !== 'enable';
  service.disabled = disabled;
  // Seen: an enabled one keeps its last reason, and so does one that is disabled again without one.
  if (action === 'disable-log-reason') service.disabledReason = reason;
  return {
    status: 200,
    body: {
      ...(action === 'disable-log-reason' && { disabled_reason: reason }),
      disabled,
      host,
      service: '',
      binary,
      status: disabled ? 'disabled' : 'enabled',
    },
  };
}

const pythonOf = (body: Given): string =>
  `{${Object.entries(body)
    .map(([key, value]) => `'${key}': '${asText(value)}'`)
    .join(', ')}}`;
