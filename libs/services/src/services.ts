import type { AlertmanagerClient } from '@opsbook/alertmanager';
import type { EmailAccount } from '@opsbook/email';
import type { IcingaClient } from '@opsbook/icinga';
import type { JiraClient } from '@opsbook/jira';
import type { OpenStackClient } from '@opsbook/openstack';
import type { PrometheusClient } from '@opsbook/prometheus';
import type { SshClient } from '@opsbook/ssh';
import type { StackStormClient } from '@opsbook/stackstorm';
import type { Config } from './config.ts';
import type { Webhook } from './webhook.ts';

/**
 * What a runbook gets: a client for every service of the site, and the facts of the site. Each client is made when it is first
 * asked for, always the same one for the same entry; nothing is sent before its first request.
 *
 * Without a name one gets the entry that `defaults` names, else the only one there is, else the one called `default`.
 * @throws ConfigError from each of them, before any request: CONFIG_NO_SERVICE when the section has no entry; CONFIG_UNKNOWN_SERVICE when
 *   it has none of that name, or several and none is the usual one; CONFIG_NOT_FOUND when a file with a certificate cannot be read
 */
export interface Services {
  /**
   * The client of a cloud. It logs in at its first request.
   * @throws ConfigError CONFIG_UNKNOWN_CLOUD, listing the clouds that are known; OpenStackError OPENSTACK_CONFIG when
   *   the cloud's entry in clouds.yaml is wrong. Both before any request.
   */
  openstack(cloud: string): OpenStackClient;
  alertmanager(name?: string): AlertmanagerClient;
  prometheus(name?: string): PrometheusClient;
  icinga(name?: string): IcingaClient;
  jira(name?: string): JiraClient;
  email(account?: string): EmailAccount;
  stackstorm(name?: string): StackStormClient;
  /** Commands and files on hosts: one client for all of them. @throws SshError SSH_CONFIG */
  ssh(): SshClient;
  webhook(name: string): Webhook;
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
