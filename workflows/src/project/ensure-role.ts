import type { Grant } from '@opsbook/openstack';
import { type RunContext, absent, done } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { ifKnown } from './if-known.ts';
import type { KeepIfUsed } from './keep-if-used.ts';

/** A role of a user or a group on a project. */
export type ProjectGrant = Grant & { projectId: string };

/** Gives a role. Cancelled, it takes back the one that it gave. */
export async function ensureRole(
  ctx: RunContext<Services>,
  cloud: string,
  grant: ProjectGrant,
  keepIfUsed?: KeepIfUsed,
): Promise<void> {
  const { roleAssignments } = ctx.services.openstack(cloud).identity;
  await ctx.ensure('role given', {
    check: () =>
      ifKnown(grant.projectId, async () => ((await roleAssignments.check(grant)) ? done() : absent()), absent()),
    change: () => roleAssignments.grant(grant),
    undo: async () => {
      await keepIfUsed?.(grant.projectId);
      await roleAssignments.revoke(grant);
    },
    assume: undefined,
  });
}

/** Takes a role away. Cancelled, it gives back the one that it took. */
export async function ensureNoRole(ctx: RunContext<Services>, cloud: string, grant: ProjectGrant): Promise<void> {
  const { roleAssignments } = ctx.services.openstack(cloud).identity;
  await ctx.ensure('role taken', {
    check: async () => ((await roleAssignments.check(grant)) ? absent() : done()),
    change: () => roleAssignments.revoke(grant),
    undo: () => roleAssignments.grant(grant),
    assume: undefined,
  });
}
