import { isOpenStackError } from '@opsbook/openstack';
import type { QueryOptions } from './query-options.ts';

// What the client calls its requests, of the kinds that `--own-project` is for.
const OF_ALL_PROJECTS = /^list (servers|images|volumes):/;

/** What a user may do to whom a list is refused that is for admins; undefined for anything else that went wrong. */
export function adviceFor(
  error: unknown,
  queried: string,
  { ownProject, with: joined }: QueryOptions,
): string | undefined {
  if (!isOpenStackError(error) || error.code !== 'OPENSTACK_FORBIDDEN') return undefined;
  const [, kind] = OF_ALL_PROJECTS.exec(error.message) ?? [];
  const own = kind !== undefined && queried.toLowerCase().startsWith(kind.slice(0, -1));
  if (own && ownProject !== true) return `To list the ${kind} of your own project: --own-project`;
  if (joined !== undefined) return `What --with ${joined} joins is listed too: leave out what you may not list`;
  return undefined;
}
