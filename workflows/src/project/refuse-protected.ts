import { type RunContext, refuse } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';

/** Refuses what may not be deleted, with every reason. Disabled, the project of opsbook's own login would lock it out. */
export async function refuseProtected(
  ctx: RunContext<Services>,
  input: { cloud: string; confirmName: string },
  { id, name, tags, immutable }: { id: string; name: string; tags: string[]; immutable: boolean },
): Promise<void> {
  const { protected: untouchable, immutableTag } = ctx.services.config.projects;
  const client = ctx.services.openstack(input.cloud);
  const below = await ctx.read('projects below it', () => client.identity.projects.subtreeIds(id));
  const own = await ctx.read('own project', async () => (await client.whoAmI()).projectId ?? null);
  const why = [
    ...(input.confirmName === name
      ? []
      : [`its name is '${name}', and not '${input.confirmName}' as confirmName says`]),
    ...(own === id ? ['opsbook itself is logged in to it'] : []),
    ...(untouchable.some((one) => one === id || one === name)
      ? ['the configuration protects it (projects.protected)']
      : []),
    ...(tags.includes(immutableTag) ? [`it has the tag '${immutableTag}'`] : []),
    ...(immutable ? ['keystone has it as immutable'] : []),
    ...(below.length > 0 ? [`projects are below it: ${below.join(', ')}`] : []),
  ];
  if (why.length > 0) refuse(`${name} (${id}) is not deleted: ${why.join('; ')}`);
}
