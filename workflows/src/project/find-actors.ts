import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { stepName } from '../step-name.ts';
import { type Found, lookUp } from './look-up.ts';

/** Somebody or something with a name. */
export interface Named {
  id: string;
  name: string;
}

export interface ActorSearch {
  cloud: string;
  /** Names or ids; what is there twice is looked for once. */
  names: readonly string[];
  /** By name or id; default: any. */
  domain: string | undefined;
  /** What they are called in the steps' names. */
  what: 'user' | 'admin' | 'group';
}

/** Each of these users or groups, once by whichever names, or why it is not to be found. */
export async function findActors(ctx: RunContext<Services>, search: ActorSearch): Promise<Found<Named>[]> {
  const { identity } = ctx.services.openstack(search.cloud);
  const { domain, what } = search;
  const names = [...new Set(search.names)];
  if (names.length === 0) return [];
  const where = await lookUp(ctx, `domain of ${what}s`, async () =>
    domain === undefined ? {} : { domainId: (await identity.domains.find(domain)).id },
  );
  if (where.fault !== undefined) return [where];
  const all = what === 'group' ? identity.groups : identity.users;
  const looked = await Promise.all(
    names.map((name) =>
      lookUp(ctx, `${what} ${stepName(name)}`, async () => {
        const found = await all.find(name, where.found);
        return { id: found.id, name: found.name };
      }),
    ),
  );
  const ids = looked.map(({ found }) => found?.id);
  return looked.filter(({ found }, index) => found === undefined || ids.indexOf(found.id) === index);
}
