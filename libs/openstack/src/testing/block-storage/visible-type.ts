import type { SimulatedVolumeType } from './block-storage-records.ts';
import { type CinderCall, param } from './cinder-api.ts';
import { notFound } from './cinder-errors.ts';

/** The type that a volume gets which names none. */
export const DEFAULT_TYPE = 'fake1';

// Seen: the extra specs that others than admins see.
const FOR_ALL = ['multiattach', 'RESKEY:availability_zones', 'replication_enabled'];

/** @throws 404 also for a private one of others */
export function visibleType(call: CinderCall): SimulatedVolumeType {
  const id = param(call, 'id');
  const type = call.world.state.volumeTypes.find((one) => one.id === id);
  if (type === undefined || !seesType(call, type)) throw notFound('Volume type', id);
  return type;
}

/** The type of a name or id; without one the source's, else the default. @throws 404 */
export function typeFor(call: CinderCall, nameOrId: string | null, sourceId?: string): SimulatedVolumeType {
  const types = call.world.state.volumeTypes.filter((type) => seesType(call, type));
  if (nameOrId === null)
    return types.find(({ id }) => id === sourceId) ?? types.find(({ name }) => name === DEFAULT_TYPE)!;
  const found = types.find(({ id, name }) => id === nameOrId || name === nameOrId);
  if (found === undefined) throw notFound('Volume type with name', nameOrId);
  return found;
}

/** Whether a caller may see a type. */
export const seesType = ({ caller }: CinderCall, type: SimulatedVolumeType): boolean =>
  caller.admin || type.isPublic || type.projectIds.includes(caller.projectId);

/** The extra specs that a caller may see. */
export const specsFor = ({ caller }: CinderCall, { extraSpecs }: SimulatedVolumeType): Record<string, string> =>
  Object.fromEntries(Object.entries(extraSpecs).filter(([key]) => caller.admin || FOR_ALL.includes(key)));
