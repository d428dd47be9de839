import { STANDARD_CLASSES } from '../../placement/resource-classes.ts';
import type { World } from '../world.ts';
import { type PlacementApi, param } from './placement-api.ts';
import { badRequest, notFound } from './placement-errors.ts';

// Some of os-traits: what the simulated cloud can have.
const STANDARD_TRAITS = [
  'COMPUTE_NODE',
  'COMPUTE_STATUS_DISABLED',
  'COMPUTE_DEVICE_TAGGING',
  'COMPUTE_NET_ATTACH_INTERFACE',
  'COMPUTE_VOLUME_EXTEND',
  'COMPUTE_SECURITY_TPM_1_2',
  'COMPUTE_SECURITY_TPM_2_0',
  'COMPUTE_SECURITY_UEFI_SECURE_BOOT',
  'COMPUTE_SOCKET_PCI_NUMA_AFFINITY',
  'HW_CPU_HYPERTHREADING',
  'HW_CPU_X86_AVX2',
];

export const isTrait = ({ state }: World, name: string): boolean =>
  STANDARD_TRAITS.includes(name) || state.customTraits.includes(name);

export const isResourceClass = ({ state }: World, name: string): boolean =>
  STANDARD_CLASSES.includes(name) || state.customResourceClasses.includes(name);

/** `/traits` and `/resource_classes` */
export function serveNames(api: PlacementApi): void {
  const { state } = api.world;
  api.route('GET', '/traits', 'traits:list', ({ request, world }) => {
    const name = request.query.get('name');
    const associated = request.query.get('associated');
    const prefix = name?.startsWith('startswith:') === true ? name.slice('startswith:'.length) : '';
    const isUsed = (trait: string) => world.state.resourceProviders.some(({ traits }) => traits.includes(trait));
    const found = [...STANDARD_TRAITS, ...world.state.customTraits]
      .filter((trait) => trait.startsWith(prefix))
      .filter((trait) => associated === null || isUsed(trait) === (associated.toLowerCase() === 'true'));
    return { status: 200, body: { traits: found } };
  });
  api.route('PUT', '/traits/:name', 'traits:update', (call) => {
    const name = param(call, 'name');
    if (!/^CUSTOM_[A-Z0-9_]+$/.test(name)) {
      throw badRequest(
        'The trait is invalid. A valid trait must be no longer than 255 characters, start with the prefix "CUSTOM_" and use following characters: "A"-"Z", "0"-"9" and "_"',
      );
    }
    if (state.customTraits.includes(name)) return { status: 204 };
    state.customTraits.push(name);
    return { status: 201 };
  });
  api.route('DELETE', '/traits/:name', 'traits:delete', (call) => {
    const name = param(call, 'name');
    if (STANDARD_TRAITS.includes(name)) throw badRequest(`Cannot delete standard trait ${name}.`);
    if (!state.customTraits.includes(name)) throw notFound(`No such trait(s): ${name}.`);
    state.customTraits = state.customTraits.filter((other) => other !== name);
    return { status: 204 };
  });
  api.route('GET', '/resource_classes', 'resource_classes:list', ({ world }) => ({
    status: 200,
    body: {
      resource_classes: [...STANDARD_CLASSES, ...world.state.customResourceClasses].map((name) => ({
        name,
        links: [{ rel: 'self', href: `/resource_classes/${name}` }],
      })),
    },
  }));
}
