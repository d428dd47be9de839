import { refuse } from '@opsbook/runbook';
import * as z from 'zod';
import { cloud, serverId } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { eligibility } from './eligibility.ts';
import { MoveReport } from './move-report.ts';
import { moveServer } from './move-server.ts';
import { moveFields } from './move-fields.ts';
import { destinationsNow } from './preflight/preflight.ts';
import { refuseDestination } from './refuse-destination.ts';

/** Moves one server to another hypervisor. */
export const migrateServer = runbook({
  name: 'server.migrate',
  summary: 'Move a server to another hypervisor',
  description:
    'Live if it runs (cold if it is SHUTOFF, or liveMigration is off), with a snapshot first if asked for. Whether it can be ' +
    'moved is decided before anything is done to it: status, task state, lock, the rules under migration.policies, and ' +
    'whether a host would take it. A cold migration is confirmed. It has moved when nova shows it on another host, and not before.',
  risk: 'disruptive',
  input: z.strictObject({ cloud, server: serverId, ...moveFields }),
  output: MoveReport,
  replaces: [
    {
      action: 'server.migrate',
      call: { cloud: 'prod', server: '0a1b2c3d-0000-4000-8000-00000000000a', snapshot: true },
      better:
        'Whether it can move is known before the snapshot, its own migration is followed instead of the first one on record, ' +
        'and only the host that it ends on counts.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('server', input.server)],
  async run(ctx, input) {
    const { servers } = ctx.services.openstack(input.cloud).compute;
    const server = await ctx.read('server', () => servers.get(input.server));
    const { id, name, host: from } = server;
    if (from === null) refuse(`${name} is on no hypervisor (${server.status})`);
    if (from === input.destination) {
      return {
        id,
        name,
        from,
        to: from,
        how: 'live' as const,
        seconds: 0,
        migrationId: null,
        requestId: null,
        snapshot: null,
        note: 'it is there already',
      };
    }
    const plan = eligibility(server, ctx.services.config.migration.policies, input);
    if (!plan.eligible) refuse(`${name} cannot be moved: ${plan.why}`);
    if (input.destination !== undefined) await refuseDestination(ctx, input.cloud, input.destination);
    if (input.preflight) {
      const cloud = ctx.services.openstack(input.cloud);
      const sought = { server, how: plan.how };
      const { why } = await ctx.read('destinations', () => destinationsNow(cloud, sought, input));
      if (why !== undefined) refuse(`${name} has nowhere to go: ${why}`);
    }
    return await moveServer(ctx, { ...input, server, from, plan });
  },
});
