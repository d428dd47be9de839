import type { SimulatorAnswer } from '@opsbook/http/testing';
import { badRequest, invalidField } from '../compute/nova-errors.ts';
import { type CinderApi, type CinderCall, param } from './cinder-api.ts';
import { given } from './cinder-body.ts';
import { malformed, policy } from './cinder-errors.ts';
import { defaultLimits, limitsOf, usedOf } from './cinder-quota.ts';

/** `/os-quota-sets` and `/limits` */
export function serveQuotas(api: CinderApi): void {
  const { world } = api;
  const readable = (call: CinderCall): string => {
    const id = param(call, 'id');
    if (!call.caller.admin && call.caller.projectId !== id) throw policy('volume_extension:quotas:show');
    return id;
  };
  api.route('GET', '/os-quota-sets/:id', (call) => {
    const id = readable(call);
    const lines = Object.entries(limitsOf(world, id));
    const usage = /^true$/i.test(call.request.query.get('usage') ?? '');
    const quota = lines.map(([name, limit]) => [
      name,
      usage ? { limit, in_use: usedOf(world, id, name), reserved: 0 } : limit,
    ]);
    return { status: 200, body: { quota_set: { ...(Object.fromEntries(quota) as object), id } } };
  });
  api.route('GET', '/os-quota-sets/:id/defaults', (call) => {
    const id = readable(call);
    return { status: 200, body: { quota_set: { ...defaultLimits(world), id } } };
  });
  api.route('PUT', '/os-quota-sets/:id', set, { adminRule: 'volume_extension:quotas:update' });
  api.route(
    'DELETE',
    '/os-quota-sets/:id',
    (call) => {
      const { [param(call, 'id')]: _reset, ...others } = world.state.blockStorageQuotas;
      world.state.blockStorageQuotas = others;
      return { status: 200 };
    },
    { adminRule: 'volume_extension:quotas:delete' },
  );
  api.route('GET', '/limits', limits);
}

function set(call: CinderCall): SimulatorAnswer {
  const { world } = call;
  const id = param(call, 'id');
  const wanted = given(call, 'quota_set');
  if (Object.keys(wanted).length === 0) {
    throw invalidField('quota_set', wanted, '{} does not have enough properties');
  }
  const known = limitsOf(world, id);
  const unknown = Object.keys(wanted).filter((name) => !(name in known));
  if (unknown.length > 0) throw badRequest(`Invalid input received: Bad key(s) in quota set: ${unknown.join(', ')}`);
  for (const [name, value] of Object.entries(wanted)) {
    if (!Number.isInteger(Number(value))) throw badRequest(`${name} must be an integer`);
    const limit = Number(value);
    if (limit < -1) throw badRequest(`${name} must be >= -1`);
    if (typeof value === 'string') throw malformed();
    const used = usedOf(world, id, name);
    if (limit >= 0 && limit < used) {
      throw badRequest(
        `Quota ${name} limit must be equal or greater than existing resources. Current usage is ${used} and the requested limit is ${limit}.`,
      );
    }
  }
  world.state.blockStorageQuotas[id] = { ...world.state.blockStorageQuotas[id], ...(wanted as Record<string, number>) };
  return { status: 200, body: { quota_set: limitsOf(world, id) } };
}

function limits({ world, caller, request, speaks }: CinderCall): SimulatorAnswer {
  const asked = caller.admin && speaks('3.39') ? request.query.get('project_id') : null;
  const id = asked ?? caller.projectId;
  const all = limitsOf(world, id);
  const absolute = {
    maxTotalVolumes: all['volumes'],
    maxTotalSnapshots: all['snapshots'],
    maxTotalVolumeGigabytes: all['gigabytes'],
    maxTotalBackups: all['backups'],
    maxTotalBackupGigabytes: all['backup_gigabytes'],
    totalVolumesUsed: usedOf(world, id, 'volumes'),
    totalGigabytesUsed: usedOf(world, id, 'gigabytes'),
    totalSnapshotsUsed: usedOf(world, id, 'snapshots'),
    totalBackupsUsed: 0,
    totalBackupGigabytesUsed: 0,
  };
  return { status: 200, body: { limits: { rate: [], absolute } } };
}
