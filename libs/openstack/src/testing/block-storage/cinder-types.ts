import type { SimulatorAnswer } from '@opsbook/http/testing';
import { badRequest, invalidField } from '../compute/nova-errors.ts';
import { textOf } from '../given.ts';
import type { SimulatedVolumeType } from './block-storage-records.ts';
import type { CinderApi, CinderCall } from './cinder-api.ts';
import { checkKeys, given, metadataOf, textOrNull } from './cinder-body.ts';
import { cinderError, notFound } from './cinder-errors.ts';
import { pageOf } from './cinder-list.ts';
import { serveTypeAccess } from './cinder-type-access.ts';
import { serveTypeExtraSpecs } from './cinder-type-extra-specs.ts';
import { DEFAULT_TYPE, seesType, specsFor, visibleType } from './visible-type.ts';

/** `/types` */
export function serveTypes(api: CinderApi): void {
  api.route('GET', '/types', list);
  api.route('GET', '/types/default', (call) => {
    const type = call.world.state.volumeTypes.find(({ name }) => name === DEFAULT_TYPE);
    if (type === undefined) throw cinderError(404, 'Default volume type can not be found.');
    return { status: 200, body: { volume_type: typeView(call, type) } };
  });
  api.route('GET', '/types/:id', (call) => ({ status: 200, body: { volume_type: typeView(call, visibleType(call)) } }));
  api.route('POST', '/types', create, { adminRule: 'volume_extension:type_create' });
  api.route('PUT', '/types/:id', update, { adminRule: 'volume_extension:type_update' });
  api.route('DELETE', '/types/:id', remove, { adminRule: 'volume_extension:type_delete' });
  serveTypeExtraSpecs(api);
  serveTypeAccess(api);
}

const typeView = (call: CinderCall, type: SimulatedVolumeType): object => ({
  id: type.id,
  name: type.name,
  is_public: type.isPublic,
  description: type.description,
  extra_specs: specsFor(call, type),
  ...(call.caller.admin && { qos_specs_id: null }),
  'os-volume-type-access:is_public': type.isPublic,
});

function list(call: CinderCall): SimulatorAnswer {
  const { caller, request, world } = call;
  const unknown = [...request.query.keys()].filter((name) => !['is_public', 'limit', 'marker'].includes(name));
  if (!caller.admin && unknown.length > 0) {
    throw badRequest(`Invalid filters ${unknown.join(', ')} are found in query options.`);
  }
  const asked = request.query.get('is_public') ?? 'true';
  if (caller.admin && !/^(true|false|none|1|0)$/i.test(asked)) throw badRequest(`Invalid is_public filter [${asked}]`);
  const wanted = /^(true|1)$/i.test(asked);
  const all =
    caller.admin && !/^none$/i.test(asked)
      ? world.state.volumeTypes.filter((one) => one.isPublic === wanted)
      : world.state.volumeTypes.filter((one) => seesType(call, one));
  const { items, links } = pageOf(call, all.toReversed(), {
    collection: 'volume_types',
    linksKey: 'volume_type_links',
    lost: (marker) => notFound('Volume type', marker),
  });
  return { status: 200, body: { volume_types: items.map((type) => typeView(call, type)), ...links } };
}

function create(call: CinderCall): SimulatorAnswer {
  const { world } = call;
  const wanted = given(call, 'volume_type');
  const keys = ['name', 'description', 'extra_specs', 'os-volume-type-access:is_public'];
  checkKeys('volume_type', wanted, keys, ['name']);
  const name = textOf(wanted, 'name') ?? '';
  if (name === '') throw invalidField('name', '', "'' is too short");
  refuseTaken(call, name);
  const type: SimulatedVolumeType = {
    id: world.ids.uuid('volumetype'),
    name,
    description: textOrNull('description', wanted['description']),
    isPublic: wanted['os-volume-type-access:is_public'] !== false,
    extraSpecs: metadataOf(wanted['extra_specs']),
    projectIds: [],
  };
  world.state.volumeTypes.push(type);
  const { qos_specs_id: _hidden, ...view } = typeView(call, type) as Record<string, unknown>;
  return { status: 200, body: { volume_type: view } };
}

function update(call: CinderCall): SimulatorAnswer {
  const wanted = given(call, 'volume_type');
  checkKeys('volume_type', wanted, ['name', 'description', 'is_public']);
  if (Object.values(wanted).every((value) => value === null)) {
    throw badRequest('Specify volume type name, description, is_public or a combination thereof.');
  }
  const type = visibleType(call);
  const name = textOf(wanted, 'name');
  if (name !== null && name !== type.name) refuseTaken(call, name);
  if (name !== null) type.name = name;
  if ('description' in wanted) type.description = textOrNull('description', wanted['description']);
  if (typeof wanted['is_public'] === 'boolean') type.isPublic = wanted['is_public'];
  const {
    qos_specs_id: _hidden,
    'os-volume-type-access:is_public': _again,
    ...view
  } = typeView(call, type) as Record<string, unknown>;
  return { status: 200, body: { volume_type: view } };
}

function remove(call: CinderCall): SimulatorAnswer {
  const { state } = call.world;
  const type = visibleType(call);
  if (state.volumes.some(({ typeId }) => typeId === type.id)) throw badRequest('Target volume type is still in use.');
  state.volumeTypes = state.volumeTypes.filter((other) => other !== type);
  return { status: 202 };
}

function refuseTaken({ world }: CinderCall, name: string): void {
  if (!world.state.volumeTypes.some((type) => type.name === name)) return;
  throw cinderError(409, `Volume Type ${name} already exists.`);
}
