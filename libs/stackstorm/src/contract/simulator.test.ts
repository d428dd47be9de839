import type { StackStormAuth } from '../options.ts';
import { simulatedStackStorm } from '../simulated-stackstorm.test-support.ts';
import { stackstormContract } from './stackstorm-contract.ts';

stackstormContract(async () => {
  const { clock, client, stop } = await simulatedStackStorm();
  const clientOf = (auth: StackStormAuth) => client({ auth });
  return { name: 'the simulator', clock, client: client(), clientOf, run: 'simulated', close: stop };
});
