import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { alertmanager } from '@opsbook/alertmanager';
import { type AlertmanagerSimulator, startAlertmanager } from '@opsbook/alertmanager/testing';
import { VirtualClock } from '@opsbook/context';
import { alert, notification } from '../server/intake-kit.test-support.ts';
import { DaemonHost, TOKEN, post } from './daemon-kit.test-support.ts';

const RULES = `rules:
  - name: mark-what-is-down
    on: { alert: prod }
    run: mark.leave
    input: { name: '\${labels.instance}' }
    policy: { honourSilences: false }
    success: { resolvedWithin: 1s }
    escalate: { run: mark.leave, input: { name: 'told of \${labels.instance}' } }
`;

let host: DaemonHost;
let sim: AlertmanagerSimulator;
beforeEach(async () => {
  host = new DaemonHost();
  host.rules(RULES);
  // It has been there for a while, and knows of all that fires.
  sim = await startAlertmanager({ clock: new VirtualClock(new Date(Date.now() - 1_800_000).toISOString()) });
});
afterEach(async () => {
  await host.end();
  await sim.stop();
});

it('people are told of an alert that Alertmanager has firing at the deadline, and not of one that is over in silence', async () => {
  const client = alertmanager({ url: sim.url });
  const labels = { alertname: 'Down', instance: 'hv2' };
  await client.alerts.post([
    { labels, startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 86_400_000).toISOString() },
  ]);
  const silence = { matchers: 'alertname=Down', duration: 86_400, createdBy: 'ann', comment: 'disks' };
  const { id } = await client.silences.create(silence);
  const fingerprint = (await client.alerts.list())[0]?.fingerprint;
  client.close();

  const daemon = await host.start(
    { alertmanagers: { prod: { auth: { token: TOKEN }, alertmanager: 'main' } } },
    { alertmanager: { main: { url: sim.url } } },
  );
  const hv2 = { ...alert('hv2'), fingerprint };
  await post(daemon, '/v1/alertmanager/prod', notification([alert('hv1'), hv2]));
  await host.said('run ended', () => host.marks.lines().length === 3);
  const [one, two] = await host.remediations(2);
  expect(one).toMatchObject({ outcome: 'helped', asked: { found: 'over' }, resolvedAt: expect.any(String) });
  expect(two).toMatchObject({
    outcome: 'not-resolved',
    asked: { found: 'fires', why: expect.stringContaining(`silenced by ${id} {alertname="Down"} by ann until`) },
  });
  expect(host.marks.lines().map((line) => line.split(' ').slice(1).join(' '))).toEqual(['hv1', 'hv2', 'told of hv2']);
});
