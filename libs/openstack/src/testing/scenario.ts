import { type AddServer, addServer } from './compute/add-server.ts';
import { addHypervisor } from './compute/add-hypervisor.ts';
import type { World } from './world.ts';

/** A cloud in one line; everything is spread evenly over the hypervisors, in order. */
export interface Scenario {
  /** `hv1`, `hv2`, ...; default 0. */
  hypervisors?: number;
  /** `server-01`, `server-02`, ...: ACTIVE, of flavor m1.small, in project demo. */
  servers?: number;
  /** Further ones, `gpu-1`, ...: with a GPU, which cannot be live-migrated. Each hypervisor has room for as many. */
  gpuServers?: number;
  /** Further ones, `error-1`, ...: in ERROR. */
  errorServers?: number;
  /** Further ones, `stopped-1`, ...: SHUTOFF. */
  stoppedServers?: number;
  /** Further ones, `volume-1`, ...: they boot from a volume. */
  volumeServers?: number;
}

export function playScenario(world: World, scenario: Scenario): void {
  const hosts = Array.from({ length: scenario.hypervisors ?? 0 }, (_, index) => `hv${index + 1}`);
  for (const name of hosts) addHypervisor(world, name, { gpus: scenario.gpuServers ?? 0 });
  const spread = (names: string[], given: Omit<AddServer, 'name'>) => {
    for (const [index, name] of names.entries()) {
      const host = hosts[index % hosts.length];
      addServer(world, { name, ...given, ...(host !== undefined && { host }) });
    }
  };
  spread(numbered('server-', scenario.servers ?? 0, 2), {});
  spread(numbered('gpu-', scenario.gpuServers ?? 0, 1), { flavor: 'g-a100' });
  spread(numbered('error-', scenario.errorServers ?? 0, 1), { status: 'ERROR' });
  spread(numbered('stopped-', scenario.stoppedServers ?? 0, 1), { status: 'SHUTOFF' });
  spread(numbered('volume-', scenario.volumeServers ?? 0, 1), { volumeBacked: true });
}

function numbered(prefix: string, count: number, digits: number): string[] {
  const width = Math.max(digits, String(count).length);
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(width, '0')}`);
}
