import { type Look, failed } from '@opsbook/runbook';
import type { Moved } from './look-at-move.ts';

// At a look every two seconds, two minutes: nova ends the record and the task state moments apart.
const LOOKS = 60;

/**
 * Ends the wait for a server that nova has forgotten in a task state: the migration's record has ended, and nobody will
 * end the server's. It happens when nova-compute fails on the way, for instance because the token of the request was
 * revoked. The count starts anew when the run is resumed.
 */
export function unlessStuck(look: () => Promise<Look<Moved>>): () => Promise<Look<Moved>> {
  let looks = 0;
  return async () => {
    const found = await look();
    const { state, ended } = found.is === 'underway' ? (found.info as { state: string; ended?: string }) : {};
    looks = ended === undefined ? 0 : looks + 1;
    if (looks < LOOKS) return found;
    return failed(
      `nova ended its migration as ${ended} and has left it in the task state ${state}: ` +
        "look at nova-compute's log on both hosts, then reset its state (openstack server set --state active)",
    );
  };
}
