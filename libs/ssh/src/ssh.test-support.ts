import { afterEach, beforeEach } from '@jest/globals';
import { VirtualClock, unrestricted } from '@opsbook/context';
import { type SshClient, type SshOptions, ssh } from './index.ts';
import { type SshSimulator, type SshSimulatorOptions, startSsh } from './testing/index.ts';

/** A simulated host for each test, on a clock of its own, and clients that know it as `web1` and `web2`. */
export class Bench {
  clock = new VirtualClock();
  #sim: SshSimulator | undefined;
  #clients: SshClient[] = [];

  constructor(options: SshSimulatorOptions = {}) {
    beforeEach(async () => {
      this.clock = new VirtualClock();
      this.#sim = await startSsh({ ...options, clock: this.clock });
    });
    afterEach(async () => {
      for (const client of this.#clients) await client.close();
      this.#clients = [];
      await this.#sim?.stop();
    });
  }

  get sim(): SshSimulator {
    if (this.#sim === undefined) throw new Error('the simulator does not run yet');
    return this.#sim;
  }

  client(changes: Partial<SshOptions> = {}): SshClient {
    const context = { guard: unrestricted, clock: this.clock };
    const client = ssh({ ...this.sim.clientOptions('web1', 'web2'), context, random: () => 0.5, ...changes });
    this.#clients.push(client);
    return client;
  }
}
