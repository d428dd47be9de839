import { VirtualClock } from '@opsbook/context';
import { startOpenStack } from '../testing/index.ts';
import type { Failures } from './contract-target.ts';
import { openstackContract } from './openstack-contract.ts';
import { Wire } from './wire.ts';

async function simulator() {
  const clock = new VirtualClock();
  const sim = await startOpenStack({ clock, hypervisors: 4, servers: 3 });
  const admin = new Wire(sim.cloudConfig(), clock);
  const member = new Wire(sim.cloudConfig('member'), clock);
  const failures: Failures = (_host, operation, serverId) => {
    if (operation === 'attach_volume') sim.order.volume('attach', '*', 'fails');
    else if (operation === 'snapshot') sim.order.snapshot(serverId, 'fails');
    else if (operation === 'power_off' || operation === 'spawn') sim.order.action(serverId, 'fails');
    else sim.order.migration(serverId, operation === 'live_migration' ? 'fails-silently' : 'fails');
    return () => undefined;
  };
  return {
    name: 'the simulator',
    clock,
    admin,
    member,
    host: 'hv4',
    otherHost: 'hv3',
    flavor: sim.state.flavors[0]?.id ?? '',
    image: sim.state.images[0]?.id ?? '',
    failures,
    close: async () => {
      admin.close();
      member.close();
      await sim.stop();
    },
  };
}

openstackContract(simulator, { canFail: true });
