import { VirtualClock } from '@opsbook/context';
import { startAlertmanager } from '../testing/index.ts';
import { alertmanagerContract } from './alertmanager-contract.ts';
import type { ConfiguredTarget } from './contract-target.ts';
import { startHook } from './hook.ts';
import { Wire } from './wire.ts';

async function simulator(): Promise<ConfiguredTarget> {
  const clock = new VirtualClock();
  const { received, refusals, url, stop } = await startHook(clock);
  // As alertmanager.yml.
  const sim = await startAlertmanager({
    clock,
    route: {
      receiver: 'hook',
      groupBy: ['alertname', 'host'],
      groupWait: 1,
      groupInterval: 2,
      repeatInterval: 6,
      routes: [
        { matchers: 'team=~"a|b",severity!="page"', receiver: 'team', continue: true, groupBy: ['...'] },
        { matchers: 'team="a"', receiver: 'other' },
      ],
    },
    inhibitRules: [{ source: 'severity="critical"', target: 'severity="warning"', equal: ['host'] }],
    receivers: [{ name: 'hook', url }, { name: 'team' }, { name: 'other' }],
  });
  const notifying = sim.notifyFor(Infinity);
  const wire = new Wire(sim.url, clock);
  return {
    name: 'the simulator',
    run: '1',
    url: sim.url,
    clock,
    wire,
    received,
    refusals,
    close: async () => {
      wire.close();
      await sim.stop();
      await notifying;
      await stop();
    },
  };
}

alertmanagerContract({ prepare: simulator, configured: true });
