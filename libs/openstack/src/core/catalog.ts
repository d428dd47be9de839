import type { CloudConfig, EndpointInterface } from '../config/cloud-config.ts';
import { OpenStackError } from './errors.ts';

/** The catalog in a token's body. */
export type CatalogBody = readonly {
  type: string;
  endpoints: readonly { interface: string; region_id?: string | null; region?: string | null; url: string }[];
}[];

/**
 * The address of a service for this cloud: the configured override, else the catalog's for region and interface.
 * Without a configured region the service must be in one region only: acting on whichever comes first could drain a
 * host of the wrong one.
 * @param olderTypes under which the catalog may have it instead: cinder has been `volume`, `volumev3` and `block-storage`
 * @throws OPENSTACK_NO_ENDPOINT, listing what the catalog has
 */
export function endpointOf(
  config: CloudConfig,
  catalog: CatalogBody,
  type: string,
  olderTypes: readonly string[] = [],
): string {
  const types = [type, ...olderTypes];
  const override = ofService(config.endpointOverrides, types);
  if (override !== undefined) return override.replace(/\/+$/, '');

  const wanted: Wanted = {
    type,
    interface: ofService(config.interfaces, types) ?? config.interface,
    region: ofService(config.regions, types) ?? config.region,
  };
  const missing = (what: string) => noEndpoint(config.name, wanted, what);
  const byType = types.map((one) =>
    catalog.filter((service) => service.type === one).flatMap(({ endpoints }) => endpoints),
  );
  const all = byType.flat();
  const fits = (endpoint: Endpoint) =>
    endpoint.interface === wanted.interface && (wanted.region === undefined || regionOf(endpoint) === wanted.region);
  const fitting = byType.map((endpoints) => endpoints.filter(fits)).find(({ length }) => length > 0) ?? [];
  const regions = [...new Set(fitting.map(regionOf))];
  if (regions.length > 1) throw missing(`it is in the regions ${regions.join(', ')}: set region_name`);
  const [endpoint] = fitting;
  if (endpoint !== undefined) return endpoint.url.replace(/\/+$/, '');
  if (all.length > 0) {
    const has = all.map((other) => `${other.interface} in ${regionOf(other)}`);
    throw missing(`the catalog has it as ${[...new Set(has)].join(', ')}`);
  }
  if (catalog.some((service) => types.includes(service.type))) {
    // Keystone leaves out an address with a project in it where the token has none.
    throw missing(
      'the catalog has it without an address, as for a token of the system or a domain: use one of a project',
    );
  }
  const others = catalog.map((service) => service.type).sort();
  if (others.length > 0) throw missing(`the catalog has ${others.join(', ')}`);
  throw missing('the catalog is empty: is the token scoped to a project (project_name)?');
}

/** A service's setting, which clouds.yaml has under one of its types. */
export const ofService = <T>(settings: Record<string, T> | undefined, types: readonly string[]): T | undefined =>
  types.map((type) => settings?.[type]).find((setting) => setting !== undefined);

type Endpoint = CatalogBody[number]['endpoints'][number];

interface Wanted {
  type: string;
  interface: EndpointInterface;
  region: string | undefined;
}

const regionOf = (endpoint: Endpoint): string => endpoint.region_id ?? endpoint.region ?? '';

function noEndpoint(cloud: string, wanted: Wanted, what: string): OpenStackError {
  const where = wanted.region === undefined ? '' : ` in region '${wanted.region}'`;
  return new OpenStackError(
    'OPENSTACK_NO_ENDPOINT',
    `cloud '${cloud}' has no usable ${wanted.interface} endpoint for '${wanted.type}'${where}: ${what}`,
    { service: wanted.type },
  );
}
