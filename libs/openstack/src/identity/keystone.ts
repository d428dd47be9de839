import type { ServiceDefinition } from '../core/service-client.ts';

/** Keystone has one version and no pages. Facts are of the Identity API reference, docs.openstack.org/api-ref/identity/v3. */
export const KEYSTONE: ServiceDefinition = { type: 'identity', version: 'v3' };

/** Projects, domains and roles: while it is set they are neither changed nor deleted, and to end that is a change of its own. */
export interface Immutability {
  /** null takes the option away, which means the same as false. */
  immutable?: boolean | null;
}

/** What keystone calls the options of a resource: it takes them in a mapping of their own. */
export function withOptions<T extends Immutability>({ immutable, ...rest }: T) {
  return { ...rest, ...(immutable !== undefined && { options: { immutable } }) };
}

/** Where a name is looked for. */
export interface NameInDomain {
  /** Names are unique within a domain only; default: any domain. */
  domainId?: string;
}
