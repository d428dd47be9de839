import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { type ActorSearch, type Named, findActors } from './find-actors.ts';
import { allFound, lookUp, refuseFaults } from './look-up.ts';

export interface RoleSearch {
  cloud: string;
  project: string;
  role: string;
  /** Who gets or loses it. */
  who: Pick<ActorSearch, 'names' | 'domain' | 'what'>;
}

/** Who is to have or to lose which role where; refused with all that is not to be found. */
export async function findRole(
  ctx: RunContext<Services>,
  { cloud, project, role, who }: RoleSearch,
): Promise<{ project: Named; role: Named; people: Named[] }> {
  const { identity } = ctx.services.openstack(cloud);
  const named = ({ id, name }: Named): Named => ({ id, name });
  const [found, itsRole, people] = await Promise.all([
    lookUp(ctx, 'project', async () => named(await identity.projects.find(project))),
    lookUp(ctx, 'role', async () => named(await identity.roles.find(role))),
    findActors(ctx, { cloud, ...who }),
  ]);
  refuseFaults([found, itsRole, ...people].flatMap(({ fault }) => fault ?? []));
  return { ...allFound({ project: found, role: itsRole }), people: people.flatMap((one) => one.found ?? []) };
}
