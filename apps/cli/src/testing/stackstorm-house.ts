import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '@opsbook/actions';
import { VirtualClock } from '@opsbook/context';
import { openLocalEngine } from '@opsbook/engine-local';
import { type OpenStackSimulator, startOpenStack } from '@opsbook/openstack/testing';
import type { AnyRunbook, Engine } from '@opsbook/runbook';
import { type Daemon, daemonLog, serve } from '@opsbook/sensors';
import { connectServices, loadConfig } from '@opsbook/services';
import { type StackStormSimulator, localShellRunner, startStackStorm } from '@opsbook/stackstorm/testing';
import { loadRunbook } from '@opsbook/workflows/load-runbook';
import { main } from '../main.ts';
import { version } from '../version.ts';
import { DISK_RULES } from './disk-rules.ts';
import { type Output, fakeTerminal } from './fake-terminal.ts';
import { buildBundle, installPack } from './install-pack.ts';
import { temporaryFolder } from './temporary-folder.ts';

const TOKEN = 'token-of-the-source';

export interface HouseAlert {
  host: string;
  status?: 'firing' | 'resolved';
  summary?: string;
}

/** What `opsbook alerts --json` tells of an event. */
export interface ToldEvent {
  event: { id: string; status: string; payload: { labels: { instance: string } } };
  state: { state: string };
}

/** What `opsbook runs --json` tells of a run. */
export interface ToldRun {
  id: string;
  runbook: string;
  status: string;
  input: { hypervisor: string };
  requestedBy: { execution?: string; trace?: string };
}

/**
 * A daemon that hands alerts to StackStorm, whose rules have the pack's actions run as processes, which change a cloud. The cloud,
 * StackStorm and Alertmanager are simulated; everything else is as in the field. Events and StackStorm live on a virtual clock that stands still but in {@link pass} and {@link until}; runs on real time, as their processes do.
 */
export class StackStormHouse {
  readonly folder = temporaryFolder().path;
  readonly clock = new VirtualClock(new Date().toISOString());
  readonly logs: string[] = [];
  /** What the pack that is installed breaks of StackStorm's rules. */
  faults: Fault[] = [];
  #release = this.clock.hold();
  #cloud: OpenStackSimulator | undefined;
  #sim: StackStormSimulator | undefined;
  #daemon: Daemon | undefined;
  #engine: Engine | undefined;

  get cloud(): OpenStackSimulator {
    return there(this.#cloud);
  }

  get sim(): StackStormSimulator {
    return there(this.#sim);
  }

  /** Everything begins. */
  async open(): Promise<void> {
    this.#cloud = await startOpenStack({ hypervisors: 4 });
    const environment = { PATH: process.env['PATH'] ?? '', HOME: this.folder, NODE_OPTIONS: '' };
    this.#sim = await startStackStorm({ clock: this.clock, runner: localShellRunner({ environment }) });
    writeFileSync(join(this.folder, 'clouds.yaml'), this.cloud.cloudsYaml());
    writeFileSync(
      join(this.folder, 'opsbook.yaml'),
      `ledger: ledger.db
clouds: { prod: { cloud: sim, cloudsFile: clouds.yaml } }
stackstorm: { main: { url: '${this.sim.url}', auth: { apiKey: '${this.sim.addApiKey('opsbook')}' } } }
serve:
  port: 0
  alertmanagers: { prod: { auth: { token: '${TOKEN}' } } }
  emit: { types: [alert] }
`,
    );
    const names = ['compute-service.disable', 'compute-service.enable'];
    const runbooks = (await Promise.all(names.map((name) => loadRunbook(name)))).map(there);
    this.faults = installPack({ sim: this.sim, folder: this.folder, runbooks, more: DISK_RULES });
    await buildBundle(join(this.folder, 'packs/opsbook/dist'));
    await this.#serve(runbooks);
  }

  /** Alertmanager tells of alerts. */
  async post(...alerts: HouseAlert[]): Promise<void> {
    const body = alerts.map(({ host, status = 'firing', summary = 'A disk fails' }) => ({
      status,
      labels: { alertname: 'DiskFailing', instance: host },
      annotations: { summary },
      startsAt: '2026-01-01T00:00:00Z',
      endsAt: status === 'resolved' ? '2026-01-01T01:00:00Z' : '0001-01-01T00:00:00Z',
    }));
    const answer = await fetch(`${there(this.#daemon).url}/v1/alertmanager/prod`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ version: '4', groupKey: 'g', receiver: 'opsbook', alerts: body }),
    });
    const said = await answer.text();
    if (answer.status !== 200) throw new Error(`${answer.status}: ${said}`);
  }

  /** Lets so much time pass; a process under way ends first. */
  async pass(seconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.clock.after(seconds * 1000, () => {
      this.#release = this.clock.hold();
      resolve(undefined);
    });
    this.#release();
    await promise;
  }

  /** Lets time pass until it is so. */
  async until(holds: () => boolean): Promise<void> {
    for (let turn = 0; turn < 1000; turn += 1) {
      if (holds()) return;
      await this.pass(1);
    }
    throw new Error(`it never came to be so:\n${this.logs.slice(-5).join('')}${JSON.stringify(this.sim.executions)}`);
  }

  /** Until so many executions have ended. */
  async settled(executions: number): Promise<void> {
    await this.until(() => this.sim.executions.filter(({ result }) => result !== undefined).length === executions);
  }

  /** Every alert that was taken and what became of it, the oldest first. */
  async events(): Promise<ToldEvent[]> {
    const lines = (await this.#opsbook('alerts --json')).trim().split('\n');
    return lines.map((line) => JSON.parse(line) as ToldEvent).reverse();
  }

  /** Every run of the ledger. */
  async runs(): Promise<ToldRun[]> {
    return JSON.parse(await this.#opsbook('runs --json')) as ToldRun[];
  }

  /** Hosts that get no new servers, with the reason that stands there. */
  disabled(): Record<string, string | null> {
    const services = this.cloud.state.computeServices.filter(
      ({ binary, disabled }) => binary === 'nova-compute' && disabled,
    );
    return Object.fromEntries(services.map(({ host, disabledReason }) => [host, disabledReason]));
  }

  async close(): Promise<void> {
    this.#release();
    await this.#daemon?.stop();
    await this.#engine?.close();
    await this.#sim?.stop();
    await this.#cloud?.stop();
  }

  async #opsbook(line: string): Promise<string> {
    const said: Output = { out: '', err: '' };
    const code = await main(line.split(' '), fakeTerminal(said, { cwd: this.folder, env: { HOME: this.folder } }));
    if (code !== 0) throw new Error(`opsbook ${line}: ${said.err}`);
    return said.out;
  }

  async #serve(runbooks: readonly AnyRunbook[]): Promise<void> {
    const env = { HOME: this.folder };
    const config = loadConfig({ path: join(this.folder, 'opsbook.yaml'), env, cwd: this.folder });
    const connect = (context: Parameters<typeof connectServices>[1]) => connectServices(config, context, { env });
    const ledger = join(this.folder, 'ledger.db');
    const code = { runbooks, version: version() };
    this.#engine = openLocalEngine({ path: ledger, ...code, connect });
    const log = daemonLog({ write: (line) => void this.logs.push(line) });
    const { clock } = this;
    this.#daemon = await serve({ config, engine: this.#engine, ...code, connect, ledger, clock, log });
  }
}

function there<T>(it: T | undefined): T {
  if (it === undefined) throw new Error('it is not open');
  return it;
}
