import { type Context, defaultContext } from '@opsbook/context';
import { OpenStackClient } from './client.ts';
import { type CloudConfig } from './config/cloud-config.ts';
import { type ConfigFiles, loadCloudConfig } from './config/load-cloud-config.ts';

export interface OpenStackOptions {
  /** A name in clouds.yaml; default `$OS_CLOUD`, else what `OS_*` describe, else the only cloud there is. */
  cloud?: string;
  /** One of the cloud's regions; default `$OS_REGION_NAME`, else the first. */
  region?: string;
  /** The configuration itself, instead of files and environment. */
  config?: CloudConfig;
  /** Guard, clock, signal and log; the default restricts nothing. */
  context?: Context;
  /** Default `process.env`. */
  env?: Record<string, string | undefined>;
  /** Files to read instead of those that are searched for. */
  configFiles?: ConfigFiles;
}

/**
 * A client of one cloud. Nothing is sent before its first request, which logs in.
 * @throws OPENSTACK_CONFIG, listing every fault of the configuration
 */
export function openstack(options: OpenStackOptions = {}): OpenStackClient {
  const { cloud, region, env, configFiles: files, context = defaultContext } = options;
  const config =
    options.config ??
    loadCloudConfig({
      ...(cloud !== undefined && { cloud }),
      ...(region !== undefined && { region }),
      ...(env !== undefined && { env }),
      ...(files !== undefined && { files }),
    });
  return new OpenStackClient(config, context);
}
