import { type Context } from '@opsbook/context';
import { type CloudConfig, type OpenStackClient, loadCloudConfig } from '@opsbook/openstack';
import { type Config } from './config.ts';
import { connectCloud } from './connect-cloud.ts';
import { type Env } from './load/home-path.ts';
import { type CloudSettings } from './schema/cloud-schema.ts';

/**
 * The client of a cloud: its entry in clouds.yaml with what opsbook.yaml says about it laid over.
 * @throws OpenStackError OPENSTACK_CONFIG when clouds.yaml has no such entry, or a wrong one
 */
export function cloudClient(name: string, config: Config, context: Context, env: Env): OpenStackClient {
  const settings: CloudSettings = (Object.hasOwn(config.clouds, name) ? config.clouds[name] : undefined) ?? {};
  return connectCloud(cloudConfig(name, settings, config, env), context, settings.cloudId);
}

function cloudConfig(name: string, settings: CloudSettings, config: Config, env: Env): CloudConfig {
  const loaded = loadCloudConfig({
    cloud: settings.cloud ?? name,
    // By the variable, so that secure.yaml goes on being searched for.
    env: settings.cloudsFile === undefined ? env : { ...env, OS_CLIENT_CONFIG_FILE: settings.cloudsFile },
    ...(settings.region !== undefined && { region: settings.region }),
  });
  const { password, applicationCredentialSecret } = settings;
  return {
    ...loaded,
    // Messages name the cloud as the person does who reads them.
    name,
    auth: {
      ...loaded.auth,
      ...(password !== undefined && { password }),
      ...(applicationCredentialSecret !== undefined && { applicationCredentialSecret }),
    },
    interface: settings.interface ?? loaded.interface,
    endpointOverrides: { ...loaded.endpointOverrides, ...settings.endpointOverrides },
    apiTimeout: loaded.apiTimeout ?? config.http.timeout,
  };
}
