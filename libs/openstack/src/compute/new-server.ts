import type { Operation } from '../core/service-client.ts';

export interface NewServer {
  name: string;
  flavorId: string;
  imageId: string;
  /** `none`, `auto` (the project's only network), or one entry per port. */
  networks: 'none' | 'auto' | readonly ({ uuid: string } | { port: string })[];
  /** Onto this host, past nobody's filters: the scheduler still checks it. Admins only. */
  host?: string;
  availabilityZone?: string;
  metadata?: Record<string, string>;
}

/** The request that makes the server. */
export function creation(wanted: NewServer): Pick<Operation, 'body' | 'label' | 'since'> {
  const { name, flavorId, imageId, networks, host, availabilityZone, metadata } = wanted;
  // `none` and `auto` came with 2.37, a host of one's choice with 2.74.
  const withoutHost = typeof networks === 'string' ? '2.37' : '2.1';
  return {
    body: {
      server: {
        name,
        flavorRef: flavorId,
        imageRef: imageId,
        networks,
        ...(host !== undefined && { host }),
        ...(availabilityZone !== undefined && { availability_zone: availabilityZone }),
        ...(metadata !== undefined && { metadata }),
      },
    },
    label: `create server '${name}'`,
    since: host === undefined ? withoutHost : '2.74',
  };
}
