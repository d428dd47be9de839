import { inParallel } from '@opsbook/context';
import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { unlessGone } from '../unless-gone.ts';

/** Users and projects by id, as far as they are known. */
export interface People {
  users: Record<string, { name: string; email: string | null }>;
  projects: Record<string, { name: string; contact: string | null }>;
}

export interface Owned {
  userId: string | null;
  projectId: string;
}

// So many requests at once: an LDAP behind keystone is slow and easily overrun.
const AT_ONCE = 8;

/** Whose something is: each user and project is asked for once. One that is gone is left out. */
export async function readPeople(ctx: RunContext<Services>, cloud: string, owned: readonly Owned[]): Promise<People> {
  const { identity } = ctx.services.openstack(cloud);
  const users = distinct(owned.flatMap(({ userId }) => userId ?? []));
  const projects = distinct(owned.map(({ projectId }) => projectId));
  return await ctx.read('owners', async () => ({
    users: await byId(users, async (id) => {
      const { name, email } = await identity.users.get(id);
      return { name, email: addressOf(email) };
    }),
    projects: await byId(projects, async (id) => {
      const { name, tags } = await identity.projects.get(id);
      return { name, contact: contactOf(tags) };
    }),
  }));
}

/** The address among a project's tags: what `project.create` leaves there. */
export const contactOf = (tags: readonly string[]): string | null =>
  tags.map(addressOf).find((address) => address !== null) ?? null;

const ADDRESS = z.email();

function addressOf(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return ADDRESS.safeParse(trimmed).success ? trimmed : null;
}

async function byId<T>(ids: readonly string[], get: (id: string) => Promise<T>): Promise<Record<string, T>> {
  const found = await inParallel(ids, AT_ONCE, async (id) => ({ id, value: await unlessGone(get(id)) }));
  return Object.fromEntries(found.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]])));
}

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)].sort();
