import { type Look, type RunContext, absent, done, failed, unknown } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { ensureRules } from './ensure-rules.ts';
import { ifKnown } from './if-known.ts';
import type { WantedGroups } from './wanted-rules.ts';

export interface WantedSecurity {
  cloud: string;
  projectId: string;
  groups: WantedGroups;
}

/** The project's security groups with their rules. What else is in them stays. */
export async function ensureGroups(ctx: RunContext<Services>, wanted: WantedSecurity): Promise<void> {
  const { securityGroups } = ctx.services.openstack(wanted.cloud).network;
  const { cloud, projectId, groups } = wanted;
  const named = (name: string) => securityGroups.list({ projectId, name });
  // Neutron makes the group `default` when it is first asked for a project's groups.
  const first = await ctx.read('security group default', () =>
    ifKnown<string | null>(projectId, async () => (await named('default'))[0]?.id ?? null, null),
  );
  for (const [name, rules] of Object.entries(groups)) {
    const { id } =
      name === 'default'
        ? { id: first ?? (unknown('security group id') as string) }
        : await ctx.ensure<{ id: string }>(`security group ${name}`, {
            check: () => ifKnown(projectId, async () => one(name, await named(name)), absent()),
            change: () => securityGroups.create({ name, projectId }),
            undo: async () => {
              const [group] = await named(name);
              if (group !== undefined) await securityGroups.delete(group.id);
            },
            assume: { id: unknown('security group id') },
          });
    await ensureRules(ctx, { cloud, projectId, group: { id, name }, rules });
  }
}

function one(name: string, found: readonly { id: string }[]): Look<{ id: string }> {
  const [first, second] = found;
  if (first === undefined) return absent();
  if (second === undefined) return done({ id: first.id });
  return failed(`${found.length} security groups are called '${name}': ${found.map(({ id }) => id).join(', ')}`);
}
