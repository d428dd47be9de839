import { OpenStackError, isOpenStackError } from './errors.ts';

/**
 * The one resource that has this name or, if none has, this id. Names come first: they are what people type, and an
 * id that is looked for as a name costs an empty list, no wrong answer.
 * @throws OPENSTACK_NOT_FOUND, OPENSTACK_AMBIGUOUS; OPENSTACK_BAD_REQUEST for an empty name
 */
export async function findOne<T extends { id: string }>(
  what: string,
  nameOrId: string,
  named: PromiseLike<readonly T[]>,
  get: (id: string) => Promise<T>,
): Promise<T> {
  // What has no name would be found by it.
  if (nameOrId === '') throw new OpenStackError('OPENSTACK_BAD_REQUEST', `a ${what} is not found by an empty name`);
  const found = await named;
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  if (first !== undefined) {
    const ids = found.map((one) => one.id).join(', ');
    throw new OpenStackError('OPENSTACK_AMBIGUOUS', `${found.length} ${what}s are called '${nameOrId}': ${ids}`);
  }
  try {
    return await get(nameOrId);
  } catch (error) {
    if (!isOpenStackError(error) || error.code !== 'OPENSTACK_NOT_FOUND') throw error;
    throw new OpenStackError('OPENSTACK_NOT_FOUND', `no ${what} has the name or id '${nameOrId}'`, { cause: error });
  }
}
