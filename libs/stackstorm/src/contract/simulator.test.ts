import { VirtualClock, unrestricted } from '@opsbook/context';
import { stackstorm } from '../index.ts';
import { startStackstorm } from '../testing/index.ts';
import { stackstormContract } from './stackstorm-contract.ts';

stackstormContract(async () => {
  const clock = new VirtualClock();
  const sim = await startStackstorm({ clock });
  const client = stackstorm({ url: sim.url, context: { guard: unrestricted, clock } });
  const close = async () => {
    client.close();
    await sim.stop();
  };
  return { name: 'the simulator', client, close };
});
