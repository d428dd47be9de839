import type { OpenStackClient } from '@opsbook/openstack';
import type { Config } from './config.ts';
import type { ServiceConnection } from './services.ts';

/** Services that build each client when it is first asked for, and once. */
export function serviceConnection(config: Config, build: (cloud: string) => OpenStackClient): ServiceConnection {
  const clients = new Map<string, OpenStackClient>();
  return {
    config,
    openstack(cloud) {
      const client = clients.get(cloud) ?? build(cloud);
      clients.set(cloud, client);
      return client;
    },
    close() {
      for (const client of clients.values()) client.close();
      clients.clear();
    },
  };
}
