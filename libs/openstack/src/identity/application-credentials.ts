import type { Secret } from '@opsbook/context';
import { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import {
  type AccessRule,
  type ApplicationCredential,
  type KeystoneCredential,
  type NewlyMadeCredential,
  accessRule,
  applicationCredential,
  newlyMade,
} from './application-credential.ts';

export interface NewApplicationCredential {
  /** Unique among the user's. */
  name: string;
  description?: string;
  /**
   * Some of the token's, by id or by name; default all of them. A busy keystone that serves several requests in one process
   * (its `AuthContextMiddleware` keeps the token for all of them) may look for another token's roles then, and refuse with
   * `Could not find role assignment`: name them.
   */
  roles?: readonly ({ id: string } | { name: string })[];
  /** UTC, ISO 8601; default never. */
  expiresAt?: string;
  /** It may make and delete application credentials and trusts; default false. */
  unrestricted?: boolean;
  /** All that it may ask for; default whatever the roles allow. */
  accessRules?: readonly Omit<AccessRule, 'id'>[];
  /** Default: keystone makes one. */
  secret?: Secret;
}

/** Whose: default those of the token's user. Others' are for admins and the readers of the system. */
export interface Owner {
  userId?: string;
}

/** `/v3/users/{id}/application_credentials` and `access_rules` */
export class ApplicationCredentials {
  readonly #keystone: ServiceClient;
  readonly #ownId: () => Promise<string>;

  constructor(keystone: ServiceClient, ownId: () => Promise<string>) {
    this.#keystone = keystone;
    this.#ownId = ownId;
  }

  list({ name, ...owner }: Owner & { name?: string } = {}): Listing<ApplicationCredential> {
    const shape = {
      key: 'application_credentials',
      idOf: (raw: KeystoneCredential) => raw.id,
      map: applicationCredential,
    };
    const label = 'list application credentials';
    return this.#list(owner, (path) =>
      listing(this.#keystone, () => ({ method: 'GET', path: `${path}/${shape.key}`, query: { name }, label }), shape),
    );
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async get(id: string, owner: Owner = {}): Promise<ApplicationCredential> {
    const operation = {
      method: 'GET',
      path: `${await this.#path(owner)}/application_credentials/${segment(id)}`,
      key: 'application_credential',
      label: `get application credential ${id}`,
    } as const;
    return this.#keystone.ask(operation, (body: CredentialBody) => applicationCredential(body.application_credential));
  }

  /**
   * For the token's own user and project. What comes back holds the secret, which is told only now.
   * @throws OPENSTACK_CONFLICT when the user has one of that name; OPENSTACK_BAD_REQUEST for a role that the token has not, or an
   * end in the past; OPENSTACK_NOT_FOUND for a role that does not exist; OPENSTACK_FORBIDDEN when the login is itself an
   * application credential that is not `unrestricted`
   */
  async create(wanted: NewApplicationCredential): Promise<NewlyMadeCredential> {
    const { name, description, roles, expiresAt, unrestricted, accessRules, secret } = wanted;
    const operation = {
      method: 'POST',
      path: `${await this.#path({})}/application_credentials`,
      body: {
        application_credential: {
          ...{ name, description, roles, unrestricted, secret },
          expires_at: expiresAt,
          access_rules: accessRules,
        },
      },
      key: 'application_credential',
      label: `create application credential '${name}'`,
    } as const;
    return this.#keystone.ask(operation, (body: CredentialBody) => newlyMade(body.application_credential));
  }

  /** Its tokens die with it. @throws OPENSTACK_NOT_FOUND */
  async delete(id: string, owner: Owner = {}): Promise<void> {
    await this.#keystone.request({
      method: 'DELETE',
      path: `${await this.#path(owner)}/application_credentials/${segment(id)}`,
      label: `delete application credential ${id}`,
    });
  }

  /** The access rules of all of them; they stay when a credential is deleted. */
  accessRules(owner: Owner = {}): Listing<AccessRule> {
    const shape = { key: 'access_rules', idOf: (raw: AccessRule) => raw.id, map: accessRule };
    const label = 'list access rules';
    return this.#list(owner, (path) =>
      listing(this.#keystone, () => ({ method: 'GET', path: `${path}/access_rules`, label }), shape),
    );
  }

  /** @throws OPENSTACK_FORBIDDEN while a credential has it; OPENSTACK_NOT_FOUND */
  async deleteAccessRule(id: string, owner: Owner = {}): Promise<void> {
    const path = `${await this.#path(owner)}/access_rules/${segment(id)}`;
    await this.#keystone.request({ method: 'DELETE', path, label: `delete access rule ${id}` });
  }

  async #path({ userId }: Owner): Promise<string> {
    return `/users/${segment(userId ?? (await this.#ownId()))}`;
  }

  #list<T>(owner: Owner, make: (path: string) => Listing<T>): Listing<T> {
    const path = () => this.#path(owner);
    return new Listing<T>(async function* () {
      yield await make(await path());
    });
  }
}

interface CredentialBody {
  application_credential: KeystoneCredential;
}
