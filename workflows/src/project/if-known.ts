import { unknownName } from '@opsbook/context';

/**
 * Looks at what belongs to something. Of a thing that a plan would only make, nothing is there yet: it is not asked for.
 * @param id of that thing
 * @param none what is seen of a thing that is not there
 */
export async function ifKnown<T>(id: string, look: () => Promise<T>, none: NoInfer<T>): Promise<T> {
  return unknownName(id) === undefined ? await look() : none;
}
