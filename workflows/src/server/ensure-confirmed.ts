import { type Server, isOpenStackError } from '@opsbook/openstack';
import { type Look, type RunContext, absent, done, failed, underway } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { type Before, ownMigration } from './trace.ts';

export interface Confirming {
  cloud: string;
  server: Server;
  /** The host it has left. */
  from: string;
}

// Nova's states of a migration from the confirmation's acceptance until the server shows it.
const CONFIRMING = new Set(['confirming', 'confirmed']);

/** Confirms this run's cold migration; some clouds do so by themselves after a while (`resize_confirm_window`). */
export async function ensureConfirmed(
  step: RunContext<Services>,
  { cloud: name, server, from }: Confirming,
  known: Before,
): Promise<void> {
  const cloud = step.services.openstack(name);
  const { servers } = cloud.compute;
  const check = async (): Promise<Look<unknown>> => {
    const migration = await ownMigration(cloud, server.id, known);
    const { host, status, taskState, fault } = await servers.get(server.id);
    if (status === 'ERROR') return failed(`it is in ERROR: ${fault?.message ?? 'no fault'}`);
    if (taskState !== null) return underway({ state: taskState });
    if (status !== 'VERIFY_RESIZE') {
      if (host !== from) return done({ host, status });
      // While planning, it has not been moved at all.
      return migration === undefined
        ? absent({ host, status })
        : failed(`it is on ${from} again: somebody has taken the move back`);
    }
    // Meanwhile the server shows no task state.
    return CONFIRMING.has(migration?.status ?? '') ? underway({ state: migration?.status }) : absent({ host, status });
  };
  await step.ensure<unknown>('confirmed', {
    check,
    change: async () => {
      try {
        await servers.confirmResize(server.id);
      } catch (error) {
        // The cloud may have been faster: 409 when it has confirmed, 400 ("has not been resized") while it does.
        if (!isRefusal(error) || (await check()).is === 'absent') throw error;
      }
    },
    assume: undefined,
    every: 2,
    timeout: 900,
  });
}

const isRefusal = (error: unknown): boolean =>
  isOpenStackError(error) && (error.kind === 'conflict' || error.kind === 'invalid-input');
