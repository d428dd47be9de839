import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOpenStack } from '@opsbook/openstack/testing';
import type { ConfigInput } from '@opsbook/services';

/** The cloud of the loop, and what is asked of it. */
export interface Place {
  /** As one calls it. */
  name: string;
  /** The entry of `clouds` in the configuration. */
  cloud: NonNullable<ConfigInput['clouds']>[string];
  hypervisor: string;
  flavor: string;
  image: string;
  stop: () => Promise<void>;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The cloud that OS_CLOUD names; without it a simulated one. */
export async function openPlace(env: Env, folder: string): Promise<Place> {
  const { OS_CLOUD, OPSBOOK_LOOP_HYPERVISOR, OPSBOOK_LOOP_FLAVOR, OPSBOOK_LOOP_IMAGE } = env;
  const common = {
    hypervisor: OPSBOOK_LOOP_HYPERVISOR ?? 'hv2',
    flavor: OPSBOOK_LOOP_FLAVOR ?? 'm1.tiny',
    image: OPSBOOK_LOOP_IMAGE ?? 'cirros',
  };
  if (OS_CLOUD !== undefined) {
    return { ...common, name: `the cloud ${OS_CLOUD}`, cloud: { cloud: OS_CLOUD }, stop: () => Promise.resolve() };
  }
  const sim = await startOpenStack({ hypervisors: 4, speed: 4 });
  const cloudsFile = join(folder, 'clouds.yaml');
  writeFileSync(cloudsFile, sim.cloudsYaml(), { mode: 0o600 });
  const stop = () => sim.stop();
  return { ...common, name: 'a simulated cloud (OS_CLOUD names none)', cloud: { cloud: 'sim', cloudsFile }, stop };
}
