import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, type Server as NetServer, type Socket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, Secret, systemClock } from '@opsbook/context';
import ssh2 from 'ssh2';
import type { SshOptions } from '../options.ts';
import { FakeHost, type FakeFile, type FakeUser } from './fake-host.ts';
import { Faults } from './faults.ts';
import { newKey } from './new-key.ts';
import { isParkable } from './process-group.ts';
import type { Answer, RecordedRun } from './replies.ts';
import { serveClient } from './serve-client.ts';

export interface SshSimulatorOptions {
  /** Default: real time. */
  clock?: Clock;
  /** What the host calls itself; default `simulated`. */
  hostname?: string;
  /** By name. Default: `ops`, with the password `simulated-password`, the key {@link SshSimulator.key} and sudo with password. */
  users?: Record<string, FakeUser>;
  /** Sessions at once on one connection; default 10, as sshd's MaxSessions. */
  maxSessions?: number;
}

/** Starts a host that is reached over SSH, on a free port of 127.0.0.1. */
export async function startSsh(options: SshSimulatorOptions = {}): Promise<SshSimulator> {
  const simulator = new SshSimulator(options);
  await simulator.listen();
  return simulator;
}

/** A small host behind a real SSH server: users, commands, files in memory, and faults to order. */
export class SshSimulator {
  readonly fault = new Faults();
  /** A key that the default user logs in with. */
  readonly key: Secret;
  readonly #host: FakeHost;
  readonly #server: NetServer;
  readonly #sockets = new Set<Socket>();
  readonly #hostKey = newKey();
  readonly #folder = mkdtempSync(join(tmpdir(), 'opsbook-ssh-sim-'));
  #logins = 0;

  constructor({ clock = systemClock, hostname = 'simulated', users, maxSessions = 10 }: SshSimulatorOptions) {
    const key = newKey();
    this.key = new Secret(key.private);
    const ops: FakeUser = { password: 'simulated-password', keys: [key.public], sudo: 'password' };
    this.#host = new FakeHost({ hostname, users: users ?? { ops }, clock });
    const otherKey = newKey();
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
      const park = () => {
        const unpark = isParkable(clock) ? clock.park() : undefined;
        // `end` comes a turn before `close`: the clock must not run ahead of a client that has just given up.
        socket.once('end', () => unpark?.()).once('close', () => unpark?.());
        socket.resume();
      };
      if (this.fault.take('silent')) park();
      else if (this.fault.take('drop')) socket.destroy();
      else {
        const hostKeys = [this.fault.take('other-host-key') ? otherKey.private : this.#hostKey.private];
        const cut = () => socket.destroy();
        const one = new ssh2.Server({ hostKeys }, (client) => {
          client.once('ready', () => (this.#logins += 1));
          serveClient(client, { host: this.#host, faults: this.fault, maxSessions, park, cut });
        });
        one.injectSocket(socket);
      }
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** A line for known_hosts. */
  get knownHostsLine(): string {
    return `[127.0.0.1]:${this.port} ${this.#hostKey.public.split(' ').slice(0, 2).join(' ')}`;
  }

  /** A file with that line, until {@link stop}. */
  get knownHostsFile(): string {
    return join(this.#folder, 'known_hosts');
  }

  /** Commands that were begun, in their order. */
  get runs(): readonly RecordedRun[] {
    return this.#host.runs;
  }

  /** Files by their absolute path. */
  get files(): Map<string, FakeFile> {
    return this.#host.files;
  }

  /** What is running, as a process list shows it. */
  get processes(): readonly string[] {
    return this.#host.processes;
  }

  /** How often somebody logged in. */
  get logins(): number {
    return this.#logins;
  }

  /** Connections that stand. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** What a client needs to log in as `ops` on a host that it calls by one of these names. */
  clientOptions(...names: string[]): Pick<SshOptions, 'config' | 'knownHosts' | 'auth' | 'hosts'> {
    const host = { hostname: '127.0.0.1', port: this.port, user: 'ops' };
    return {
      config: false,
      knownHosts: this.knownHostsFile,
      auth: { keys: [{ key: this.key }], agent: false },
      hosts: Object.fromEntries(names.map((name) => [name, host])),
    };
  }

  /**
   * Says how the host answers a command; the latest counts. Patterns as in `CommandRule`: one for each argument, a last `...`
   * for any further ones. Without it the host has `cat`, `echo`, `false`, `head -c`, `hostname`, `id`, `printenv`, `printf`, `sleep`, `true` and a small
   * `sh -c`.
   */
  on(argv: readonly string[], answer: Answer): void {
    this.#host.replies.add(argv, answer);
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    writeFileSync(this.knownHostsFile, `${this.knownHostsLine}\n`);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
