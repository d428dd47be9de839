import { isNoValidHost } from '../core/error-from-http.ts';
import { OpenStackError, type OpenStackErrorCode } from '../core/errors.ts';
import type { Awaited } from '../core/watch.ts';
import type { Server } from './server.ts';

/** It is at rest in one of the statuses. */
export function atRest(id: string, statuses: readonly string[]): Awaited<Server> {
  const wanted = `become ${statuses.join(' or ')}`;
  let wasBusy = false;
  return {
    label: `server ${id} to ${wanted}`,
    reached: (seen) => seen !== undefined && statuses.includes(seen.status) && seen.taskState === null,
    hopeless: (seen) => {
      if (seen === undefined) {
        return new OpenStackError('OPENSTACK_NOT_FOUND', `there is no server ${id}`, { service: 'compute' });
      }
      if (seen.taskState !== null) {
        wasBusy = true;
        return undefined;
      }
      return whyNever(id, wanted, seen, wasBusy);
    },
  };
}

/** It is on no list any more, and not to be brought back. */
export const gone = (id: string): Awaited<Server> => ({
  label: `server ${id} to be gone`,
  reached: (seen) => seen === undefined,
  hopeless: (seen) => {
    if (seen?.taskState !== null) return undefined;
    if (seen.status === 'ERROR') return stuck(id, 'be gone', inError(seen));
    const why = 'it is SOFT_DELETED: the cloud keeps it for a while; restore it, or delete it by force';
    return seen.status === 'SOFT_DELETED' ? stuck(id, 'be gone', why) : undefined;
  },
});

// It leaves these by itself: between two tasks, while it is confirmed, when its time before the offload is over.
const ON_THE_WAY = new Set(['BUILD', 'VERIFY_RESIZE', 'SHELVED', 'UNKNOWN']);

function whyNever(id: string, wanted: string, seen: Server, wasBusy: boolean): OpenStackError | undefined {
  const { status, fault } = seen;
  if (status === 'ERROR') {
    const code = isNoValidHost(fault?.message ?? '') ? 'OPENSTACK_NO_VALID_HOST' : 'OPENSTACK_STUCK';
    return stuck(id, wanted, inError(seen), code);
  }
  if (status === 'SOFT_DELETED') return stuck(id, wanted, 'it is SOFT_DELETED');
  // Seen: a stop, start, resize, shelve or unshelve that fails leaves the server as it was, without a fault.
  if (!wasBusy || ON_THE_WAY.has(status)) return undefined;
  return stuck(id, wanted, `what was under way ended, and it is ${status}: its instance actions say why`);
}

const inError = ({ fault }: Server): string =>
  fault === null ? 'it is in ERROR, without a fault' : `it is in ERROR: ${fault.message}`;

const stuck = (id: string, wanted: string, why: string, code: OpenStackErrorCode = 'OPENSTACK_STUCK'): OpenStackError =>
  new OpenStackError(code, `server ${id} will not ${wanted}: ${why}`, { service: 'compute' });
