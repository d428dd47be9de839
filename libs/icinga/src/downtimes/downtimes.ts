import type { Clock } from '@opsbook/context';
import type { Api } from '../api.ts';
import { isIcingaError } from '../errors.ts';
import { FilterBuilder } from '../filter/icinga-filter.ts';
import type { Services } from '../services.ts';
import { type Downtime, type WireDowntime, toDowntime } from './downtime.ts';
import { coversAll } from './covers-all.ts';
import { type NewDowntime, type ResolvedDowntime, resolveDowntime } from './new-downtime.ts';

/** All that is given must hold. */
export interface DowntimeFilter {
  host?: string;
  /** Null: only those of hosts themselves. */
  service?: string | null;
  author?: string;
  /** Exactly. */
  comment?: string;
}

/** What became of it. */
export interface EnsuredDowntime {
  outcome: 'scheduled' | 'reused';
  /** Everything that covers what was asked for: the host's and its services', or the service's. */
  downtimes: Downtime[];
}

/** Downtimes: anybody's to look at, our own to make and remove. */
export class Downtimes {
  readonly #api: Api;
  readonly #services: Services;
  readonly #author: string;
  readonly #clock: Clock;

  constructor(api: Api, services: Services, { author, clock }: { author: string; clock: Clock }) {
    this.#api = api;
    this.#services = services;
    this.#author = author;
    this.#clock = clock;
  }

  /** By start; an empty list where there is none. Icinga keeps one for about a minute after its end. */
  async list({ host, service, author, comment }: DowntimeFilter = {}): Promise<Downtime[]> {
    const filter = new FilterBuilder().equal('downtime.host_name', host).equal('downtime.author', author);
    filter.equal('downtime.comment', comment);
    if (service !== undefined) filter.equal('downtime.service_name', service ?? '');
    const found = await this.#api.query<WireDowntime>('downtimes', filter.build(), 'list the downtimes');
    const downtimes = found.map(({ name, attrs }) => toDowntime(name, attrs));
    return downtimes.sort((a, b) => (a.startsAt + a.name < b.startsAt + b.name ? -1 : 1));
  }

  /**
   * Schedules one, also where the same one is there: see {@link ensure}.
   * @returns the full names: of the host's or service's downtime, then of those of the host's services
   * @throws ICINGA_NOT_FOUND for an unknown host or service; ICINGA_INVALID_INPUT; ICINGA_FORBIDDEN without
   * `actions/schedule-downtime`; with `outcomeUnknown` where it may have been scheduled
   */
  async schedule(input: NewDowntime): Promise<string[]> {
    return this.#schedule(resolveDowntime(input, this.#clock));
  }

  /**
   * Schedules one unless downtimes of ours with the same comment cover all of it until then; where Icinga did not answer, looks
   * whether it did. A downtime cannot be extended: one that ends too early stays beside the new one until its end.
   * @throws as {@link schedule}
   */
  async ensure(input: NewDowntime): Promise<EnsuredDowntime> {
    const wanted = resolveDowntime(input, this.#clock);
    const there = await this.#covering(wanted);
    if (there !== undefined) return { outcome: 'reused', downtimes: there };
    let names: string[];
    try {
      names = await this.#schedule(wanted);
    } catch (error) {
      if (!isIcingaError(error) || !error.outcomeUnknown) throw error;
      const made = await this.#covering(wanted);
      if (made === undefined) throw error;
      return { outcome: 'scheduled', downtimes: made };
    }
    const all = await this.list({ host: wanted.host, author: this.#author });
    return { outcome: 'scheduled', downtimes: all.filter(({ name }) => names.includes(name)) };
  }

  /**
   * Removes downtimes of ours (the client's `author`), never another's: Icinga itself would remove all of a host's.
   * Those of a host's services go with that of the host with which they were made.
   * @returns what was removed; an empty list where there was none
   * @throws ICINGA_FORBIDDEN without `actions/remove-downtime`
   */
  async removeOwn(which: Omit<DowntimeFilter, 'author'>): Promise<Downtime[]> {
    const named = await this.list({ ...which, author: this.#author });
    // Icinga refuses to remove what its configuration schedules, whatever the author.
    const own = named.filter(({ scheduledBy }) => scheduledBy === null);
    const chosen = new Set(own.map(({ name }) => name));
    for (const { name, parent } of own) {
      if (parent === null || !chosen.has(parent)) await this.#remove(name);
    }
    return own;
  }

  async #schedule({ host, service, allServices, comment, start, end, flexibleFor }: ResolvedDowntime) {
    const what = service === null ? `host ${host}` : `service ${service} of host ${host}`;
    const target = service === null ? { type: 'Host', host } : { type: 'Service', service: `${host}!${service}` };
    const times = { start_time: start, end_time: end, fixed: flexibleFor === null };
    const body = {
      ...target,
      ...times,
      author: this.#author,
      comment,
      ...(flexibleFor !== null && { duration: flexibleFor }),
      ...(allServices && { all_services: true }),
    };
    const results = await this.#api.act('schedule-downtime', body, `schedule a downtime of ${what}`);
    return results.flatMap(({ name, service_downtimes = [] }) => [
      ...(name === undefined ? [] : [name]),
      ...service_downtimes.map((one) => one.name),
    ]);
  }

  async #remove(name: string): Promise<void> {
    try {
      await this.#api.act('remove-downtime', { downtime: name, author: this.#author }, `remove downtime ${name}`);
    } catch (error) {
      // It ended in between, or went with its parent.
      if (!isIcingaError(error) || error.code !== 'ICINGA_NOT_FOUND') throw error;
    }
  }

  async #covering(wanted: ResolvedDowntime): Promise<Downtime[] | undefined> {
    const { host, service, comment, allServices } = wanted;
    const ours = await this.list({ host, author: this.#author, comment, ...(!allServices && { service }) });
    if (ours.length === 0) return undefined;
    const services = allServices ? await this.#services.list({ host }) : [];
    return coversAll(wanted, ours, [service, ...services.map(({ name }) => name)]);
  }
}
