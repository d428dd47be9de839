import { randomBytes } from 'node:crypto';
import { startAlertmanager } from '@opsbook/alertmanager/testing';
import { startMailServer } from '@opsbook/email/testing';
import { startOpenStack } from '@opsbook/openstack/testing';
import { startSsh } from '@opsbook/ssh/testing';
import { freePort } from './free-port.ts';
import { KernelAlerts } from './kernel-alerts.ts';
import { playHost } from './play-host.ts';
import { RULES } from './rules.ts';

// Migrations take some seconds on a real cloud, which is long to watch.
const SPEED = 4;

/** A site to play with: a cloud of 4 hypervisors that are reached over SSH, an Alertmanager, a mail server. */
export async function startSite() {
  const cloud = await startOpenStack({ hypervisors: 4, servers: 30, gpuServers: 2, errorServers: 1, speed: SPEED });
  const port = await freePort();
  const token = randomBytes(24).toString('hex');
  const alerts = await startAlertmanager({
    route: { receiver: 'opsbook', groupBy: ['alertname', 'instance'], groupWait: 1, groupInterval: 5 },
    receivers: [{ name: 'opsbook', url: `http://127.0.0.1:${port}/v1/alertmanager/default`, token }],
  });
  void alerts.notifyFor(Infinity);
  const mail = await startMailServer();
  const names = cloud.state.hypervisors.map(({ hostname }) => hostname);
  const hosts = await Promise.all(names.map((hostname) => startSsh({ hostname })));
  const kernels = new KernelAlerts(alerts.url);
  for (const [index, host] of hosts.entries()) {
    const name = names[index] ?? '';
    playHost(cloud, host, name, { onPatched: () => kernels.resolve(name) });
  }
  await kernels.fire('hv4');
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
serve:
  port: ${port}
  rules: [rules.yaml]
  alertmanagers:
    default: { auth: { token: '\${file:alertmanager.token}' } }
`;
  return {
    /** The files that the configuration names, by name, and itself. */
    files: {
      'clouds.yaml': cloud.cloudsYaml(),
      'mail-ca.pem': mail.ca,
      'ssh-password': 'simulated-password\n',
      'alertmanager.token': `${token}\n`,
      'rules.yaml': RULES,
      known_hosts: `${hosts.map(({ knownHostsLine }) => knownHostsLine).join('\n')}\n`,
    },
    config,
    /** How often anybody has asked for anything. */
    asked: () => cloud.requests.length + alerts.requests.length,
    stop: async () => {
      kernels.stop();
      for (const simulator of [cloud, alerts, mail, ...hosts]) await simulator.stop();
    },
  };
}
