import type { SimulatedFlavor } from './compute-records.ts';
import type { NovaCall } from './nova-call.ts';
import { invalidField, novaError } from './nova-errors.ts';

interface Given {
  name?: string;
  id?: string | null;
  vcpus?: number;
  ram?: number;
  disk?: number;
  swap?: number;
  description?: string | null;
  'OS-FLV-EXT-DATA:ephemeral'?: number;
  'os-flavor-access:is_public'?: boolean;
}

/** The flavor that a body asks for. @throws 400 for a size that is none, 409 for a name or an id that is taken */
export function checkNewFlavor({ world, request }: NovaCall): SimulatedFlavor {
  const { flavor: given = {} } = (request.body ?? {}) as { flavor?: Given };
  for (const name of ['name', 'vcpus', 'ram', 'disk'] as const) {
    if (given[name] === undefined) throw invalidField('flavor', given, `'${name}' is a required property`);
  }
  const { name = '', vcpus = 0, ram = 0, disk = 0 } = given;
  for (const [field, value] of Object.entries({ vcpus, ram })) {
    if (value < 1) throw invalidField(field, value, `${value} is less than the minimum of 1`);
  }
  const { flavors } = world.state;
  if (flavors.some((one) => one.name === name)) throw novaError(409, `Flavor with name ${name} already exists.`);
  const id = given.id ?? world.ids.uuid('flavor');
  if (flavors.some((one) => one.id === id)) throw novaError(409, `Flavor with ID ${id} already exists.`);
  return {
    id,
    name,
    vcpus,
    ramMiB: ram,
    diskGiB: disk,
    ephemeralGiB: given['OS-FLV-EXT-DATA:ephemeral'] ?? 0,
    swapMiB: given.swap ?? 0,
    isPublic: given['os-flavor-access:is_public'] ?? true,
    disabled: false,
    description: given.description ?? null,
    extraSpecs: {},
    projectIds: [],
  };
}
