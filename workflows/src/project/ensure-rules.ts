import type { SecurityGroupRule } from '@opsbook/openstack';
import { type RunContext, absent, done } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { stepName } from '../step-name.ts';
import { ifKnown } from './if-known.ts';
import type { KeepIfUsed } from './keep-if-used.ts';
import { type WantedRule, ruleKey } from './wanted-rules.ts';

export interface WantedRules {
  cloud: string;
  projectId: string;
  group: { id: string; name: string };
  rules: readonly WantedRule[];
  keepIfUsed: KeepIfUsed;
}

/**
 * The rules of a security group, all in one request: neutron takes many of one group at once, not of several. Cancelled, it
 * deletes those that it made.
 */
export async function ensureRules(ctx: RunContext<Services>, wanted: WantedRules): Promise<void> {
  const { securityGroupRules } = ctx.services.openstack(wanted.cloud).network;
  const { projectId, group, rules, keepIfUsed } = wanted;
  const title = stepName(group.name);
  if (rules.length === 0) return;
  const present = async () => (await securityGroupRules.list({ securityGroupId: group.id })).filter(isPlain);
  const missing = async () => {
    const there = new Set((await present()).map(ruleKey));
    return rules.filter((rule) => !there.has(ruleKey(rule)));
  };
  const before = await ctx.read(`rules of ${title} before`, () =>
    ifKnown(group.id, async () => (await missing()).map(ruleKey), rules.map(ruleKey)),
  );
  const own = async () => (await present()).filter((rule) => before.includes(ruleKey(rule)));
  let made = false;
  await ctx.ensure(`rules of ${title}`, {
    check: () =>
      ifKnown(
        group.id,
        async () => {
          // Of what was made, one that is left is to be taken back, whatever became of the others.
          const { length } = await missing();
          return (made ? (await own()).length > 0 : length === 0) ? done() : absent({ missing: length });
        },
        absent(),
      ),
    change: async () =>
      securityGroupRules.createMany(
        (await missing()).map((rule) => ({ ...rule, securityGroupId: group.id, projectId })),
      ),
    undo: async () => {
      await keepIfUsed(projectId);
      for (const { id } of await own()) await securityGroupRules.delete(id);
    },
    preview: () => `${before.length} in one request`,
    assume: undefined,
  });
  made = true;
}

/** Rules about another group are none of ours. */
const isPlain = ({ remoteGroupId, remoteAddressGroupId }: SecurityGroupRule) =>
  remoteGroupId === null && remoteAddressGroupId === null;
