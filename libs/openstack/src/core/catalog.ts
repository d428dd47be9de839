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
 * @throws OPENSTACK_NO_ENDPOINT, listing what the catalog has
 */
export function endpointOf(config: CloudConfig, catalog: CatalogBody, type: string): string {
  const override = config.endpointOverrides[type];
  if (override !== undefined) return override.replace(/\/+$/, '');

  const wanted: Wanted = {
    type,
    interface: config.interfaces?.[type] ?? config.interface,
    region: config.regions?.[type] ?? config.region,
  };
  const missing = (what: string) => noEndpoint(config.name, wanted, what);
  const all = catalog.filter((service) => service.type === type).flatMap((service) => service.endpoints);
  const fitting = all.filter(
    (endpoint) =>
      endpoint.interface === wanted.interface && (wanted.region === undefined || regionOf(endpoint) === wanted.region),
  );
  const regions = [...new Set(fitting.map(regionOf))];
  if (regions.length > 1) throw missing(`it is in the regions ${regions.join(', ')}: set region_name`);
  const [endpoint] = fitting;
  if (endpoint !== undefined) return endpoint.url.replace(/\/+$/, '');
  if (all.length > 0) {
    const has = all.map((other) => `${other.interface} in ${regionOf(other)}`);
    throw missing(`the catalog has it as ${[...new Set(has)].join(', ')}`);
  }
  const types = catalog.map((service) => service.type).sort();
  if (types.length > 0) throw missing(`the catalog has ${types.join(', ')}`);
  throw missing('the catalog is empty: is the token scoped to a project (project_name)?');
}

interface Wanted {
  type: string;
  interface: EndpointInterface;
  region: string | undefined;
}

const regionOf = (endpoint: CatalogBody[number]['endpoints'][number]): string =>
  endpoint.region_id ?? endpoint.region ?? '';

function noEndpoint(cloud: string, wanted: Wanted, what: string): OpenStackError {
  const where = wanted.region === undefined ? '' : ` in region '${wanted.region}'`;
  return new OpenStackError(
    'OPENSTACK_NO_ENDPOINT',
    `cloud '${cloud}' has no usable ${wanted.interface} endpoint for '${wanted.type}'${where}: ${what}`,
    { service: wanted.type },
  );
}
