import type { OpenStackClient } from '@opsbook/openstack';
import type { Config } from './config.ts';
import type { ServiceBuilders } from './connect/service-builders.ts';
import { entryName } from './entry-name.ts';
import type { ServiceConnection } from './services.ts';

/** Makes the client of an entry. */
type Build<T> = (name: string) => T;

export type Builders = ServiceBuilders & { openstack: Build<OpenStackClient> };

/** Services that build each client when it is first asked for, and once. */
export function serviceConnection(config: Config, builders: Builders): ServiceConnection {
  const closing: (() => void)[] = [];
  const once = <T extends { close(): unknown }>(build: Build<T>): Build<T> => {
    const clients = new Map<string, T>();
    closing.push(() => {
      for (const client of clients.values()) void client.close();
      clients.clear();
    });
    return (name) => {
      const client = clients.get(name) ?? build(name);
      clients.set(name, client);
      return client;
    };
  };
  const { alertmanager, prometheus, icinga, jira, email, stackstorm, ssh, webhook } = {
    alertmanager: once(builders.alertmanager),
    prometheus: once(builders.prometheus),
    icinga: once(builders.icinga),
    jira: once(builders.jira),
    email: once(builders.email),
    stackstorm: once(builders.stackstorm),
    ssh: once(builders.ssh),
    webhook: once(builders.webhook),
  };
  return {
    config,
    openstack: once(builders.openstack),
    alertmanager: (name) => alertmanager(entryName(config, 'alertmanager', name)),
    prometheus: (name) => prometheus(entryName(config, 'prometheus', name)),
    icinga: (name) => icinga(entryName(config, 'icinga', name)),
    jira: (name) => jira(entryName(config, 'jira', name)),
    email: (account) => email(entryName(config, 'email', account)),
    stackstorm: (name) => stackstorm(entryName(config, 'stackstorm', name)),
    ssh: () => ssh(''),
    webhook: (name) => webhook(entryName(config, 'webhooks', name)),
    close() {
      for (const close of closing) close();
    },
  };
}
