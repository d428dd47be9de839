import type { Api } from './api.ts';
import { type Checkable, type WireCheckable, toCheckable } from './checkable.ts';
import { FilterBuilder, type FilterValue } from './filter/icinga-filter.ts';

const STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;

/** PENDING: never checked. */
export type ServiceState = (typeof STATES)[number] | 'PENDING';

export interface Service extends Checkable {
  host: string;
  /** Unique on its host. */
  name: string;
  state: ServiceState;
}

/** All that is given must hold. */
export interface ServiceFilter {
  /** The host's name, exactly. */
  host?: string;
  /** The service's name on its host, exactly. */
  name?: string;
  /** Of the service's name: `*` and `?` are wildcards, `\` makes them themselves; letters' case does not matter. */
  match?: string;
  state?: ServiceState;
  /** The service's custom variables, by name. */
  vars?: Readonly<Record<string, FilterValue>>;
}

interface WireService extends WireCheckable {
  host_name: string;
}

/** The services of the hosts that Icinga watches. */
export class Services {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** By host and name; an empty list where there is none. @throws ICINGA_FORBIDDEN without `objects/query/Service` */
  async list({ host, name, match, state, vars }: ServiceFilter = {}): Promise<Service[]> {
    const filter = new FilterBuilder().equal('service.host_name', host).equal('service.name', name);
    filter.match('service.name', match).vars('service', vars);
    if (state !== undefined) filter.state('service', state, STATES);
    const found = await this.#api.query<WireService>('services', filter.build(), 'list the services');
    return found.map(({ attrs }) => toService(attrs)).sort(byHostAndName);
  }
}

const byHostAndName = (a: Service, b: Service): number =>
  a.host === b.host ? (a.name < b.name ? -1 : 1) : a.host < b.host ? -1 : 1;

const toService = (wire: WireService): Service => ({
  host: wire.host_name,
  name: wire.name,
  state: wire.last_check < 0 ? 'PENDING' : (STATES[wire.state] ?? 'UNKNOWN'),
  ...toCheckable(wire),
});
