import { isOpenStackError } from '@opsbook/openstack';

/** What a service answers; undefined where there is no such thing, or no longer. */
export async function unlessGone<T>(answer: PromiseLike<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isOpenStackError(error) && error.kind === 'not-found') return undefined;
    throw error;
  }
}
