import { refuse } from '@opsbook/runbook';
import * as z from 'zod';
import { cloud, serverId } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { unlessGone } from '../unless-gone.ts';
import { ensureDeleted } from './ensure-deleted.ts';

/** Deletes one server. */
export const deleteServer = runbook({
  name: 'server.delete',
  summary: 'Delete a server and wait until it is gone',
  description:
    'By force, also where the cloud keeps deleted servers for a while. A locked one is refused unless told. One that is gone ' +
    'is a normal answer. Its volumes are kept or deleted as nova has them marked.',
  risk: 'destructive',
  input: z.strictObject({
    cloud,
    server: serverId,
    includeLocked: z.boolean().default(false).describe('Delete it although it is locked'),
  }),
  output: z.object({ id: z.string(), name: z.string().nullable().describe('null: it was gone already') }),
  targets: (input, services) => [services.openstack(input.cloud).targetOf('server', input.server)],
  async run(ctx, { cloud: name, server: id, includeLocked }) {
    const { servers } = ctx.services.openstack(name).compute;
    const found = await ctx.read('server', async () => {
      const server = await unlessGone(servers.get(id));
      return server === undefined ? null : { name: server.name, locked: server.locked, why: server.lockedReason };
    });
    if (found?.locked === true && !includeLocked) {
      refuse(`${found.name} is locked${found.why === null ? '' : `: ${found.why}`}`);
    }
    await ensureDeleted(ctx, name, id);
    return { id, name: found?.name ?? null };
  },
});
