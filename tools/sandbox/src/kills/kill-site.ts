import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAlertmanager } from '@opsbook/alertmanager/testing';
import { startMailServer } from '@opsbook/email/testing';
import { startJira } from '@opsbook/jira/testing';
import { startOpenStack } from '@opsbook/openstack/testing';
import { startSsh } from '@opsbook/ssh/testing';
import { type HostPlay, playHost } from '../play-host.ts';

/** Migrations and the like take a fraction of a second. */
const SPEED = 20;
/** Seconds from an effect to its answer: a process that dies in between does not know. */
const ANSWER = 0.15;
const HOST: HostPlay = { patch: 0.3, boot: 0.7 };

/** A site in this process, in real time, and a folder with the configuration and the ledger of those who work on it. */
export async function startKillSite(play: HostPlay = {}) {
  const cloud = await startOpenStack({ hypervisors: 4, speed: SPEED });
  const alerts = await startAlertmanager();
  const jira = await startJira();
  const mail = await startMailServer();
  const names = cloud.state.hypervisors.map(({ hostname }) => hostname);
  const hosts = await Promise.all(names.map((hostname) => startSsh({ hostname })));
  for (const [index, host] of hosts.entries()) playHost(cloud, host, names[index] ?? '', { ...HOST, ...play });
  mail.fault.always('DATA', { delay: ANSWER });
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-kills-'));
  const files = {
    'clouds.yaml': cloud.cloudsYaml(),
    'mail-ca.pem': mail.ca,
    'ssh-password': 'simulated-password\n',
    known_hosts: `${hosts.map(({ knownHostsLine }) => knownHostsLine).join('\n')}\n`,
    // YAML is a superset of JSON.
    'opsbook.yaml': JSON.stringify({
      ledger: 'ledger.db',
      clouds: { sandbox: { cloud: 'sim', cloudsFile: 'clouds.yaml' } },
      alertmanager: { default: { url: alerts.url } },
      jira: { default: { url: jira.url, deployment: 'cloud', auth: jira.auth } },
      email: {
        default: { host: mail.host, port: mail.port, from: 'cloud@example.test', tls: { ca: 'mail-ca.pem' } },
      },
      notifications: { support: 'support@example.test' },
      ssh: {
        ...{ config: [], user: 'ops', password: '${file:ssh-password}', agent: false, knownHosts: ['known_hosts'] },
        hosts: Object.fromEntries(hosts.map(({ port }, i) => [names[i] ?? '', { hostname: '127.0.0.1', port }])),
        allow: { commands: [{ argv: ['patch-host'] }, { argv: ['reboot'] }] },
        readOnly: [{ argv: ['is-patched'] }, { argv: ['boot-id'] }, { argv: ['up-for'] }],
      },
      maintenance: {
        ...{ patch: ['patch-host'], patched: ['is-patched'], bootId: ['boot-id'], uptime: ['up-for'] },
        ticket: { project: 'OPS' },
      },
      testServers: { image: 'cirros', network: 'private', flavors: 'm1.tiny' },
      projects: {
        networks: {
          external: {
            ...{ kind: 'own', externalNetwork: 'public', range: '192.168.0.0/16' },
            securityGroups: { default: [{ protocol: 'icmp' }, { protocol: 'tcp', portMin: 22 }] },
          },
        },
      },
    }),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  return {
    ...{ cloud, alerts, jira, mail, folder },
    config: join(folder, 'opsbook.yaml'),
    ledger: join(folder, 'ledger.db'),
    host: (name: string) => hosts[names.indexOf(name)],
    /** How often anybody has asked for anything. */
    asked: () =>
      [cloud, alerts, jira].reduce((sum, { requests }) => sum + requests.length, 0) +
      hosts.reduce((sum, { runs }) => sum + runs.length, 0) +
      mail.mails.length +
      mail.sessions.length,
    stop: async () => {
      for (const one of [cloud, alerts, jira, mail, ...hosts]) await one.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export type KillSite = Awaited<ReturnType<typeof startKillSite>>;
