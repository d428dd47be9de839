import { type Clock, inParallel } from '@opsbook/context';
import { isOpenStackError } from '../core/errors.ts';
import type { Listing } from '../core/listing.ts';
import type { Server } from './server.ts';
import type { ServerFilter } from './server-filter.ts';

/** Where servers are read. */
export interface ServerSource {
  list: (filter: ServerFilter) => Listing<Server>;
  get: (id: string) => Promise<Server>;
}

// Nova's processes and we may disagree about the time by so much.
const MARGIN_MS = 300_000;
const AT_ONCE = 8;

/**
 * Looks at servers for those who wait for them: one list of what has changed lately, however many they are, because a list by
 * ids nova does not have and a list of everything may be ten thousand servers. What has not changed is as it was seen last.
 */
export class ServerLook {
  readonly #source: ServerSource;
  readonly #clock: Clock;
  #known = new Map<string, Server>();
  /** Milliseconds: the newest change seen, by nova's own clock. */
  #newest = 0;
  #allProjects = true;

  constructor(source: ServerSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** Those of them that exist. */
  async look(ids: readonly string[]): Promise<Server[]> {
    // Nobody has looked at any of these before: what they did up to now is told by asking for them.
    const fresh = !ids.some((id) => this.#known.has(id));
    const since = (fresh ? this.#clock.now() : this.#newest) - MARGIN_MS;
    const changed = new Map((await this.#changedSince(new Date(since).toISOString())).map((one) => [one.id, one]));
    const times = [...changed.values()].map(({ updatedAt, createdAt }) => Date.parse(updatedAt ?? createdAt));
    const known = new Map<string, Server>();
    const all = await inParallel(ids, AT_ONCE, async (id) => changed.get(id) ?? this.#known.get(id) ?? this.#one(id));
    for (const seen of all) {
      if (seen === undefined) continue;
      known.set(seen.id, seen);
      times.push(Date.parse(seen.updatedAt ?? seen.createdAt));
    }
    this.#known = known;
    this.#newest = Math.max(fresh ? 0 : this.#newest, ...times);
    // Nova lists what was deleted among what has changed.
    return [...known.values()].filter(({ status }) => status !== 'DELETED');
  }

  async #changedSince(changesSince: string): Promise<Server[]> {
    try {
      return await this.#source.list({ changesSince, allProjects: this.#allProjects });
    } catch (error) {
      // Only admins may list the servers of all projects.
      if (!this.#allProjects || !isOpenStackError(error) || error.kind !== 'forbidden') throw error;
      this.#allProjects = false;
      return this.#source.list({ changesSince, allProjects: false });
    }
  }

  async #one(id: string): Promise<Server | undefined> {
    try {
      return await this.#source.get(id);
    } catch (error) {
      if (isOpenStackError(error) && error.code === 'OPENSTACK_NOT_FOUND') return undefined;
      throw error;
    }
  }
}
