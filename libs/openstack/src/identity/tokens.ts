import type { Secret } from '@opsbook/context';
import { isOpenStackError } from '../core/errors.ts';
import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { type Domain, type KeystoneDomain, domain } from './domains.ts';
import { type KeystoneProject, type Project, project } from './project.ts';

/** What the client's own token opens (`/v3/auth/...`), and the end of tokens. */
export class Tokens {
  readonly #keystone: ServiceClient;
  readonly #own: () => Promise<Secret>;

  constructor(keystone: ServiceClient, own: () => Promise<Secret>) {
    this.#keystone = keystone;
    this.#own = own;
  }

  /** The projects to which the user could log in. */
  projects(): Listing<Project> {
    const shape = { key: 'projects', idOf: (raw: KeystoneProject) => raw.id, map: project };
    const label = 'list the own projects';
    return listing(this.#keystone, () => ({ method: 'GET', path: '/auth/projects', label }), shape);
  }

  /** The domains to which the user could log in. */
  domains(): Listing<Domain> {
    const shape = { key: 'domains', idOf: (raw: KeystoneDomain) => raw.id, map: domain };
    const label = 'list the own domains';
    return listing(this.#keystone, () => ({ method: 'GET', path: '/auth/domains', label }), shape);
  }

  /** Whether the user could log in to the system (`system_scope: all`). */
  async system(): Promise<boolean> {
    const label = 'look whether the system is open';
    return this.#keystone.ask(
      { method: 'GET', path: '/auth/system', key: 'system', label },
      (body: { system: { all?: boolean }[] }) => body.system.some(({ all }) => all === true),
    );
  }

  /**
   * Ends a token; default the client's own, which then logs in anew for its next request. Keystone refuses it at once,
   * a service when its cache forgets it (`token_cache_time`, 300 s by default). One that is dead already is no error.
   * @throws OPENSTACK_FORBIDDEN for the token of another user, unless an admin asks
   */
  async revoke(token?: Secret): Promise<void> {
    try {
      await this.#keystone.request({
        method: 'DELETE',
        path: '/auth/tokens',
        headers: { 'x-subject-token': token ?? (await this.#own()) },
        label: 'revoke a token',
      });
    } catch (error) {
      if (!isOpenStackError(error) || error.code !== 'OPENSTACK_NOT_FOUND') throw error;
    }
  }
}
