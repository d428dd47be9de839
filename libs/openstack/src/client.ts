import type { Context } from '@opsbook/context';
import { HttpClient, type HttpClientOptions } from '@opsbook/http';
import { BlockStorage } from './block-storage/block-storage.ts';
import { Compute } from './compute/compute.ts';
import type { CloudConfig } from './config/cloud-config.ts';
import { tlsOf } from './config/tls.ts';
import { cloudId } from './core/cloud-id.ts';
import { Session } from './core/session.ts';
import type { Identification } from './core/token.ts';
import { Identity } from './identity/identity.ts';
import { ImageService } from './image/image.ts';
import { NetworkService } from './network/network.ts';
import { PlacementService } from './placement/placement.ts';

/** How requests are sent: see `HttpClientOptions`, whose defaults apply. */
export type HttpSettings = Pick<HttpClientOptions, 'connectTimeout' | 'timeout' | 'retries'>;

/** What a client is told beside the cloud's configuration. */
export interface ClientSettings {
  /** Begins every lease target; default: made of auth URL and region. */
  canonicalId?: string;
  /** The configuration's `apiTimeout` wins over `timeout`. */
  http?: HttpSettings;
}

/** One cloud, as one user, in one region. Made by {@link openstack}. */
export class OpenStackClient {
  /** The name in clouds.yaml. */
  readonly cloud: string;
  readonly identity: Identity;
  readonly compute: Compute;
  readonly image: ImageService;
  readonly network: NetworkService;
  readonly placement: PlacementService;
  readonly blockStorage: BlockStorage;
  readonly #id: string;
  readonly #session: Session;
  readonly #http: HttpClient;

  constructor(config: CloudConfig, context: Context, { canonicalId, http }: ClientSettings = {}) {
    this.cloud = config.name;
    this.#id = canonicalId ?? cloudId(config);
    this.#http = new HttpClient({
      ...http,
      context,
      tls: tlsOf(config),
      ...(config.apiTimeout !== undefined && { timeout: config.apiTimeout }),
    });
    this.#session = new Session(config, this.#http, context.clock);
    this.identity = new Identity(this.#session);
    this.compute = new Compute(this.#session);
    this.image = new ImageService(this.#session);
    this.network = new NetworkService(this.#session);
    this.placement = new PlacementService(this.#session);
    this.blockStorage = new BlockStorage(this.#session);
  }

  /** Who the token speaks for: our user, the scope and the roles. */
  async whoAmI(): Promise<Identification> {
    return (await this.#session.token()).who;
  }

  /**
   * Logs in anew although the token may still be good. Worth it before an action that takes long: nova calls the other
   * services with the token that it was asked with until the action ends, and a live migration whose token dies midway
   * fails in nova and may leave the server in the task state `migrating`.
   */
  async renewToken(): Promise<void> {
    await this.#session.renew();
  }

  /**
   * The name under which a lease holds a thing of this cloud: `keystone.example.com:5000/RegionOne/hypervisor/hv1`. It is
   * read off the configuration and is the same for every clouds.yaml entry with the same auth URL and region; with a
   * `canonicalId` it begins with that instead.
   */
  targetOf(kind: string, name: string): string {
    return `${this.#id}/${kind}/${name}`;
  }

  /** Ends requests and connections. What is asked for afterwards is refused with OPENSTACK_ABORTED. */
  close(): void {
    this.#http.close();
  }
}
