import { touch } from './network-record.ts';
import type { NetworkRecord } from './network-records.ts';
import { type NeutronApi, type NeutronCall, param } from './neutron-api.ts';
import { invalidInput, neutronError } from './neutron-errors.ts';
import type { NeutronResource } from './neutron-resource.ts';

/** `/networks/:id/tags` and the like. Seen: whoever may see a thing may tag it. */
export function serveTags<R extends NetworkRecord>(api: NeutronApi, resource: NeutronResource<R>): void {
  const collection = resource.collection.replaceAll('_', '-');
  const record = (call: NeutronCall): R => {
    const id = param(call, 'id');
    const found = resource.records(call.world.state).find((one) => one.id === id);
    if (found !== undefined && resource.visible(call, found)) return found;
    throw neutronError(404, 'TagResourceNotFound', `Resource ${collection} ${id} could not be found.`);
  };
  const set = (call: NeutronCall, found: R, tags: string[]) => {
    found.tags = tags;
    touch(call.world, found);
  };
  const refuseMissing = (found: R, tag: string) => {
    if (!found.tags.includes(tag)) throw neutronError(404, 'TagNotFound', `Tag ${tag} could not be found.`);
  };
  const path = `/${collection}/:id/tags`;

  api.route('GET', path, (call) => ({ status: 200, body: { tags: record(call).tags } }));
  api.route('PUT', path, (call) => {
    const { tags } = (call.request.body ?? {}) as { tags?: unknown };
    if (!Array.isArray(tags)) throw invalidInput('Invalid tags body');
    const wanted = tags as string[];
    const twice = wanted.find((tag, index) => wanted.indexOf(tag) !== index);
    if (twice !== undefined) throw invalidInput(`Duplicate items in the list: '${twice}'`);
    set(call, record(call), wanted);
    return { status: 200, body: { tags: wanted } };
  });
  api.route('DELETE', path, (call) => {
    set(call, record(call), []);
    return { status: 204 };
  });
  api.route('GET', `${path}/:tag`, (call) => {
    refuseMissing(record(call), param(call, 'tag'));
    return { status: 204 };
  });
  api.route('PUT', `${path}/:tag`, (call) => {
    const found = record(call);
    set(call, found, [...new Set([...found.tags, param(call, 'tag')])]);
    return { status: 201 };
  });
  api.route('DELETE', `${path}/:tag`, (call) => {
    const found = record(call);
    const tag = param(call, 'tag');
    refuseMissing(found, tag);
    set(
      call,
      found,
      found.tags.filter((one) => one !== tag),
    );
    return { status: 204 };
  });
}
