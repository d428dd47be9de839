import { Secret } from '@opsbook/context';
import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';

/** A public key that new servers may be given. It belongs to a user, not to a project. */
export interface Keypair {
  name: string;
  type: 'ssh' | 'x509';
  /** MD5, with colons. */
  fingerprint: string;
  publicKey: string;
}

/** Whose keypairs; default the token's user. Other users' are for admins. */
export interface KeypairOwner {
  userId?: string;
}

// From 2.92 on nova makes no keys any more.
const UP_TO = '2.91';

// Pages, and other users' keypairs.
const SINCE = '2.35';

/** `/os-keypairs` */
export class Keypairs {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  list({ userId }: KeypairOwner = {}): Listing<Keypair> {
    return listing(
      this.#nova,
      () => ({ method: 'GET', path: '/os-keypairs', query: { user_id: userId }, label: 'list keypairs', since: SINCE }),
      { key: 'keypairs', idOf: (raw: NovaKeypair) => raw.keypair.name, map: (raw) => keypair(raw) },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async get(name: string, { userId }: KeypairOwner = {}): Promise<Keypair> {
    const { body } = await this.#nova.request<NovaKeypair>({
      method: 'GET',
      path: pathOf(name),
      query: { user_id: userId },
      key: 'keypair',
      label: `get keypair '${name}'`,
      since: SINCE,
    });
    return keypair(body);
  }

  /** @throws OPENSTACK_CONFLICT when the name is taken; OPENSTACK_BAD_REQUEST for what is no public key; OPENSTACK_QUOTA */
  async import(name: string, publicKey: string, owner: KeypairOwner = {}): Promise<Keypair> {
    return keypair(await this.#create({ name, public_key: publicKey }, owner));
  }

  /**
   * Lets nova make the keys; the private one is told this once and kept nowhere.
   * @throws OPENSTACK_CONFLICT when the name is taken; OPENSTACK_QUOTA
   */
  async generate(name: string, owner: KeypairOwner = {}): Promise<Keypair & { privateKey: Secret }> {
    const raw = await this.#create({ name }, owner, UP_TO);
    return { ...keypair(raw), privateKey: new Secret(raw.keypair.private_key ?? '') };
  }

  /** Servers keep the key that they were given. @throws OPENSTACK_NOT_FOUND */
  async delete(name: string, { userId }: KeypairOwner = {}): Promise<void> {
    await this.#nova.request({
      method: 'DELETE',
      path: pathOf(name),
      query: { user_id: userId },
      label: `delete keypair '${name}'`,
      since: SINCE,
    });
  }

  async #create(
    given: { name: string; public_key?: string },
    { userId }: KeypairOwner,
    upTo?: string,
  ): Promise<NovaKeypair> {
    const { body } = await this.#nova.request<NovaKeypair>({
      method: 'POST',
      path: '/os-keypairs',
      body: { keypair: { ...given, ...(userId !== undefined && { user_id: userId }) } },
      key: 'keypair',
      label: `create keypair '${given.name}'`,
      since: SINCE,
      ...(upTo !== undefined && { upTo }),
    });
    return body;
  }
}

const pathOf = (name: string): string => `/os-keypairs/${segment(name)}`;

interface NovaKeypair {
  keypair: {
    name: string;
    /** Left out before 2.2. */
    type?: 'ssh' | 'x509';
    fingerprint: string;
    public_key: string;
    private_key?: string;
  };
}

const keypair = ({ keypair: raw }: NovaKeypair): Keypair => ({
  name: raw.name,
  type: raw.type ?? 'ssh',
  fingerprint: raw.fingerprint,
  publicKey: raw.public_key,
});
