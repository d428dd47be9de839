import { type RunContext, absent, unknown } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { ensureRules } from './ensure-rules.ts';
import { stepName } from '../step-name.ts';
import { ifKnown } from './if-known.ts';
import type { KeepIfUsed } from './keep-if-used.ts';
import { oneOf, ownOf } from './own-of.ts';
import type { WantedGroups } from './wanted-rules.ts';

export interface WantedSecurity {
  cloud: string;
  projectId: string;
  groups: WantedGroups;
  keepIfUsed: KeepIfUsed;
}

/** The project's security groups with their rules. What else is in them stays. */
export async function ensureGroups(ctx: RunContext<Services>, wanted: WantedSecurity): Promise<void> {
  const { securityGroups } = ctx.services.openstack(wanted.cloud).network;
  const { cloud, projectId, groups, keepIfUsed } = wanted;
  const named = async (name: string) =>
    (await securityGroups.list({ projectId, name })).map((group) => ({ id: group.id, name: group.name }));
  // Neutron makes the group `default` when it is first asked for a project's groups.
  const first = await ctx.read('security group default', () =>
    ifKnown<string | null>(
      projectId,
      async () => {
        const [group] = await named('default');
        if (group === undefined) throw new Error('neutron shows no security group default of the project');
        return group.id;
      },
      null,
    ),
  );
  for (const [name, rules] of Object.entries(groups)) {
    const made: { id?: string } = {};
    const { id } =
      name === 'default'
        ? { id: first ?? (unknown('security group id') as string) }
        : await ctx.ensure<{ id: string }>(`security group ${stepName(name)}`, {
            check: () => ifKnown(projectId, async () => oneOf(await named(name), made.id), absent()),
            change: () => securityGroups.create({ name, projectId }),
            undo: async () => {
              await keepIfUsed(projectId);
              await securityGroups.delete(ownOf(await named(name), made.id));
            },
            assume: { id: unknown('security group id') },
          });
    made.id = id;
    await ensureRules(ctx, { cloud, projectId, group: { id, name }, rules, keepIfUsed });
  }
}
