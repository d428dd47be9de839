import type { OpenStackClient } from '@opsbook/openstack';
import type { Engine } from '@opsbook/runbook';
import type { Place } from './place.ts';

const requestedBy = { user: 'loop', surface: 'tool' };

export interface LoopServersOptions {
  engine: Engine;
  place: Place;
  compute: OpenStackClient['compute'];
}

/** Servers to be drained, and what has to be put back. */
export class LoopServers {
  readonly #options: LoopServersOptions;
  readonly #prefix = `opsbook-loop-${Date.now().toString(36)}`;
  readonly #ids: string[] = [];

  constructor(options: LoopServersOptions) {
    this.#options = options;
  }

  /** Builds so many on the hypervisor. Refuses one that is not empty, or not in service: what is there is not ours to move. */
  async build(count: number): Promise<void> {
    const { compute, place } = this.#options;
    const { hypervisor, flavor, image } = place;
    const found = await compute.servers.list({ host: hypervisor });
    const { status, state } = await this.service();
    if (found.length > 0 || status !== 'enabled' || state !== 'up') {
      throw new Error(
        `${hypervisor} is ${status} and ${state}, and has ${found.length} servers: the loop needs an empty one`,
      );
    }
    for (let index = 1; index <= count; index += 1) {
      const input = { cloud: 'loop', name: `${this.#prefix}-${index}`, flavor, image, hypervisor };
      const { id } = (await this.#run('server.create', input)) as { id: string };
      this.#ids.push(id);
    }
  }

  /** Those of them that are on this hypervisor. */
  async on(hypervisor: string): Promise<string[]> {
    const found = await this.#options.compute.servers.list({ host: hypervisor });
    return found.map(({ id }) => id).filter((id) => this.#ids.includes(id));
  }

  service() {
    const { compute, place } = this.#options;
    return compute.services.find({ host: place.hypervisor, binary: 'nova-compute' });
  }

  /** Deletes them, and enables the hypervisor if a run of this tool disabled it. */
  async putBack(): Promise<void> {
    const { compute, place } = this.#options;
    const made = await compute.servers.list({ name: `^${this.#prefix}-` });
    for (const { id } of made) await this.#run('server.delete', { cloud: 'loop', server: id });
    const { disabledReason } = await this.service();
    if (disabledReason?.startsWith('opsbook: Alert HypervisorDiskFailing') !== true) return;
    await compute.services.enable(place.hypervisor);
  }

  async #run(runbook: string, input: object): Promise<unknown> {
    const { engine } = this.#options;
    const { id } = await engine.start({ runbook, input, requestedBy });
    const { status, output, error } = await (await engine.execute(id)).ended;
    if (status !== 'done') throw new Error(`${runbook} ended as ${status}: ${error?.message ?? ''}`);
    return output;
  }
}
