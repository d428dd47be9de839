import { type Given, textOf } from '../given.ts';
import { type NeutronApi, type NeutronCall, param } from './neutron-api.ts';
import { type Attributes, checkChanges, checkNew, resourcesIn } from './neutron-body.ts';
import { disallowed, httpNotFound } from './neutron-errors.ts';
import { type View, listAnswer, pick } from './neutron-list.ts';
import { refuseOverNetworkQuota } from './neutron-quota.ts';
import type { Refusal } from '../refusal.ts';
import type { OpenStackState } from '../state.ts';

/** How neutron treats one kind of resource. */
export interface NeutronResource<R extends { id: string; projectId: string }> {
  /** In bodies and in the policy's rules: `security_group`. */
  item: string;
  collection: string;
  records: (state: OpenStackState) => R[];
  attributes: Attributes;
  notFound: (id: string) => Refusal;
  visible: (call: NeutronCall, record: R) => boolean;
  /** Default: its project's and admins. */
  changeable?: (call: NeutronCall, record: R) => boolean;
  view: (call: NeutronCall, record: R) => View;
  /** What the answer to a POST has besides. */
  viewNew?: (call: NeutronCall, record: R) => View;
  /** Before a list is made. */
  beforeList?: (call: NeutronCall) => void;
  /** Before any of several is made. */
  beforeCreate?: (call: NeutronCall, all: readonly Given[]) => void;
  create?: (call: NeutronCall, given: Given, projectId: string) => R;
  update?: (call: NeutronCall, record: R, given: Given) => void;
  remove?: (call: NeutronCall, record: R) => void;
  /** The policy hides others' records in the words of an unknown path. */
  hidden?: boolean;
  /** Behind a marker that is gone a list is refused; otherwise it begins anew. */
  looksForMarker?: boolean;
  paged?: boolean;
}

export const isOwn = ({ caller }: NeutronCall, { projectId }: { projectId: string }): boolean =>
  caller.admin || caller.projectId === projectId;

/** The record that a request is about. @throws 404 also for what the caller may not see */
export function visibleRecord<R extends { id: string; projectId: string }>(
  call: NeutronCall,
  resource: NeutronResource<R>,
  id = param(call, 'id'),
): R {
  const record = resource.records(call.world.state).find((one) => one.id === id);
  if (record === undefined) throw resource.notFound(id);
  if (!resource.visible(call, record)) throw resource.hidden === true ? httpNotFound() : resource.notFound(id);
  return record;
}

function changeableRecord<R extends { id: string; projectId: string }>(
  call: NeutronCall,
  resource: NeutronResource<R>,
  verb: string,
): R {
  const record = visibleRecord(call, resource);
  if (!(resource.changeable ?? isOwn)(call, record)) throw disallowed(`rule:${verb}_${resource.item}`);
  return record;
}

/** Registers what can be done with every kind of resource. */
export function serveResource<R extends { id: string; projectId: string }>(
  api: NeutronApi,
  resource: NeutronResource<R>,
): void {
  const { item, collection, attributes, view, create, update, remove } = resource;
  const path = `/${collection.replaceAll('_', '-')}`;

  api.route('GET', path, (call) => {
    resource.beforeList?.(call);
    const seen = resource.records(call.world.state).filter((record) => resource.visible(call, record));
    const lost = resource.looksForMarker === true ? resource.notFound : undefined;
    const views = seen.map((record) => view(call, record));
    return listAnswer(call, views, { collection, attributes, lost, paged: resource.paged });
  });
  api.route('GET', `${path}/:id`, (call) => {
    const shown = view(call, visibleRecord(call, resource));
    return { status: 200, body: { [item]: pick(shown, call.request.query) } };
  });
  if (create !== undefined) {
    api.route('POST', path, (call) => {
      const { many, all } = resourcesIn(call.request.body, item, collection);
      for (const given of all) checkNew(call, item, attributes, given);
      const projectOf = (given: Given) =>
        textOf(given, 'project_id') ?? textOf(given, 'tenant_id') ?? call.caller.projectId;
      refuseOverNetworkQuota(call.world, projectOf(all[0] ?? {}), item, all.length);
      resource.beforeCreate?.(call, all);
      const made = createAll(call, all, resource, (given) => create(call, given, projectOf(given)));
      return { status: 201, body: many ? { [collection]: made } : { [item]: made[0] } };
    });
  }
  if (update !== undefined) {
    api.route('PUT', `${path}/:id`, (call) => {
      const record = changeableRecord(call, resource, 'update');
      const given = resourcesIn(call.request.body, item, collection).all[0] ?? {};
      checkChanges(call, item, attributes, given);
      update(call, record, given);
      return { status: 200, body: { [item]: view(call, record) } };
    });
  }
  if (remove !== undefined) {
    api.route('DELETE', `${path}/:id`, (call) => {
      remove(call, changeableRecord(call, resource, 'delete'));
      return { status: 204 };
    });
  }
}

/** Makes all of them or, when one is refused, none. */
function createAll<R extends { id: string; projectId: string }>(
  call: NeutronCall,
  all: readonly Given[],
  { view, viewNew, remove }: NeutronResource<R>,
  create: (given: Given) => R,
): View[] {
  const made: R[] = [];
  try {
    for (const given of all) made.push(create(given));
  } catch (error) {
    for (const record of made) remove?.(call, record);
    throw error;
  }
  return made.map((record) => ({ ...view(call, record), ...viewNew?.(call, record) }));
}
