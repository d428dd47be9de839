import { aggregates } from './aggregates.ts';
import { capacities } from './capacities.ts';
import { flavors } from './flavors.ts';
import { floatingIps } from './floating-ips.ts';
import { hypervisors } from './hypervisors.ts';
import { images } from './images.ts';
import { networks } from './networks.ts';
import { ports } from './ports.ts';
import { projects } from './projects.ts';
import type { Resource } from './resource.ts';
import { routers } from './routers.ts';
import { servers } from './servers.ts';
import { services } from './services.ts';
import { users } from './users.ts';
import { volumeSnapshots } from './volume-snapshots.ts';
import { volumes } from './volumes.ts';

/** Everything that can be queried. */
export const CATALOGUE = {
  servers,
  users,
  projects,
  flavors,
  images,
  hypervisors,
  capacities,
  services,
  aggregates,
  volumes,
  volumeSnapshots,
  ports,
  floatingIps,
  networks,
  routers,
} as const;

export type Catalogue = typeof CATALOGUE;
export type ResourceName = keyof Catalogue;

/** The kinds that can be queried. */
export const RESOURCE_NAMES = Object.keys(CATALOGUE) as readonly ResourceName[];

export const RESOURCES: Readonly<Record<ResourceName, Resource>> = CATALOGUE;

/** The definition of a kind that another one's join names. */
export const resourceOf = (name: string): Resource => RESOURCES[name as ResourceName];

/** A kind of resource that refers to another one, or is referred to by it. */
export interface Link {
  readonly from: Resource;
  /** The property of `from`, a text or a list, that holds what `on` of the other, a text or a list, does. */
  readonly by: string;
  readonly on: string;
}

/**
 * What a kind refers to, by the names of its joins, and what refers to it, by the names of these kinds. Of several references
 * of one kind the first counts.
 */
export function linksOf({ name, joins, members }: Resource): Map<string, Link> {
  const links = new Map<string, Link>();
  for (const [join, { to, by, on }] of Object.entries({ ...joins, ...members })) {
    links.set(join, { from: resourceOf(to), by: on, on: by });
  }
  for (const from of Object.values(RESOURCES)) {
    for (const { to, by, on } of Object.values({ ...from.joins, ...from.members })) {
      if (to === name && !links.has(from.name)) links.set(from.name, { from, by, on });
    }
  }
  return links;
}
