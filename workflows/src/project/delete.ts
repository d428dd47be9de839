import { isOpenStackError } from '@opsbook/openstack';
import { type RunContext, absent, done, fail, keep, refuse } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { attempt } from '../attempt.ts';
import { cloud, project } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { clearProject } from './clear-project.ts';
import { Leftover, describeLeftovers, findLeftovers } from './leftovers.ts';
import { mustFind } from './look-up.ts';
import { ProjectAccess, projectAccess } from './project-access.ts';
import { refuseProtected } from './refuse-protected.ts';
import { RemovalReport, removeLeftovers } from './remove-leftovers.ts';
import { unlessAbsent } from './unless-absent.ts';

const Input = z.strictObject({
  cloud,
  project,
  confirmName: z.string().min(1).max(64).describe('The project’s name, once more: another one is refused'),
  leftovers: z
    .enum(['delete', 'keep'])
    .optional()
    .describe(
      'What becomes of all that belongs to it: deleted, or left without an owner. Default: refuse if there is any',
    ),
});

const Report = RemovalReport.extend({
  project: z
    .object({ id: z.string(), name: z.string(), description: z.string(), tags: z.array(z.string()) })
    .nullable(),
  access: ProjectAccess.nullable(),
  left: z.array(Leftover),
});

type Report = z.output<typeof Report>;

/** Deletes a project and, if told, all that belongs to it. */
export const deleteProject = runbook({
  name: 'project.delete',
  summary: 'Delete a project and, if told, all that belongs to it',
  description:
    'Shows what the project has: servers and their groups, floating IPs, snapshots, volumes, routers, ports, networks, ' +
    'security groups, images, members, flavors, networks of others. Other things (volume backups, subnet pools, trunks, what ' +
    'other services keep) are not looked for. Refused if it is protected by the configuration, by its tag or by ' +
    'keystone’s option, if opsbook itself is logged in to it, if projects are below it, or if something belongs to it and leftovers does not say what becomes of ' +
    'that. Then disables the project, so that nothing new is made, deletes what belongs to it in that order, its access, ' +
    'its limits, and at last the project. If something cannot be deleted, the project stays, disabled, and the report says ' +
    'what is left: run it again. A project that is not there is as it should be. Cancelling enables the project again; what ' +
    'is deleted stays deleted.',
  risk: 'destructive',
  input: Input,
  output: Report,
  replaces: [
    {
      action: 'project.delete',
      call: { cloud: 'prod', project: 'web', confirmName: 'web' },
      better:
        'Shows what still exists and refuses unless told what becomes of it; protected projects are configuration, and the ' +
        'preview is a plan instead of a failed run.',
    },
  ],
  targets: (input, services) => [services.openstack(input.cloud).targetOf('project', input.project)],
  async run(ctx, input) {
    const client = ctx.services.openstack(input.cloud);
    const { projects } = client.identity;
    const found = await mustFind(ctx, 'project', () => unlessAbsent(projects.find(input.project)));
    if (found === null) return { project: null, access: null, deleted: [], failed: [], left: [] };
    await refuseProtected(ctx, input, found);
    const access = await ctx.read('members and access', () => projectAccess(client, found.id));
    const before = await ctx.read('what belongs to it', () => findLeftovers(client, found.id));
    if (before.length > 0 && input.leftovers === undefined) {
      const what = describeLeftovers(before);
      refuse(`${found.name} still has ${what}. Say with leftovers whether to delete them or to keep them`);
    }
    await ctx.ensure('project disabled', {
      check: async () => ((await unlessAbsent(projects.get(found.id)))?.enabled === true ? absent() : done()),
      change: () => projects.disable(found.id),
      undo: async () => {
        if ((await unlessAbsent(projects.get(found.id))) === null) keep('the project is deleted');
        await projects.enable(found.id);
      },
      assume: undefined,
    });
    const removed =
      input.leftovers === 'delete' ? await removeLeftovers(ctx, input.cloud, before) : { deleted: [], failed: [] };
    const left = await ctx.read('what is left', () => findLeftovers(client, found.id));
    const { id, name, description, tags } = found;
    const report: Report = { project: { id, name, description, tags }, access, ...removed, left };
    if (ctx.planning && input.leftovers === 'delete') report.left = [];
    if (report.left.length > 0 && input.leftovers !== 'keep')
      fail(`${name} is disabled but not deleted: it has ${describeLeftovers(report.left)}`, report);
    const deleted = await attempt(() =>
      ctx.ensure('project deleted', {
        check: async () => ((await unlessAbsent(projects.get(id))) === null ? done() : absent()),
        change: async () => {
          await endAccess(ctx, input.cloud, id, access);
          // What is kept needs its group and limits.
          if (report.left.length === 0) await clearProject(client, id);
          await projects.delete(id);
        },
        preview: () => name,
        assume: undefined,
      }),
    );
    if (!deleted.ok) fail(`${name} is disabled but not deleted: ${deleted.error.message}`, report);
    return report;
  },
});

async function endAccess(ctx: RunContext<Services>, on: string, id: string, access: ProjectAccess): Promise<void> {
  const { compute, network } = ctx.services.openstack(on);
  for (const flavor of access.flavors) await unlessAbsent(compute.flavorAccess.remove(flavor.id, id));
  for (const { policyId } of access.networks) {
    await network.rbacPolicies.delete(policyId).catch((error: unknown) => {
      // In use by what is kept.
      if (!isOpenStackError(error) || (error.kind !== 'conflict' && error.kind !== 'not-found')) throw error;
    });
  }
}
