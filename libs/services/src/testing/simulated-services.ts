import { type Context, defaultContext } from '@opsbook/context';
import { email } from '@opsbook/email';
import { type SshOptions, ssh } from '@opsbook/ssh';
import type { Config } from '../config.ts';
import { emailOptions } from '../connect/email-options.ts';
import { serviceBuilders } from '../connect/service-builders.ts';
import { sshOptions } from '../connect/ssh-options.ts';
import { connectCloud } from '../connect-cloud.ts';
import { ConfigError } from '../errors.ts';
import type { ConfigInput } from '../schema/config-schema.ts';
import { serviceConnection } from '../service-connection.ts';
import type { ServiceConnection } from '../services.ts';
import { unknownCloud } from '../unknown-cloud.ts';
import { type SimulatedEntries, simulatedConfig } from './simulated-config.ts';
import { type OneOrNamed, type SimulatedCloud, type SimulatedHost, byName } from './simulated-parts.ts';

/**
 * The simulators that a test has started, each the entry `default` of its section, or several by name. A service without one is not
 * configured.
 */
export interface SimulatedServicesOptions extends SimulatedEntries {
  /** One cloud, which has the name that its `cloudConfig()` says; or clouds by name, one of them under several if wanted. */
  openstack?: OneOrNamed<SimulatedCloud>;
  /** By the name of the host. Without any, `ssh()` is refused. */
  ssh?: Readonly<Record<string, SimulatedHost>>;
  /** Guard, clock, signal and log of every client; default: no restriction, real time. */
  context?: Context;
  /** What the site's opsbook.yaml would say; default: nothing. Of `clouds`, only what is no matter of connecting is heeded. */
  config?: Config | ConfigInput;
}

/** Services that are simulators: what a runbook's test gives to the runbook. */
export function simulatedServices(options: SimulatedServicesOptions): ServiceConnection {
  const { context = defaultContext, ssh: hosts = {} } = options;
  const config = simulatedConfig(options.config ?? {}, options);
  const clouds = cloudsByName(options.openstack ?? {});
  const servers = byName(options.email, 'host');
  return serviceConnection(config, {
    ...serviceBuilders(config, context),
    openstack: (name) => {
      const cloud = clouds.get(name);
      if (cloud === undefined) throw unknownCloud(name, [...clouds.keys()].sort());
      return connectCloud(name, cloud.cloudConfig(), config, context);
    },
    email: (name) => {
      const settings = emailOptions(config, name, context);
      const ca = servers[name]?.ca;
      return email(ca === undefined ? settings : { ...settings, tls: { ...settings.tls, ca } });
    },
    ssh: () => ssh({ ...sshOptions(config.ssh, context), ...hostOptions(hosts, config) }),
  });
}

function cloudsByName(given: OneOrNamed<SimulatedCloud>): ReadonlyMap<string, SimulatedCloud> {
  return isCloud(given) ? new Map([[given.cloudConfig().name, given]]) : new Map(Object.entries(given));
}

const isCloud = (given: OneOrNamed<SimulatedCloud>): given is SimulatedCloud => typeof given.cloudConfig === 'function';

/** What logs in to any of the hosts. */
function hostOptions(hosts: Readonly<Record<string, SimulatedHost>>, config: Config): Partial<SshOptions> {
  const parts = Object.entries(hosts).map(([name, host]) => host.clientOptions(name));
  if (parts.length === 0) throw new ConfigError('CONFIG_NO_SERVICE', 'the test has no simulated host');
  return {
    config: false,
    hosts: Object.assign({}, ...parts.map((part) => part.hosts)) as NonNullable<SshOptions['hosts']>,
    knownHosts: parts.flatMap(({ knownHosts = [] }) => knownHosts),
    auth: { keys: parts.flatMap(({ auth }) => auth?.keys ?? []), agent: false },
    // What `startSsh()` wants of its user `ops`, unless it is told otherwise.
    sudo: { password: config.ssh.sudoPassword ?? 'simulated-password' },
  };
}
