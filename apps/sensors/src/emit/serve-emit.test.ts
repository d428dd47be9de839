import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type StackStormSimulator, startStackStorm } from '@opsbook/stackstorm/testing';
import { DaemonHost, post } from '../daemon/daemon-kit.test-support.ts';
import { alert, notification } from '../server/intake-kit.test-support.ts';

const RULES = `rules:
  - { name: mark, on: { alert: prod }, run: mark.leave, input: { name: '\${labels.instance}' } }
`;

let host: DaemonHost;
let sim: StackStormSimulator;
beforeEach(async () => {
  host = new DaemonHost();
  host.rules(RULES);
  sim = await startStackStorm();
  for (const name of ['alert', 'finding', 'run_finished']) sim.addTriggerType(`opsbook.${name}`);
});
afterEach(async () => {
  await host.end();
  await sim.stop();
});

it('the daemon hands alerts to StackStorm instead of running its rules, and counts that', async () => {
  const auth = { apiKey: sim.addApiKey() };
  const daemon = await host.start({ emit: {} }, { stackstorm: { main: { url: sim.url, auth } } });
  await post(daemon, '/v1/alertmanager/prod', notification([alert('hv1'), alert('hv2')]));
  const counted = async () => {
    const text = await (await fetch(`${daemon.url}/metrics`)).text();
    return /^opsbook_events_decided_total\{.*state="emitted".*\} (\d+)$/m.exec(text)?.[1];
  };
  while ((await counted()) !== '2') await setImmediate();
  const told = sim.triggerInstances.filter(({ trigger }) => trigger === 'opsbook.alert');
  expect(told.map(({ payload }) => (payload['labels'] as { instance: string }).instance).sort()).toEqual([
    'hv1',
    'hv2',
  ]);
  expect(told[0]?.payload).toMatchObject({ source: 'prod', status: 'firing', event: expect.any(String) });
  expect(host.marks.lines()).toEqual([]);
});

it('a daemon that is to hand over, and is not told where to, does not begin', async () => {
  await expect(host.start({ emit: {} })).rejects.toMatchObject({ code: 'CONFIG_NO_SERVICE' });
});
