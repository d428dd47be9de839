import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sleep, systemClock } from '@opsbook/context';
import { freePort } from '../free-port.ts';

export interface MonitoringOptions {
  folder: string;
  /** What Prometheus scrapes: host and port. */
  exporter: string;
  /** Where Alertmanager posts, and the token that proves who it is. */
  receiver: { url: string; token: string };
  /** Commands. */
  commands: { prometheus: string; alertmanager: string };
  alertmanagerPort: number;
}

const PATIENCE = 60_000;

/** A Prometheus and an Alertmanager of their own, as quick as they can be; answers how to stop them. */
export async function startMonitoring(options: MonitoringOptions): Promise<() => Promise<void>> {
  const { folder, exporter, receiver, commands, alertmanagerPort } = options;
  const alertmanager = `127.0.0.1:${alertmanagerPort}`;
  const prometheus = `127.0.0.1:${await freePort()}`;
  const at = (name: string, text = '') => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const token = at('receiver.token', receiver.token);
  const routes = at('alertmanager.yml', routesOf(receiver.url, token));
  const scrapes = at('prometheus.yml', scrapesOf(exporter, alertmanager, at('alerts.yml', ALERTS)));
  const processes = [
    start(folder, commands.alertmanager, [
      `--config.file=${routes}`,
      `--storage.path=${join(folder, 'alertmanager')}`,
      `--web.listen-address=${alertmanager}`,
      '--cluster.listen-address=',
    ]),
    start(folder, commands.prometheus, [
      `--config.file=${scrapes}`,
      `--storage.tsdb.path=${join(folder, 'prometheus')}`,
      `--web.listen-address=${prometheus}`,
    ]),
  ];
  const stop = async () => {
    await Promise.all(processes.map(({ end }) => end()));
  };
  try {
    await Promise.all([answers(alertmanager, processes[0]), answers(prometheus, processes[1])]);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

const ALERTS = `groups:
  - name: loop
    rules:
      - alert: HypervisorDiskFailing
        expr: hypervisor_disk_failing == 1
        labels: { severity: critical }
        annotations: { summary: 'A disk of {{ $labels.hypervisor }} fails' }
`;

const scrapesOf = (exporter: string, alertmanager: string, alerts: string) => `global:
  scrape_interval: 1s
  evaluation_interval: 1s
rule_files: ['${alerts}']
alerting:
  alertmanagers:
    - static_configs: [{ targets: ['${alertmanager}'] }]
scrape_configs:
  - job_name: hypervisors
    static_configs: [{ targets: ['${exporter}'] }]
`;

const routesOf = (url: string, token: string) => `route:
  receiver: opsbook
  group_by: [alertname, hypervisor]
  group_wait: 1s
  group_interval: 2s
receivers:
  - name: opsbook
    webhook_configs:
      - url: ${url}
        http_config: { authorization: { credentials_file: '${token}' } }
`;

interface Started {
  command: string;
  log: string;
  child: ChildProcess;
  end: () => Promise<void>;
}

function start(folder: string, command: string, argv: string[]): Started {
  const log = join(folder, `${command.replace(/.*\//, '')}.log`);
  const file = openSync(log, 'w');
  const child = spawn(command, argv, { cwd: folder, stdio: ['ignore', file, file] });
  const over = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      writeFileSync(log, `${error.message}\n`);
      resolve();
    });
  });
  const end = () => {
    child.kill();
    return over;
  };
  return { command, log, child, end };
}

async function answers(address: string, started: Started | undefined): Promise<void> {
  for (const until = Date.now() + PATIENCE; Date.now() < until;) {
    const isReady = await fetch(`http://${address}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    if (started?.child.pid === undefined || started.child.exitCode !== null) break;
    await sleep(systemClock, 200);
  }
  const { command = '', log = '' } = started ?? {};
  throw new Error(`${command} does not answer at ${address}:\n${readFileSync(log, 'utf8')}`);
}
