import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { connect, createServer } from 'node:net';
import { startAlertmanager } from '@opsbook/alertmanager/testing';
import { alert, notification } from '../server/intake-kit.test-support.ts';
import { DaemonHost, post } from './daemon-kit.test-support.ts';
import { untilStopped } from './until-stopped.ts';

const RULES = `rules:
  - name: mark-what-is-down
    on: { alert: prod }
    when: { field: labels.alertname, equals: Down }
    run: mark.leave
    input: { name: '\${labels.instance}' }
`;

let host: DaemonHost;
beforeEach(() => {
  host = new DaemonHost();
  host.rules(RULES);
});
afterEach(() => host.end());

const metricsOf = async ({ url }: { url: string }) => (await fetch(`${url}/metrics`)).text();

describe('the daemon', () => {
  it('takes an alert, decides it by the rules, executes the run and tells of all of it', async () => {
    const daemon = await host.start();
    expect(await post(daemon, '/v1/alertmanager/prod', notification([alert('hv1')]))).toBe(200);
    const { run, status } = await host.said('run ended');
    expect(status).toBe('done');
    expect(host.marks.lines()).toEqual([`${String(run)} hv1`]);
    const text = await metricsOf(daemon);
    expect(text).toContain('opsbook_events_decided_total{state="ran",rule="mark-what-is-down",by=""} 1');
    expect(text).toContain('opsbook_runs_ended_total{runbook="mark.leave",status="done"} 1');
    expect(text).toContain('opsbook_events_undecided_oldest_seconds 0');
    expect(text).toContain('opsbook_rules 1');
  });

  it('is the only one on its ledger', async () => {
    const first = await host.start();
    await expect(host.start()).rejects.toMatchObject({ code: 'DAEMON_RUNNING' });
    await first.stop();
    await host.start();
  });

  it('does not begin with rules that have faults, and leaves the ledger to the next one', async () => {
    host.rules('rules: [{ name: x, on: { alert: prod }, run: mark.unknown }]');
    await expect(host.start()).rejects.toMatchObject({ code: 'RULES_INVALID' });
    host.rules(RULES);
    await host.start();
  });

  it('leaves the ledger to the next one when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    host.rules(RULES.replace('mark.leave', 'mark.wait'));
    const first = await host.start();
    await post(first, '/v1/alertmanager/prod', notification([alert('hv1')]));
    await host.said('run taken');
    await first.stop();
    host.lines.length = 0;
    await expect(host.start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    // Nor did it begin with anything.
    expect(host.lines.map(({ msg }) => msg)).toEqual([]);
    other.close();
    await host.start();
    await host.said('run taken over');
  });

  it('stops although somebody keeps a connection and asks nothing', async () => {
    const daemon = await host.start();
    const silent = connect(Number(new URL(daemon.url).port), '127.0.0.1');
    await once(silent, 'connect');
    const slow = connect(Number(new URL(daemon.url).port), '127.0.0.1');
    slow.write('POST /v1/alertmanager/prod HTTP/1.1\r\nhost: a\r\n');
    await once(slow, 'connect');
    const cut = [silent, slow].map((socket) =>
      once(
        socket.resume().on('error', () => undefined),
        'close',
      ),
    );
    await daemon.stop();
    await Promise.all(cut);
  });

  it('leaves its runs to the next one when it stops', async () => {
    host.rules(RULES.replace('mark.leave', 'mark.wait'));
    const first = await host.start();
    await post(first, '/v1/alertmanager/prod', notification([alert('hv1')]));
    const { run } = await host.said('run taken');
    await first.stop();
    expect(host.disk.getRun(String(run))?.status).toBe('running');
    await host.start();
    expect(await host.said('run taken over')).toMatchObject({ run });
    expect(host.disk.listRuns({})).toHaveLength(1);
  });
});

describe('signals', () => {
  it('SIGHUP reads the rules again, and keeps those of before where they have faults; SIGTERM stops', async () => {
    const daemon = await host.start();
    const signals = new EventEmitter();
    const over = untilStopped(daemon, signals);
    host.rules('rules: [');
    signals.emit('SIGHUP');
    expect(await host.said('the rules cannot be used: those of before hold on')).toMatchObject({ level: 'error' });
    expect(await metricsOf(daemon)).toContain('opsbook_rules_last_reload_ok 0');
    await post(daemon, '/v1/alertmanager/prod', notification([alert('hv1')]));
    await host.said('run ended');

    host.rules(RULES.replace('labels.instance', 'labels.alertname'));
    signals.emit('SIGHUP');
    await host.said('rules read');
    await post(daemon, '/v1/alertmanager/prod', notification([alert('hv2')]));
    const hv1 = host.lines.find(({ msg }) => msg === 'run ended')?.['run'];
    await host.said('run ended', ({ run }) => run !== hv1);
    expect(host.marks.lines().map((line) => line.split(' ')[1])).toEqual(['hv1', 'Down']);

    signals.emit('SIGTERM');
    await over;
    await expect(fetch(`${daemon.url}/healthz`)).rejects.toThrow('fetch failed');
    expect(signals.eventNames()).toEqual([]);
  });
});

describe('a notification that leaves alerts out', () => {
  it('is completed from Alertmanager, also when that answers late', async () => {
    const sim = await startAlertmanager({
      route: { receiver: 'opsbook', groupBy: ['alertname'] },
      receivers: [{ name: 'opsbook' }],
    });
    try {
      const daemon = await host.start(
        { alertmanagers: { prod: { auth: { token: 'token-of-the-source' }, alertmanager: 'main' } } },
        { alertmanager: { main: { url: sim.url } }, http: { retries: 0 } },
      );
      const labels = ['hv1', 'hv2', 'hv3'].map((instance) => ({ alertname: 'Down', instance }));
      await fetch(`${sim.url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(labels.map((one) => ({ labels: one }))),
      });
      sim.fault.next('GET /api/v2/alerts/groups', { status: 503 });
      expect(await post(daemon, '/v1/alertmanager/prod', notification([], { truncatedAlerts: 3 }))).toBe(200);
      await host.said('the alerts of a truncated notification cannot be fetched yet');
      await host.said('fetched the alerts of a truncated notification', ({ alerts }) => alerts === 3);
      await host.said('run ended', () => host.marks.lines().length === 3);
      expect(
        host.marks
          .lines()
          .map((line) => line.split(' ')[1])
          .sort(),
      ).toEqual(['hv1', 'hv2', 'hv3']);
      expect(await metricsOf(daemon)).toContain('opsbook_intake_truncated_groups 0');
    } finally {
      await sim.stop();
    }
  });
});
