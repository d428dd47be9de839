import { type Context, defaultContext } from '@opsbook/context';
import { type HttpSettings, OpenStackClient } from './client.ts';
import type { CloudConfig } from './config/cloud-config.ts';
import type { CloudSecrets } from './config/cloud-secrets.ts';
import { type ConfigFiles, loadCloudConfig } from './config/load-cloud-config.ts';

export interface OpenStackOptions {
  /** A name in clouds.yaml; default `$OS_CLOUD`, else what `OS_*` describe, else the only cloud there is. */
  cloud?: string;
  /** One of the cloud's regions; default `$OS_REGION_NAME`, else the first. */
  region?: string;
  /**
   * Secrets laid over the cloud's entry, as secure.yaml is: an entry without a password is complete with it. One that the
   * entry's type of login does not use is a fault.
   */
  auth?: CloudSecrets;
  /** The configuration itself, instead of files and environment. */
  config?: CloudConfig;
  /** Guard, clock, signal and log; the default restricts nothing. */
  context?: Context;
  /** Default `process.env`. */
  env?: Record<string, string | undefined>;
  /** Files to read instead of those that are searched for. */
  configFiles?: ConfigFiles;
  /** Begins every lease target instead of auth URL and region: one cloud has one id, however its keystone is reached. */
  canonicalId?: string;
  /** Time-outs in seconds, and retries; `api_timeout` of the cloud wins over `timeout`. */
  http?: HttpSettings;
}

/**
 * A client of one cloud. Nothing is sent before its first request, which logs in.
 * @throws OPENSTACK_CONFIG, listing every fault of the configuration
 */
export function openstack(options: OpenStackOptions = {}): OpenStackClient {
  const { cloud, region, auth, env, configFiles: files, canonicalId, http, context = defaultContext } = options;
  const config =
    options.config ??
    loadCloudConfig({
      ...(cloud !== undefined && { cloud }),
      ...(region !== undefined && { region }),
      ...(auth !== undefined && { auth }),
      ...(env !== undefined && { env }),
      ...(files !== undefined && { files }),
    });
  return new OpenStackClient(config, context, {
    ...(canonicalId !== undefined && { canonicalId }),
    ...(http !== undefined && { http }),
  });
}
