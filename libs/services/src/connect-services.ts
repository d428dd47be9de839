import type { Context } from '@opsbook/context';
import { type OpenStackError, isOpenStackError, loadCloudConfig } from '@opsbook/openstack';
import { cloudClient } from './cloud-client.ts';
import type { Config } from './config.ts';
import { serviceBuilders } from './connect/service-builders.ts';
import { knownClouds } from './known-clouds.ts';
import type { Env } from './load/home-path.ts';
import { serviceConnection } from './service-connection.ts';
import type { ServiceConnection } from './services.ts';
import { unknownCloud } from './unknown-cloud.ts';

export interface ConnectOptions {
  /** Where `OS_*` and the places of clouds.yaml are read from; default: the process's environment. */
  env?: Env;
}

/**
 * Services on the site's real clouds and other services. Every client asks the context's guard before each request; none is made, and nothing
 * sent, before it is used.
 */
export function connectServices(
  config: Config,
  context: Context,
  { env = process.env }: ConnectOptions = {},
): ServiceConnection {
  return serviceConnection(config, {
    ...serviceBuilders(config, context),
    openstack: (name) => {
      if (!Object.hasOwn(config.clouds, name)) requireKnown(name, config, env);
      return cloudClient(name, config, context, env);
    },
  });
}

function requireKnown(name: string, config: Config, env: Env): void {
  const known = knownClouds(config, env);
  if (known.includes(name)) return;
  const problems = problemsOf(name, env);
  // A clouds.yaml that cannot be read is why the name is not known, and is what has to be mended.
  throw problems !== undefined && problems.faults.length > 1 ? problems : unknownCloud(name, known);
}

function problemsOf(name: string, env: Env): OpenStackError | undefined {
  try {
    loadCloudConfig({ cloud: name, env });
  } catch (error) {
    if (isOpenStackError(error)) return error;
    throw error;
  }
  return undefined;
}
