import { OpenStackError } from '../core/errors.ts';
import type { Awaited } from '../core/watch.ts';

interface HasStatus {
  status: string;
}

/** It is there, and as wanted. */
export function there<T extends HasStatus>(
  name: string,
  {
    what,
    reached,
    given,
  }: {
    /** "available" */
    what: string;
    reached: (seen: T) => boolean;
    /** Why it will never be reached. */
    given: (seen: T) => string | undefined;
  },
): Awaited<T> {
  const label = `${name} to become ${what}`;
  return {
    label,
    reached: (seen) => seen !== undefined && reached(seen),
    hopeless: (seen) => {
      if (seen === undefined) return stuck('OPENSTACK_NOT_FOUND', `there is no ${name}`);
      const reason = seen.status.startsWith('error') ? `it is in ${seen.status}` : given(seen);
      return reason === undefined ? undefined : stuck('OPENSTACK_STUCK', `waited for ${label}, but ${reason}`);
    },
  };
}

/** It is gone, after a deletion that was accepted: it is `deleting` until then. */
export function gone<T extends HasStatus>(name: string): Awaited<T> {
  const label = `${name} to be gone`;
  return {
    label,
    reached: (seen) => seen === undefined,
    hopeless: (seen) =>
      seen === undefined || seen.status === 'deleting'
        ? undefined
        : stuck('OPENSTACK_STUCK', `waited for ${label}, but its deletion has ended with it in ${seen.status}`),
  };
}

const stuck = (code: 'OPENSTACK_NOT_FOUND' | 'OPENSTACK_STUCK', message: string): OpenStackError =>
  new OpenStackError(code, message, { service: 'block-storage' });
