import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { novaError } from './nova-errors.ts';
import { pageOf } from './nova-paging.ts';
import type { SimulatedFlavor } from './compute-records.ts';
import { links } from './server-view.ts';

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
  api.route('GET', '/flavors', list(false));
  api.route('GET', '/flavors/detail', list(true));
  api.route('GET', '/flavors/:id', (call) => ({ status: 200, body: { flavor: view(call, existing(call), true) } }));
  api.route('GET', '/flavors/:id/os-extra_specs', (call) => ({
    status: 200,
    body: { extra_specs: existing(call).extraSpecs },
  }));
}

function existing(call: NovaCall): SimulatedFlavor {
  const id = param(call, 'id');
  const flavor = call.world.state.flavors.find((one) => one.id === id);
  if (flavor === undefined) throw novaError(404, `Flavor ${id} could not be found.`);
  return flavor;
}

/** Admins may ask for private ones or for all (`None`); for the others the parameter does not count. */
function visible({ world, caller, request }: NovaCall): SimulatedFlavor[] {
  const asked = caller.admin ? (request.query.get('is_public') ?? 'true').toLowerCase() : 'true';
  if (asked === 'none') return world.state.flavors;
  return world.state.flavors.filter(({ isPublic }) => isPublic === /^(1|t|true|on|y|yes)$/.test(asked));
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
