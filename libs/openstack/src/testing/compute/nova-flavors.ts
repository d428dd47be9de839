import { checkNewFlavor } from './new-flavor.ts';
import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { invalidField, novaError } from './nova-errors.ts';
import { pageOf } from './nova-paging.ts';
import type { SimulatedFlavor } from './compute-records.ts';
import { links } from './server-view.ts';

const rule = (verb: string) => ({ adminRule: `os_compute_api:os-flavor-manage:${verb}` });

/** `/flavors` */
export function serveFlavors(api: NovaApi): void {
  const list = (detail: boolean) => (call: NovaCall) => {
    const { items, links: next } = pageOf(call, visible(call), {
      linksKey: 'flavors_links',
      idOf: (flavor) => flavor.id,
      lost: (marker) => `marker [${marker}] not found`,
    });
    return { status: 200, body: { flavors: items.map((flavor) => view(call, flavor, detail)), ...next } };
  };
  const answer = (call: NovaCall, flavor: SimulatedFlavor) => ({
    status: 200,
    body: { flavor: view(call, flavor, true) },
  });
  api.route('GET', '/flavors', list(false));
  api.route('GET', '/flavors/detail', list(true));
  api.route('GET', '/flavors/:id', (call) => answer(call, existingFlavor(call)));
  api.route(
    'POST',
    '/flavors',
    (call) => {
      const made = checkNewFlavor(call);
      call.world.state.flavors.push(made);
      return answer(call, made);
    },
    rule('create'),
  );
  api.route('PUT', '/flavors/:id', (call) => answer(call, update(call)), rule('update'));
  api.route(
    'DELETE',
    '/flavors/:id',
    (call) => {
      const gone = existingFlavor(call);
      call.world.state.flavors = call.world.state.flavors.filter((one) => one !== gone);
      return { status: 202 };
    },
    rule('delete'),
  );
}

function update(call: NovaCall): SimulatedFlavor {
  const { flavor: given = {} } = (call.request.body ?? {}) as { flavor?: { description?: string | null } };
  if (given.description === undefined) throw invalidField('flavor', given, "'description' is a required property");
  return Object.assign(existingFlavor(call), { description: given.description });
}

/** @throws 404, also for a private one that the caller's project may not use */
export function existingFlavor(call: NovaCall): SimulatedFlavor {
  const id = param(call, 'id');
  const flavor = call.world.state.flavors.find((one) => one.id === id);
  if (flavor === undefined || (!call.caller.admin && !mayUse(call, flavor))) {
    throw novaError(404, `Flavor ${id} could not be found.`);
  }
  return flavor;
}

const mayUse = ({ caller }: NovaCall, flavor: SimulatedFlavor): boolean =>
  flavor.isPublic || flavor.projectIds.includes(caller.projectId);

/** Admins may ask for private ones or for all (`None`); for the others the parameter does not count. */
function visible(call: NovaCall): SimulatedFlavor[] {
  const { world, caller, request } = call;
  if (!caller.admin) return world.state.flavors.filter((flavor) => mayUse(call, flavor));
  const asked = (request.query.get('is_public') ?? 'true').toLowerCase();
  if (asked === 'none') return world.state.flavors;
  const wantsPublic = /^(1|t|true|on|y|yes)$/.test(asked);
  return world.state.flavors.filter((flavor) => (wantsPublic ? mayUse(call, flavor) : !flavor.isPublic));
}

const view = ({ speaks, linkBase }: NovaCall, flavor: SimulatedFlavor, detail: boolean): object => ({
  id: flavor.id,
  name: flavor.name,
  links: links(linkBase, 'flavors', flavor.id),
  ...(speaks('2.55') && { description: flavor.description }),
  ...(detail && {
    vcpus: flavor.vcpus,
    ram: flavor.ramMiB,
    disk: flavor.diskGiB,
    swap: flavor.swapMiB === 0 && !speaks('2.75') ? '' : flavor.swapMiB,
    'OS-FLV-EXT-DATA:ephemeral': flavor.ephemeralGiB,
    'OS-FLV-DISABLED:disabled': flavor.disabled,
    'os-flavor-access:is_public': flavor.isPublic,
    rxtx_factor: 1,
    ...(speaks('2.61') && { extra_specs: flavor.extraSpecs }),
  }),
});
