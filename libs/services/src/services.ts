import type { OpenStackClient } from '@opsbook/openstack';
import type { Config } from './config.ts';

/** What a runbook gets: a client for every service of the site, and the facts of the site. */
export interface Services {
  /**
   * The client of a cloud, always the same one for the same name. It logs in at its first request.
   * @throws ConfigError CONFIG_UNKNOWN_CLOUD, listing the clouds that are known; OpenStackError OPENSTACK_CONFIG when
   *   the cloud's entry in clouds.yaml is wrong. Both before any request.
   */
  openstack(cloud: string): OpenStackClient;
  /** The site's facts and policies; secrets in it print as `***`. */
  readonly config: Config;
}

/** Services whose connections end with {@link ServiceConnection.close}. */
export interface ServiceConnection extends Services {
  /**
   * Ends the requests and connections of every client; a client got before is of no use afterwards. Calling it twice is
   * harmless.
   */
  close(): void;
}
