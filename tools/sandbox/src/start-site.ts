import { alertmanager } from '@opsbook/alertmanager';
import { startAlertmanager } from '@opsbook/alertmanager/testing';
import { startMailServer } from '@opsbook/email/testing';
import { startOpenStack } from '@opsbook/openstack/testing';
import { startSsh } from '@opsbook/ssh/testing';
import { playHost } from './play-host.ts';

// Migrations take some seconds on a real cloud, which is long to watch.
const SPEED = 4;

/** A site to play with: a cloud of 4 hypervisors that are reached over SSH, an Alertmanager, a mail server. */
export async function startSite() {
  const cloud = await startOpenStack({ hypervisors: 4, servers: 30, gpuServers: 2, errorServers: 1, speed: SPEED });
  const alerts = await startAlertmanager();
  const mail = await startMailServer();
  const names = cloud.state.hypervisors.map(({ hostname }) => hostname);
  const hosts = await Promise.all(names.map((hostname) => startSsh({ hostname })));
  for (const [index, host] of hosts.entries()) playHost(cloud, host, names[index] ?? '');
  await fire(alerts.url, 'hv4');
  const config = `# Written by the sandbox; gone when it stops.
ledger: ledger.db
clouds:
  sandbox:
    cloud: sim
    cloudsFile: clouds.yaml
defaults:
  cloud: sandbox
alertmanager:
  default:
    url: ${alerts.url}
email:
  default:
    host: ${mail.host}
    port: ${mail.port}
    from: Example Cloud <cloud@example.test>
    tls:
      ca: mail-ca.pem
notifications:
  support: support@example.test
  ops: [ops@example.test]
ssh:
  config: []
  user: ops
  password: \${file:ssh-password}
  agent: false
  knownHosts: [known_hosts]
  hosts:
${hosts.map(({ port }, index) => `    ${names[index]}: { hostname: 127.0.0.1, port: ${port} }`).join('\n')}
  allow:
    commands:
      - argv: [patch-host]
      - argv: [reboot]
  readOnly:
    - argv: [is-patched]
    - argv: [boot-id]
    - argv: [up-for]
maintenance:
  patch: [patch-host]
  patched: [is-patched]
  bootId: [boot-id]
  uptime: [up-for]
testServers:
  image: cirros
  network: private
`;
  return {
    /** The files that the configuration names, by name, and itself. */
    files: {
      'clouds.yaml': cloud.cloudsYaml(),
      'mail-ca.pem': mail.ca,
      'ssh-password': 'simulated-password\n',
      known_hosts: `${hosts.map(({ knownHostsLine }) => knownHostsLine).join('\n')}\n`,
    },
    config,
    /** How often anybody has asked for anything. */
    asked: () => cloud.requests.length + alerts.requests.length,
    stop: async () => {
      for (const simulator of [cloud, alerts, mail, ...hosts]) await simulator.stop();
    },
  };
}

/** What calls for a maintenance. */
async function fire(url: string, hypervisor: string): Promise<void> {
  const client = alertmanager({ url });
  const labels = { alertname: 'KernelOutdated', instance: hypervisor, severity: 'warning' };
  await client.alerts.post([
    { labels, annotations: { summary: `${hypervisor} runs a kernel that has to be replaced` } },
  ]);
  client.close();
}
