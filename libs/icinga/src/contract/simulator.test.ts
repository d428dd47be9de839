import { VirtualClock, unrestricted } from '@opsbook/context';
import { icinga } from '../icinga.ts';
import { startIcinga } from '../testing/index.ts';
import type { ContractTarget } from './contract-target.ts';
import { icingaContract } from './icinga-contract.ts';
import { Wire } from './wire.ts';

async function simulator(): Promise<ContractTarget> {
  const clock = new VirtualClock();
  // As icinga2.conf.
  const sim = await startIcinga({
    clock,
    users: [
      { name: 'root', password: 'contract', permissions: ['*'] },
      { name: 'reader', password: 'contract', permissions: ['objects/query/*', 'status/query'] },
      { name: 'hosts-only', password: 'contract', permissions: ['objects/query/Host'] },
    ],
  });
  const cloud = { vars: { team: 'cloud' } };
  sim.addHost('hv1', { ...cloud, displayName: 'Hypervisor 1', address: '192.0.2.1' });
  sim.addHost('hv2', { ...cloud, address: '192.0.2.2' });
  sim.addHost('odd "name\\', { vars: { team: 'other' } });
  sim.addService('hv1', 'ssh', cloud);
  sim.addService('hv2', 'ssh', cloud);
  sim.addService('hv1', 'disk /', cloud);
  const wire = new Wire(sim.url, clock);
  const clientOf = (username: string, password: string) =>
    icinga({ url: sim.url, auth: { username, password }, author: 'contract', context: { clock, guard: unrestricted } });
  const client = clientOf('root', 'contract');
  const close = async () => {
    wire.close();
    client.close();
    await sim.stop();
  };
  return { name: 'the simulator', clock, wire, client, clientOf, close };
}

icingaContract(simulator);
