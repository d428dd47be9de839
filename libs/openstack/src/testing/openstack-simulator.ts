import { type Clock, systemClock } from '@opsbook/context';
import { type Faults, type RecordedRequest, SimulatorServer } from '@opsbook/http/testing';
import type { CloudConfig } from '../config/cloud-config.ts';
import { type AddHypervisor, addHypervisor } from './compute/add-hypervisor.ts';
import { type AddServer, addServer } from './compute/add-server.ts';
import { clearRemains } from './compute/evacuation.ts';
import { cloudConfig, cloudsYaml } from './identity/cloud-access.ts';
import type { Orders } from './orders.ts';
import type { SimulatedComputeService, SimulatedHypervisor, SimulatedServer } from './compute/compute-records.ts';
import { type Scenario, playScenario } from './scenario.ts';
import type { Login } from './identity/logins.ts';
import { seed } from './seed.ts';
import { serveCloud } from './serve-cloud.ts';
import { DEFAULT_SETTINGS, type OpenStackSettings } from './settings.ts';
import type { OpenStackState } from './state.ts';
import { World } from './world.ts';

export interface OpenStackSimulatorOptions extends Scenario, Partial<OpenStackSettings> {
  /** Where time comes from; default real time. */
  clock?: Clock;
  /** How many times faster than the clock migrations and the like go; default 1. Tokens live by the clock. */
  speed?: number;
}

/** Keystone, nova, glance and neutron of one small cloud, as a real HTTP server on 127.0.0.1. */
export class OpenStackSimulator {
  readonly server: SimulatorServer;
  readonly #world: World;

  constructor(options: OpenStackSimulatorOptions = {}) {
    const clock = options.clock ?? systemClock;
    this.server = new SimulatorServer({ clock });
    const settings = { ...DEFAULT_SETTINGS };
    for (const key of Object.keys(settings) as (keyof OpenStackSettings)[]) {
      if (options[key] !== undefined) Object.assign(settings, { [key]: options[key] });
    }
    this.#world = new World(settings, clock, options.speed ?? 1);
    seed(this.#world);
    playScenario(this.#world, options);
    serveCloud(this.server, this.#world);
  }

  /** @param port default: a free one */
  async start(port?: number): Promise<void> {
    await this.server.start(port);
  }

  /** Ends every connection. May be called twice. */
  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** Without a trailing slash; keystone is at `/identity`, nova at `/compute`, glance at `/image`, neutron at `/network`, placement at `/placement`. */
  get url(): string {
    return this.server.url;
  }

  /** What shall go wrong with requests: see `Faults` of `@opsbook/http/testing`. */
  get fault(): Faults {
    return this.server.fault;
  }

  /** What shall go wrong in the cloud after a request was accepted. */
  get order(): Orders {
    return this.#world.orders;
  }

  /** Every request received. */
  get requests(): readonly RecordedRequest[] {
    return this.server.requests;
  }

  /** Everything that the cloud knows, as of now; may be edited. */
  get state(): OpenStackState {
    this.#world.timeline.settle();
    return this.#world.state;
  }

  /** How it is set up; may be changed while it runs. */
  get options(): OpenStackSettings {
    return this.#world.settings;
  }

  addHypervisor(name: string, given?: AddHypervisor): SimulatedHypervisor {
    return addHypervisor(this.#world, name, given);
  }

  addServer(given: AddServer): SimulatedServer {
    return addServer(this.#world, given);
  }

  /** By id or name. @throws TypeError when there is none */
  findServer(idOrName: string): SimulatedServer {
    const found = this.state.servers.find(({ id, name }) => id === idOrName || name === idOrName);
    if (found === undefined) throw new TypeError(`the simulated cloud has no server '${idOrName}'`);
    return found;
  }

  /** Every token given out so far has reached its end. */
  expireTokens(): void {
    const now = this.#world.timeline.now();
    for (const token of this.#world.state.tokens) token.expiresAt = Math.min(token.expiresAt, now);
  }

  /** Every token given out so far is refused from now on, as after a change of the password. */
  revokeTokens(): void {
    for (const token of this.#world.state.tokens) token.revoked = true;
  }

  /** nova-compute of the host is down, and nova knows; its servers run on. */
  setComputeDown(host: string): void {
    const service = this.#service(host);
    service.alive = false;
    service.seenAt = this.#world.timeline.now() - this.options.serviceDownTime * 1000;
  }

  /** The host dies: what is under way on it stands still, and nova notices after its `serviceDownTime`. */
  killHost(host: string): void {
    const service = this.#service(host);
    service.alive = false;
    service.seenAt = this.#world.timeline.now();
  }

  /** Undoes {@link setComputeDown} and {@link killHost}. */
  setComputeUp(host: string): void {
    const service = this.#service(host);
    service.alive = true;
    clearRemains(this.#world, host);
    service.seenAt = this.#world.timeline.now();
  }

  /** How to log in, as a client is configured. */
  cloudConfig(login: Login = 'admin'): CloudConfig {
    return cloudConfig(this.url, this.options.region, login);
  }

  /** A clouds.yaml with `sim` (admin), `sim-member` and so on for each login, and `sim-app` (an application credential of the admin). */
  cloudsYaml(): string {
    return cloudsYaml(this.url, this.options.region, this.#world.state.applicationCredentials);
  }

  #service(host: string): SimulatedComputeService {
    const service = this.#world.computeService(host);
    if (service === undefined) throw new TypeError(`the simulated cloud has no host '${host}'`);
    return service;
  }
}

/** A simulated cloud that answers: `const sim = await startOpenStack({ hypervisors: 4, servers: 30 })`. */
export async function startOpenStack(options: OpenStackSimulatorOptions = {}): Promise<OpenStackSimulator> {
  const simulator = new OpenStackSimulator(options);
  await simulator.start();
  return simulator;
}
