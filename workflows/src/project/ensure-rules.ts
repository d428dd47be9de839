import type { SecurityGroupRule } from '@opsbook/openstack';
import { type RunContext, absent, done } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { ifKnown } from './if-known.ts';
import { type WantedRule, ruleKey } from './wanted-rules.ts';

export interface WantedRules {
  cloud: string;
  projectId: string;
  group: { id: string; name: string };
  rules: readonly WantedRule[];
}

/**
 * The rules of a security group, all in one request: neutron takes many of one group at once, not of several. Cancelled, it
 * deletes those that it made.
 */
export async function ensureRules(ctx: RunContext<Services>, wanted: WantedRules): Promise<void> {
  const { securityGroupRules } = ctx.services.openstack(wanted.cloud).network;
  const { projectId, group, rules } = wanted;
  if (rules.length === 0) return;
  const present = async () => (await securityGroupRules.list({ securityGroupId: group.id })).filter(isPlain);
  const missing = async () => {
    const there = new Set((await present()).map(ruleKey));
    return rules.filter((rule) => !there.has(ruleKey(rule)));
  };
  const before = await ctx.read(`rules of ${group.name} before`, () =>
    ifKnown(group.id, async () => (await missing()).map(ruleKey), rules.map(ruleKey)),
  );
  await ctx.ensure(`rules of ${group.name}`, {
    check: () =>
      ifKnown(
        group.id,
        async () => {
          const { length } = await missing();
          return length === 0 ? done() : absent({ missing: length });
        },
        absent(),
      ),
    change: async () =>
      securityGroupRules.createMany(
        (await missing()).map((rule) => ({ ...rule, securityGroupId: group.id, projectId })),
      ),
    undo: async () => {
      for (const rule of await present()) {
        if (before.includes(ruleKey(rule))) await securityGroupRules.delete(rule.id);
      }
    },
    preview: () => `${before.length} in one request`,
    assume: undefined,
  });
}

/** Rules about another group are none of ours. */
const isPlain = ({ remoteGroupId, remoteAddressGroupId }: SecurityGroupRule) =>
  remoteGroupId === null && remoteAddressGroupId === null;
