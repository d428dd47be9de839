import type { Api } from './api.ts';
import { type Checkable, type WireCheckable, toCheckable } from './checkable.ts';
import { IcingaError } from './errors.ts';
import { FilterBuilder, type FilterValue } from './filter/icinga-filter.ts';

const STATES = ['UP', 'DOWN'] as const;

/** PENDING: never checked. Icinga itself counts such a host as down. */
export type HostState = (typeof STATES)[number] | 'PENDING';

export interface Host extends Checkable {
  name: string;
  /** Empty when none is configured. */
  address: string;
  state: HostState;
}

/** All that is given must hold. */
export interface HostFilter {
  /** Exactly. */
  name?: string;
  /** `hv*`: `*` and `?` are wildcards, `\` makes them themselves; letters' case does not matter. */
  match?: string;
  state?: HostState;
  /** Custom variables, by name: `{ team: 'cloud' }`. */
  vars?: Readonly<Record<string, FilterValue>>;
}

interface WireHost extends WireCheckable {
  address: string;
}

/** The hosts that Icinga watches. */
export class Hosts {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** By name; an empty list where there is none. @throws ICINGA_FORBIDDEN without `objects/query/Host` */
  async list({ name, match, state, vars }: HostFilter = {}): Promise<Host[]> {
    const filter = new FilterBuilder().equal('host.name', name).match('host.name', match).vars('host', vars);
    if (state !== undefined) filter.state('host', state, STATES);
    const found = await this.#api.query<WireHost>('hosts', filter.build(), 'list the hosts');
    return found.map(({ attrs }) => toHost(attrs)).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws ICINGA_NOT_FOUND */
  async get(name: string): Promise<Host> {
    const [host] = await this.list({ name });
    if (host === undefined) throw new IcingaError('ICINGA_NOT_FOUND', `there is no host '${name}'`);
    return host;
  }
}

const toHost = (wire: WireHost): Host => ({
  name: wire.name,
  address: wire.address,
  state: wire.last_check < 0 ? 'PENDING' : (STATES[wire.state] ?? 'DOWN'),
  ...toCheckable(wire),
});
