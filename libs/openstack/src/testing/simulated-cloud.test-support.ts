import { type Context, VirtualClock, sleep, unrestricted } from '@opsbook/context';
import { type OpenStackClient, openstack } from '../index.ts';
import { type Login, type OpenStackSimulatorOptions, startOpenStack } from './index.ts';

/** A simulator on a virtual clock, with a client of it. */
export async function simulatedCloud(options: OpenStackSimulatorOptions = {}) {
  const clock = new VirtualClock();
  const sim = await startOpenStack({ clock, hypervisors: 4, ...options });
  const context: Context = { guard: unrestricted, clock };
  const clients: OpenStackClient[] = [];
  const client = (login?: Login) => {
    const made = openstack({ config: sim.cloudConfig(login), context });
    clients.push(made);
    return made;
  };
  return {
    clock,
    sim,
    client,
    cloud: client(),
    wait: (seconds: number) => sleep(clock, seconds * 1000),
    stop: async () => {
      for (const one of clients) one.close();
      await sim.stop();
    },
  };
}

export type SimulatedCloud = Awaited<ReturnType<typeof simulatedCloud>>;
