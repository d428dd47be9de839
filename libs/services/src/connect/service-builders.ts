import { type AlertmanagerClient, alertmanager } from '@opsbook/alertmanager';
import type { Context } from '@opsbook/context';
import { type EmailAccount, email } from '@opsbook/email';
import { type IcingaClient, icinga } from '@opsbook/icinga';
import { type JiraClient, jira } from '@opsbook/jira';
import { type PrometheusClient, prometheus } from '@opsbook/prometheus';
import { type SshClient, ssh } from '@opsbook/ssh';
import { type StackStormClient, stackstorm } from '@opsbook/stackstorm';
import type { Config } from '../config.ts';
import { Webhook } from '../webhook.ts';
import { emailOptions } from './email-options.ts';
import { given } from './given.ts';
import { sshOptions } from './ssh-options.ts';
import { tlsOptions } from './tls-options.ts';

/** How the client of each entry is made. */
export interface ServiceBuilders {
  alertmanager: (name: string) => AlertmanagerClient;
  prometheus: (name: string) => PrometheusClient;
  icinga: (name: string) => IcingaClient;
  jira: (name: string) => JiraClient;
  email: (name: string) => EmailAccount;
  stackstorm: (name: string) => StackStormClient;
  ssh: () => SshClient;
  webhook: (name: string) => Webhook;
}

/** Clients of what the configuration describes. */
export function serviceBuilders(config: Config, context: Context): ServiceBuilders {
  const { http } = config;
  // The name stands in the section: whoever asks has made sure of it.
  const entryOf = <T>(entries: Readonly<Record<string, T>>, name: string): T => entries[name] as T;
  return {
    alertmanager: (name) => {
      const { url, auth, tls } = entryOf(config.alertmanager, name);
      return alertmanager(given({ urls: url, auth, tls: tlsOptions(tls, `alertmanager.${name}`), context, http }));
    },
    prometheus: (name) => {
      const { tls, ...entry } = entryOf(config.prometheus, name);
      return prometheus(given({ ...entry, tls: tlsOptions(tls, `prometheus.${name}`), context, http }));
    },
    icinga: (name) => {
      const { tls, ...entry } = entryOf(config.icinga, name);
      return icinga(given({ ...entry, tls: tlsOptions(tls, `icinga.${name}`), context, http }));
    },
    jira: (name) => {
      const { tls, ...entry } = entryOf(config.jira, name);
      return jira(given({ ...entry, tls: tlsOptions(tls, `jira.${name}`), context, http }));
    },
    email: (name) => email(emailOptions(config, name, context)),
    stackstorm: (name) => {
      const { tls, ...entry } = entryOf(config.stackstorm, name);
      return stackstorm(given({ ...given(entry), tls: tlsOptions(tls, `stackstorm.${name}`), context, http }));
    },
    ssh: () => ssh(sshOptions(config.ssh, context)),
    webhook: (name) => {
      const { tls, ...entry } = entryOf(config.webhooks, name);
      return new Webhook(given({ ...entry, name, tls: tlsOptions(tls, `webhooks.${name}`), context, http }));
    },
  };
}
