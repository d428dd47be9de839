import type { Server } from '@opsbook/openstack';
import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import type { Eligibility } from './eligibility.ts';
import { ensureConfirmed } from './ensure-confirmed.ts';
import { ensureSnapshot } from './ensure-snapshot.ts';
import { type Moved, lookAtMove } from './look-at-move.ts';
import type { MoveReport } from './move-report.ts';
import { type Before, before } from './trace.ts';
import { unlessStuck } from './unless-stuck.ts';

export interface MoveOptions {
  cloud: string;
  server: Server;
  /** The host it is to leave. */
  from: string;
  /** Default: the scheduler's choice. */
  destination?: string | undefined;
  /** What a cancel does to a live migration under way. */
  onCancel: 'finish' | 'abort';
  plan: Extract<Eligibility, { eligible: true }>;
}

/** Moves a server that was found eligible, and believes only its host. */
export async function moveServer(step: RunContext<Services>, options: MoveOptions): Promise<MoveReport> {
  const { server, from, plan } = options;
  const cloud = step.services.openstack(options.cloud);
  const snapshot = plan.snapshot ? await ensureSnapshot(step, options.cloud, server) : null;
  const known = await step.read('moves before', () => before(cloud, server.id));
  const startedAt = await step.now();
  const where = { id: server.id, name: server.name, from };
  // A server left between its cold migration and the confirmation would be charged to both hosts.
  return await step.uninterrupted(async (inner) => {
    const moved = await ensureMoved(inner, options, known);
    if (plan.how === 'cold') await ensureConfirmed(inner, options, known);
    // Still inside: a cancel that came meanwhile must not take the report of a server that has moved.
    const seconds = Math.round((Date.parse(await inner.now()) - Date.parse(startedAt)) / 1000);
    const note = plan.note === undefined ? {} : { note: plan.note };
    return { ...where, ...moved, how: plan.how, seconds, snapshot, ...note };
  });
}

async function ensureMoved(
  step: RunContext<Services>,
  { cloud: name, server, from, destination, onCancel, plan: { how } }: MoveOptions,
  known: Before,
): Promise<Moved> {
  const cloud = step.services.openstack(name);
  const { servers, migrations } = cloud.compute;
  const to = destination === undefined ? {} : { host: destination };
  const abort = async () => {
    const running = (await migrations.inProgress(server.id)).find(({ id }) => id > known.migration);
    // Nova records a migration about a second after it was asked for; nothing has been aborted then.
    if (running === undefined) throw new Error(`nova shows no live migration of ${server.name} to abort`);
    await migrations.abortLive(server.id, running.id);
  };
  return await step.ensure<Moved>('moved', {
    check: unlessStuck(() => lookAtMove(cloud, { serverId: server.id, from, destination, known })),
    change: async () => {
      // Nova works on the move with the token that asks for it, to the end.
      await cloud.renewToken();
      return await (how === 'live' ? servers.liveMigrate(server.id, to) : servers.migrate(server.id, to));
    },
    ...(how === 'live' && onCancel === 'abort' && { abort }),
    preview: () => `${how}, from ${from} to ${destination ?? "the scheduler's choice"}`,
    assume: { to: destination ?? null, migrationId: null, requestId: null },
    every: 2,
    timeout: step.services.config.migration.timeout,
  });
}
