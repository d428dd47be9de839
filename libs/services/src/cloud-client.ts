import type { Context } from '@opsbook/context';
import { type CloudConfig, type OpenStackClient, loadCloudConfig } from '@opsbook/openstack';
import type { Config } from './config.ts';
import { cloudSettings } from './cloud-settings.ts';
import { connectCloud } from './connect-cloud.ts';
import type { Env } from './load/home-path.ts';
import type { CloudSettings } from './schema/cloud-schema.ts';

/**
 * The client of a cloud: its entry in clouds.yaml with what opsbook.yaml says about it laid over.
 * @throws OpenStackError OPENSTACK_CONFIG when clouds.yaml has no such entry, or a wrong one
 */
export function cloudClient(name: string, config: Config, context: Context, env: Env): OpenStackClient {
  const settings: CloudSettings = cloudSettings(config, name);
  return connectCloud(name, cloudConfig(name, settings, env), config, context);
}

function cloudConfig(name: string, settings: CloudSettings, env: Env): CloudConfig {
  const { password, applicationCredentialSecret } = settings;
  const loaded = loadCloudConfig({
    cloud: settings.cloud ?? name,
    // By the variable, so that secure.yaml goes on being searched for.
    env: settings.cloudsFile === undefined ? env : { ...env, OS_CLIENT_CONFIG_FILE: settings.cloudsFile },
    ...(settings.region !== undefined && { region: settings.region }),
    auth: {
      ...(password !== undefined && { password }),
      ...(applicationCredentialSecret !== undefined && { applicationCredentialSecret }),
    },
  });
  return {
    ...loaded,
    // Said here, it holds for every service.
    ...(settings.interface !== undefined && { interface: settings.interface, interfaces: {} }),
    endpointOverrides: { ...loaded.endpointOverrides, ...settings.endpointOverrides },
  };
}
