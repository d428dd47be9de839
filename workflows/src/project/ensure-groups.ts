import type { SecurityGroupRule } from '@opsbook/openstack';
import { type Look, type RunContext, absent, done, failed, keep, unknown } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { ifKnown } from './if-known.ts';
import { type WantedGroups, ruleKey } from './wanted-rules.ts';

export interface WantedSecurity {
  cloud: string;
  projectId: string;
  groups: WantedGroups;
}

/** The project's security groups and, in one request, their rules. What else is in them stays. */
export async function ensureGroups(ctx: RunContext<Services>, wanted: WantedSecurity): Promise<void> {
  const { securityGroups, securityGroupRules } = ctx.services.openstack(wanted.cloud).network;
  const { projectId, groups } = wanted;
  const named = (name: string) => securityGroups.list({ projectId, name });
  const ids: Record<string, string> = {};
  // Neutron makes the group `default` when it is first asked for a project's groups.
  ids['default'] = await ctx.read('security group default', () =>
    ifKnown(projectId, async () => (await named('default'))[0]?.id ?? '', ''),
  );
  for (const name of Object.keys(groups).filter((other) => other !== 'default')) {
    const { id } = await ctx.ensure<{ id: string }>(`security group ${name}`, {
      check: () => ifKnown(projectId, async () => one(name, await named(name)), absent()),
      change: () => securityGroups.create({ name, projectId }),
      undo: async () => {
        const [group] = await named(name);
        if (group !== undefined) await securityGroups.delete(group.id);
      },
      assume: { id: unknown('security group id') },
    });
    ids[name] = id;
  }
  const missing = async () => {
    const there = await securityGroupRules.list({ projectId });
    const has = new Set(there.filter(plain).map((rule) => `${rule.securityGroupId} ${ruleKey(rule)}`));
    return newRules().filter((rule) => !has.has(`${rule.securityGroupId} ${ruleKey(rule)}`));
  };
  const newRules = () =>
    Object.entries(groups).flatMap(([name, rules]) =>
      rules.map((rule) => ({ ...rule, securityGroupId: ids[name] ?? '' })),
    );
  const total = newRules().length;
  const before = await ctx.read('rules missing', () =>
    ifKnown<string[] | null>(
      projectId,
      async () => (await missing()).map((rule) => `${rule.securityGroupId} ${ruleKey(rule)}`),
      null,
    ),
  );
  await ctx.ensure('security group rules', {
    check: () =>
      ifKnown(
        projectId,
        async () => {
          const { length } = await missing();
          return length === 0 ? done() : absent({ missing: length });
        },
        total === 0 ? done() : absent(),
      ),
    change: async () => securityGroupRules.createMany((await missing()).map((rule) => ({ ...rule, projectId }))),
    undo: async () => {
      const ours = new Set(before ?? []);
      if (ours.size === 0) keep('none of them is known to be this run’s');
      for (const rule of (await securityGroupRules.list({ projectId })).filter(plain)) {
        if (ours.has(`${rule.securityGroupId} ${ruleKey(rule)}`)) await securityGroupRules.delete(rule.id);
      }
    },
    preview: () => `${before?.length ?? total} rules, in one request`,
    assume: undefined,
  });
}

/** Rules about another group are none of ours. */
const plain = ({ remoteGroupId, remoteAddressGroupId }: SecurityGroupRule) =>
  remoteGroupId === null && remoteAddressGroupId === null;

function one(name: string, found: readonly { id: string }[]): Look<{ id: string }> {
  const [first, second] = found;
  if (first === undefined) return absent();
  if (second === undefined) return done({ id: first.id });
  return failed(`${found.length} security groups are called '${name}': ${found.map(({ id }) => id).join(', ')}`);
}
