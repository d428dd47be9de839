import type { NotificationSettings } from '@opsbook/services';
import type { Owned, People } from './people.ts';

/** Something that a mail tells of: a row of its table. */
export interface Subject extends Owned {
  id: string;
  /** What the mail is about, in messages. */
  name: string;
}

/** One mail: to whom, and about what. */
export interface Notice<S extends Subject> {
  /** In lower case; everybody has one, so nobody gets two mails. */
  address: string;
  /** How the recipient is addressed. */
  name: string;
  /** Why it is this address: the owner's own, the contact of the project, or the site's fallback. */
  through: 'owner' | 'project' | 'fallback';
  subjects: S[];
}

export interface Notices<S extends Subject> {
  notices: Notice<S>[];
  /** What nobody can be told about. */
  unreachable: S[];
}

/**
 * One notice per person: the owner, else the contact of the project, else the site's fallback. In the order of addresses, so
 * that a plan reads the same twice.
 */
export function noticesOf<S extends Subject>(
  subjects: readonly S[],
  people: People,
  { fallback }: Pick<NotificationSettings, 'fallback'>,
): Notices<S> {
  const found = new Map<string, Notice<S>>();
  const unreachable: S[] = [];
  for (const subject of subjects) {
    const reached = reach(subject, people, fallback);
    if (reached === undefined) {
      unreachable.push(subject);
      continue;
    }
    const address = reached.address.toLowerCase();
    const notice = found.get(address) ?? { ...reached, address, subjects: [] };
    notice.subjects.push(subject);
    found.set(address, notice);
  }
  return { notices: [...found.values()].sort((a, b) => (a.address < b.address ? -1 : 1)), unreachable };
}

function reach(
  { userId, projectId }: Owned,
  { users, projects }: People,
  fallback: string | undefined,
): Pick<Notice<Subject>, 'address' | 'name' | 'through'> | undefined {
  const user = userId === null ? undefined : users[userId];
  const own = user?.email ?? null;
  if (user !== undefined && own !== null) return { address: own, name: user.name, through: 'owner' };
  const project = projects[projectId];
  const contact = project?.contact ?? null;
  if (project !== undefined && contact !== null) {
    return { address: contact, name: `contact of ${project.name}`, through: 'project' };
  }
  return fallback === undefined ? undefined : { address: fallback, name: 'all', through: 'fallback' };
}
