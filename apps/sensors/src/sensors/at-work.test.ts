import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { DaemonHost } from '../daemon/daemon-kit.test-support.ts';

let host: DaemonHost;
beforeEach(() => {
  host = new DaemonHost();
  host.rules('');
});
afterEach(() => host.end());

// The first look is a tenth of the interval away at most.
const sensors = { marks: { run: 'mark.find', input: { name: 'wrong' }, every: 10 } };

it('a sensor of the configuration looks, and what it finds is decided by the rules', async () => {
  host.rules(`rules:
  - name: answer-a-finding
    on: { sensor: marks }
    run: mark.leave
    input: { name: '\${finding.title}' }
`);
  host.marks.add('wrong');
  const { url } = await host.start({ sensors });
  await host.said('run ended', ({ status }) => status === 'done');
  expect(host.marks.lines()).toEqual(['wrong', expect.stringMatching(/ wrong is marked$/)]);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain('opsbook_sensor_open_findings{sensor="marks"} 1');
  expect(metrics).toContain('opsbook_sensor_failures{sensor="marks"} 0');
});

it('a sensor that cannot look keeps the daemon from starting, and the ledger free', async () => {
  const wrong = { marks: { run: 'mark.leave', every: 10 } };
  await expect(host.start({ sensors: wrong })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await host.start({ sensors });
});

const everySecond = (name: string) => `rules:
  - { name: ${name}, on: { timer: { every: 1s } }, run: mark.leave, input: { name: ${name} } }
`;

it('the timers of the rules tick', async () => {
  host.rules(everySecond('first'));
  await host.start();
  await host.said('run ended');
  expect(host.marks.lines()[0]).toMatch(/ first$/);
});

it('the timers of rules that are read later tick', async () => {
  const daemon = await host.start();
  host.rules(everySecond('later'));
  await daemon.reload();
  await host.said('run ended');
  expect(host.marks.lines()[0]).toMatch(/ later$/);
});
