import { type RunContext, absent, done } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { cloud, flavor, project } from '../fields.ts';
import { named } from '../named.ts';
import { allFound, lookUp } from './look-up.ts';

export const FlavorInput = z.strictObject({ cloud, project, flavor });
export const FlavorReport = z.object({ project: named, flavor: named.extend({ isPublic: z.boolean() }) });

type FlavorInput = z.output<typeof FlavorInput>;
type FlavorReport = z.output<typeof FlavorReport>;

/** Project and flavor; refused with both where neither is to be found. */
export async function findFlavor(ctx: RunContext<Services>, input: FlavorInput): Promise<FlavorReport> {
  const { compute, identity } = ctx.services.openstack(input.cloud);
  const [itsProject, itsFlavor] = await Promise.all([
    lookUp(ctx, 'project', async () => {
      const { id, name } = await identity.projects.find(input.project);
      return { id, name };
    }),
    lookUp(ctx, 'flavor', async () => {
      const { id, name, isPublic } = await compute.flavors.find(input.flavor);
      return { id, name, isPublic };
    }),
  ]);
  return allFound({ project: itsProject, flavor: itsFlavor });
}

/** Lets a project use a private flavor, or no longer. Cancelled, it takes that back. */
export async function ensureFlavorAccess(
  ctx: RunContext<Services>,
  on: string,
  { project: { id: projectId }, flavor: { id: flavorId } }: FlavorReport,
  wanted: boolean,
): Promise<void> {
  const { flavorAccess } = ctx.services.openstack(on).compute;
  const set = (may: boolean) =>
    may ? flavorAccess.add(flavorId, projectId) : flavorAccess.remove(flavorId, projectId);
  await ctx.ensure(wanted ? 'access given' : 'access taken', {
    check: async () => ((await flavorAccess.list(flavorId)).includes(projectId) === wanted ? done() : absent()),
    change: () => set(wanted),
    undo: () => set(!wanted),
    assume: undefined,
  });
}
