import { type Context, defaultContext } from '@opsbook/context';
import type { CloudConfig } from '@opsbook/openstack';
import type { Config } from '../config.ts';
import { connectCloud } from '../connect-cloud.ts';
import { configOf } from '../load/config-of.ts';
import type { ConfigInput } from '../schema/config-schema.ts';
import { serviceConnection } from '../service-connection.ts';
import type { ServiceConnection } from '../services.ts';
import { unknownCloud } from '../unknown-cloud.ts';

/** A simulated cloud: what `startOpenStack()` of `@opsbook/openstack/testing` gives. */
export interface SimulatedCloud {
  cloudConfig(): CloudConfig;
}

export interface SimulatedServicesOptions {
  /** One cloud, which has the name that its `cloudConfig()` says; or clouds by name, one of them under several if wanted. */
  openstack: SimulatedCloud | Readonly<Record<string, SimulatedCloud>>;
  /** Guard, clock, signal and log of every client; default: no restriction, real time. */
  context?: Context;
  /** What the site's opsbook.yaml would say; default: nothing. Of `clouds`, only `cloudId` is heeded. */
  config?: Config | ConfigInput;
}

/** Services whose clouds are simulators: what a runbook's test gives to the runbook. */
export function simulatedServices(options: SimulatedServicesOptions): ServiceConnection {
  const { context = defaultContext } = options;
  const config = settled(options.config ?? {});
  const clouds = cloudsByName(options.openstack);
  return serviceConnection(config, (name) => {
    const cloud = clouds.get(name);
    if (cloud === undefined) throw unknownCloud(name, [...clouds.keys()].sort());
    return connectCloud(name, cloud.cloudConfig(), config, context);
  });
}

function cloudsByName(given: SimulatedServicesOptions['openstack']): ReadonlyMap<string, SimulatedCloud> {
  return isCloud(given) ? new Map([[given.cloudConfig().name, given]]) : new Map(Object.entries(given));
}

const isCloud = (given: SimulatedServicesOptions['openstack']): given is SimulatedCloud =>
  typeof given.cloudConfig === 'function';

const settled = (config: Config | ConfigInput): Config => ('warnings' in config ? config : configOf(config));
