import type { Given } from '../given.ts';
import { notNow } from './keystone-errors.ts';

interface Lockable {
  id: string;
  immutable: boolean | null;
}

/** @throws 403 when it is immutable, unless the change ends that and does nothing else */
export function refuseImmutable(
  kind: string,
  { id, immutable }: Lockable,
  verb: 'update' | 'delete',
  given: Given = {},
) {
  if (immutable !== true) return;
  const option = optionIn(given);
  if (verb === 'update' && option !== undefined && option !== true && Object.keys(given).length === 1) return;
  // The quote is left open in the real one too.
  throw notNow(
    `Unable to ${verb} immutable ${kind} resource: \`${id}. Set resource option "immutable" to false first.`,
  );
}

/** The option as a body gives it; undefined: it does not. */
export function optionIn(given: Given): boolean | null | undefined {
  return (given['options'] as { immutable?: boolean | null } | undefined)?.immutable;
}

export const optionsView = ({ immutable }: Lockable) => ({ options: immutable === null ? {} : { immutable } });
