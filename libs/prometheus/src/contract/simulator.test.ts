import { VirtualClock, unrestricted } from '@opsbook/context';
import { prometheus } from '../index.ts';
import { startPrometheus } from '../testing/index.ts';
import { prometheusContract } from './prometheus-contract.ts';

prometheusContract(async () => {
  const clock = new VirtualClock();
  const sim = await startPrometheus({ clock });
  sim.answer('up{job="prometheus"}', [{ labels: { __name__: 'up', job: 'prometheus' }, value: 1 }]);
  for (const [expression, value] of Object.entries({ 1: 1, 0: 0, '1/0': Infinity, '-1/0': -Infinity, '0/0': NaN })) {
    sim.answer(expression, value);
  }
  const client = prometheus({ url: sim.url, context: { guard: unrestricted, clock } });
  return {
    name: 'the simulator',
    client,
    close: async () => {
      client.close();
      await sim.stop();
    },
  };
});
