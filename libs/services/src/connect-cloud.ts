import type { Context } from '@opsbook/context';
import { type CloudConfig, type OpenStackClient, openstack } from '@opsbook/openstack';
import { cloudSettings } from './cloud-settings.ts';
import type { Config } from './config.ts';

/** The client of a cloud under the name that runbooks are given, with the site's canonical id and HTTP settings. */
export function connectCloud(name: string, cloud: CloudConfig, config: Config, context: Context): OpenStackClient {
  const { cloudId } = cloudSettings(config, name);
  return openstack({
    // Messages name the cloud as the person does who reads them.
    config: { ...cloud, name },
    context,
    http: config.http,
    ...(cloudId !== undefined && { canonicalId: cloudId }),
  });
}
