import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface OwnAlertmanagerOptions {
  binary: string;
  /** Where its files go. */
  folder: string;
  port: number;
  /** The daemon's, with the name of the source as its last segment. */
  hook: string;
  token: string;
  /** A label. */
  groupBy: string;
  /** Throws when it takes too long. */
  inTime: () => void;
}

/** A real Alertmanager, which posts to a daemon, and can be stopped and killed. */
export class OwnAlertmanager {
  readonly url: string;
  readonly #options: OwnAlertmanagerOptions;
  #process: ChildProcess | undefined;

  constructor(options: OwnAlertmanagerOptions) {
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}`;
    writeFileSync(join(options.folder, 'alertmanager.yml'), configuration(options));
  }

  /** Resolves once it answers. */
  async start(): Promise<void> {
    const { binary, folder, port, inTime } = this.#options;
    const log = openSync(join(folder, 'alertmanager.log'), 'a');
    const files = [`--config.file=${folder}/alertmanager.yml`, `--storage.path=${folder}/alertmanager`];
    const listen = [`--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address='];
    this.#process = spawn(binary, [...files, ...listen], { stdio: ['ignore', log, log] });
    for (;;) {
      const answer = await fetch(`${this.url}/-/ready`).catch(() => undefined);
      if (answer?.ok === true) return;
      inTime();
      await pause(100);
    }
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  /** As Prometheus does; what cannot be posted is posted with the next turn. */
  async post(alerts: readonly object[]): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body: JSON.stringify(alerts) };
    await fetch(`${this.url}/api/v2/alerts`, request).catch(() => undefined);
  }
}

export const isInstalled = (binary: string): boolean => spawnSync(binary, ['--version']).error === undefined;

function configuration({ hook, token, groupBy }: OwnAlertmanagerOptions): string {
  const authorization = { credentials: token };
  const receiver = { name: 'opsbook', webhook_configs: [{ url: hook, http_config: { authorization } }] };
  const route = {
    receiver: 'opsbook',
    group_by: [groupBy],
    group_wait: '1s',
    group_interval: '2s',
    repeat_interval: '5m',
  };
  // JSON is YAML.
  return JSON.stringify({ route, receivers: [receiver] });
}
