import type { Project } from '@opsbook/openstack';
import { type Look, type RunContext, absent, done, failed, keep, unknown } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { stepName } from '../step-name.ts';
import { clearProject } from './clear-project.ts';
import { ifKnown } from './if-known.ts';
import type { KeepIfUsed } from './keep-if-used.ts';
import { describeLeftovers, findLeftovers } from './leftovers.ts';
import { projectAccess } from './project-access.ts';

/** Tag of the projects that were made by `project.create`. */
export const MARKER = 'opsbook';

export interface WantedProject {
  cloud: string;
  name: string;
  domainId: string;
  parentId?: string;
  description: string;
  /** Its contact, the marker and, where it is not to be deleted, the tag of that. */
  tags: readonly string[];
  immutable: boolean;
  /** Takes one that was not made by this. */
  adopt: boolean;
}

/** What of a project that is there already is not as it would have been made; empty: it was made by this. */
export function strangeness(
  { name, parentId, description, tags }: WantedProject,
  found: Pick<Project, 'id' | 'parentId' | 'description' | 'tags' | 'enabled'>,
): { faults: string[]; adoptable: boolean } {
  const missing = tags.filter((tag) => !found.tags.includes(tag));
  const elsewhere = parentId !== undefined && found.parentId !== parentId;
  const why = [
    ...(missing.length > 0 ? [`it has no tag ${missing.map((tag) => `'${tag}'`).join(', ')}`] : []),
    ...(found.description === description ? [] : [`its description is '${found.description}'`]),
    ...(elsewhere ? ['its parent is another one'] : []),
    ...(found.enabled ? [] : ['it is disabled']),
  ];
  const faults = why.length === 0 ? [] : [`there is a project '${name}' (${found.id}) already: ${why.join(', ')}`];
  return { faults, adoptable: !elsewhere && found.enabled };
}

/** Makes the project. Cancelled, it deletes the one that it made, unless somebody has put something into it. */
export async function ensureProject(
  ctx: RunContext<Services>,
  wanted: WantedProject,
  keepIfUsed: KeepIfUsed,
): Promise<string> {
  const client = ctx.services.openstack(wanted.cloud);
  const { projects } = client.identity;
  const { name, domainId, parentId, description, tags, immutable } = wanted;
  const find = async () => (await projects.list({ name, domainId })).at(0);
  const made: { id?: string } = {};
  const { id } = await ctx.ensure<{ id: string }>('project', {
    check: async (): Promise<Look<{ id: string }>> => {
      const found = await find();
      if (found === undefined) return absent();
      const { faults, adoptable } = strangeness(wanted, found);
      const why = faults.at(0);
      return why === undefined || (wanted.adopt && adoptable) ? done({ id: found.id }) : failed(why);
    },
    change: () =>
      projects.create({
        ...{ name, domainId, description, tags, enabled: true },
        ...(parentId !== undefined && { parentId }),
        ...(immutable && { immutable }),
      }),
    undo: async () => {
      const found = await find();
      if (found === undefined) return;
      if (made.id !== undefined && found.id !== made.id) keep(`it is another one, ${found.id}, and not ${made.id}`);
      await keepIfUsed(found.id);
      const left = await findLeftovers(client, found.id);
      if (left.length > 0) keep(`it still has ${describeLeftovers(left)}`);
      const { members } = await projectAccess(client, found.id);
      if (members.length > 0) keep(`others have roles on it: ${members.join(', ')}`);
      if ((await projects.subtreeIds(found.id)).length > 0) keep('projects are below it');
      await clearProject(client, found.id);
      if (found.immutable) await projects.update(found.id, { immutable: false });
      await projects.delete(found.id);
    },
    preview: () => `${name}${immutable ? ', immutable' : ''}`,
    assume: { id: unknown('project id') },
  });
  made.id = id;
  await ensureTags(ctx, wanted, id);
  if (immutable) await ensureImmutable(ctx, wanted.cloud, id);
  return id;
}

/** Of a project that was there before; one that is made is immutable from the beginning. */
async function ensureImmutable(ctx: RunContext<Services>, cloud: string, id: string): Promise<void> {
  const { projects } = ctx.services.openstack(cloud).identity;
  await ctx.ensure('immutable', {
    check: () => ifKnown(id, async () => ((await projects.get(id)).immutable ? done() : absent()), done()),
    change: () => projects.update(id, { immutable: true }),
    undo: () => projects.update(id, { immutable: false }),
    assume: undefined,
  });
}

/** The tags of a project that was there before; one that was made has them. */
async function ensureTags(ctx: RunContext<Services>, { cloud, tags }: WantedProject, id: string): Promise<void> {
  const { projects } = ctx.services.openstack(cloud).identity;
  const missing = async () => {
    const there = await projects.tags(id);
    return tags.filter((tag) => !there.includes(tag));
  };
  const before = await ctx.read('tags missing', () => ifKnown(id, missing, []));
  for (const tag of before) {
    await ctx.ensure(`tag ${stepName(tag)}`, {
      check: async () => ((await missing()).includes(tag) ? absent() : done()),
      change: () => projects.addTag(id, tag),
      undo: () => projects.removeTag(id, tag),
      assume: undefined,
    });
  }
}
