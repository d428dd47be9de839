import { type RunContext, absent, done, underway } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { unlessGone } from '../unless-gone.ts';

/** Deletes a server, and waits until nova has forgotten it. Its volumes go as they are marked. */
export async function ensureDeleted(step: RunContext<Services>, cloud: string, id: string): Promise<void> {
  const { servers } = step.services.openstack(cloud).compute;
  await step.ensure<unknown>('deleted', {
    check: async () => {
      const server = await unlessGone(servers.get(id));
      if (server === undefined) return done({ status: null });
      const { status, taskState } = server;
      if (taskState === 'deleting' || taskState === 'soft-deleting') return underway({ state: taskState });
      return absent({ status });
    },
    // By force also where the cloud keeps what is deleted for a while.
    change: () => unlessGone(servers.delete(id, { force: true })),
    assume: undefined,
    every: 2,
    timeout: 900,
  });
}
