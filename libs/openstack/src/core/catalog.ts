import type { CloudConfig } from '../config/cloud-config.ts';
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

  const all = catalog.filter((service) => service.type === type).flatMap((service) => service.endpoints);
  const fitting = all.filter(
    (endpoint) =>
      endpoint.interface === config.interface && (config.region === undefined || regionOf(endpoint) === config.region),
  );
  const regions = [...new Set(fitting.map(regionOf))];
  if (regions.length > 1) {
    throw missing(config, type, `it is in the regions ${regions.join(', ')}: set region_name`);
  }
  const [endpoint] = fitting;
  if (endpoint !== undefined) return endpoint.url.replace(/\/+$/, '');
  if (all.length > 0) {
    const has = all.map((other) => `${other.interface} in ${regionOf(other)}`);
    throw missing(config, type, `the catalog has it as ${[...new Set(has)].join(', ')}`);
  }
  const types = catalog.map((service) => service.type).sort();
  throw missing(
    config,
    type,
    types.length > 0
      ? `the catalog has ${types.join(', ')}`
      : 'the catalog is empty: is the token scoped to a project (project_name)?',
  );
}

const regionOf = (endpoint: CatalogBody[number]['endpoints'][number]): string =>
  endpoint.region_id ?? endpoint.region ?? '';

function missing(config: CloudConfig, type: string, what: string): OpenStackError {
  const where = config.region === undefined ? '' : ` in region '${config.region}'`;
  return new OpenStackError(
    'OPENSTACK_NO_ENDPOINT',
    `cloud '${config.name}' has no usable ${config.interface} endpoint for '${type}'${where}: ${what}`,
    { service: type },
  );
}
