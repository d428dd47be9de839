import type { RbacPolicy } from '@opsbook/openstack';
import { type RunContext, absent, done } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { stepName } from '../step-name.ts';
import type { KeepIfUsed } from './keep-if-used.ts';

export interface WantedAccess {
  cloud: string;
  projectId: string;
  network: { id: string; name: string };
  keepIfUsed: KeepIfUsed;
  action: Extract<RbacPolicy['action'], 'access_as_shared' | 'access_as_external'>;
}

/** Lets a project use a network; where all projects may, nothing is to be done. Cancelled, it takes that back. */
export async function ensureNetworkAccess(ctx: RunContext<Services>, wanted: WantedAccess): Promise<void> {
  const { rbacPolicies } = ctx.services.openstack(wanted.cloud).network;
  const { projectId, network, action, keepIfUsed } = wanted;
  const find = async () =>
    (await rbacPolicies.list({ objectId: network.id, action })).filter(
      ({ targetProjectId }) => targetProjectId === '*' || targetProjectId === projectId,
    );
  await ctx.ensure(`access to ${stepName(network.name)}`, {
    check: async () => ((await find()).length > 0 ? done() : absent()),
    change: () =>
      rbacPolicies.create({ objectType: 'network', objectId: network.id, action, targetProjectId: projectId }),
    undo: async () => {
      await keepIfUsed(projectId);
      for (const { id, targetProjectId } of await find()) if (targetProjectId !== '*') await rbacPolicies.delete(id);
    },
    preview: () => action,
    assume: undefined,
  });
}
