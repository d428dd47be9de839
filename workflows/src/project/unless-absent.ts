import { isOpenStackError } from '@opsbook/openstack';

/** What a service answers; null where it says that there is no such thing. */
export async function unlessAbsent<T>(answer: PromiseLike<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (!isOpenStackError(error) || error.code !== 'OPENSTACK_NOT_FOUND') throw error;
    return null;
  }
}
