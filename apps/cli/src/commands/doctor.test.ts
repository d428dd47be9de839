import { afterEach, expect, test } from '@jest/globals';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAlertmanager } from '@opsbook/alertmanager/testing';
import { startOpenStack } from '@opsbook/openstack/testing';
import { holdLedger, openTriggerStore } from '@opsbook/triggers';
import type { Diagnosis } from '../doctor/diagnosis.ts';
import { main } from '../main.ts';
import { alertEvent } from '../testing/events.ts';
import { fakeTerminal } from '../testing/fake-terminal.ts';
import { Host } from '../testing/host.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const started: { stop: () => Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
});

const RULES = `rules:
  - name: look
    enabled: false
    on: { alert: main }
    run: audit.check-connections
    input: {}
`;

/** A folder with a configuration that can be read by its owner alone, a simulated cloud and an Alertmanager. */
async function site({ url = 'http://127.0.0.1:9095/v1/alertmanager/main' } = {}) {
  const folder = temporaryFolder().path;
  const cloud = await startOpenStack();
  const alertmanager = await startAlertmanager({
    route: { receiver: 'opsbook', groupBy: ['alertname'] },
    receivers: [{ name: 'opsbook', url }],
  });
  started.push(cloud, alertmanager);
  const write = (name: string, text: string, mode = 0o600) => {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), mode);
  };
  write('token', 'token-of-the-source-71\n');
  write('rules.yaml', RULES);
  write('clouds.yaml', cloud.cloudsYaml());
  const config = `ledger: ledger.db
http: { retries: 0 }
clouds: { prod: { cloud: sim, cloudsFile: clouds.yaml } }
alertmanager: { main: { url: '${alertmanager.url}' } }
serve:
  rules: [rules.yaml]
  alertmanagers: { main: { auth: { token: '\${file:token}' } } }
`;
  write('opsbook.yaml', config);
  const opsbook = async (line: string) => {
    const said = { out: '', err: '' };
    const code = await main(line.split(' '), fakeTerminal(said, { cwd: folder, env: { HOME: folder } }));
    return { code, ...said };
  };
  const checks = async () => {
    const { code, out } = await opsbook('doctor --json');
    const { checks: found, ...rest } = JSON.parse(out) as { checks: Diagnosis[]; ok: boolean };
    return { code, ok: rest.ok, found, of: (status: string) => found.filter((one) => one.status === status) };
  };
  return { folder, write, config, cloud, alertmanager, opsbook, checks };
}

test('a site that can work tonight', async () => {
  const { folder, opsbook, checks } = await site();
  const release = holdLedger(join(folder, 'ledger.alerts.db'));
  const { code, ok, found, of } = await checks();
  release();
  expect({ code, ok, faults: of('fault'), warnings: of('warning') }).toEqual({
    code: 0,
    ok: true,
    faults: [],
    warnings: [],
  });
  const looked = found.map(({ check }) => check);
  expect(looked).toEqual(
    expect.arrayContaining([
      ...[
        'node',
        'configuration',
        'ledger',
        'event ledger',
        'daemon',
        'runbooks',
        'openstack prod',
        'alertmanager main',
      ],
      ...['rules', 'sensors', 'alerts of main', 'clock and alertmanager main', 'events'],
    ]),
  );
  expect(found.find(({ check }) => check === 'daemon')?.detail).toMatch(/^process \d+ of .*ledger\.alerts\.db$/);
  expect(found.find(({ check }) => check === 'rules')?.detail).toBe('1 load, 1 of them disabled');
  // Looking makes no files.
  expect(existsSync(join(folder, 'ledger.db'))).toBe(false);
  expect((await opsbook('doctor')).out).toMatch(/^fault +daemon: none runs.*\n +-> Start it: opsbook serve$/m);
});

test('everything that is wrong is told at once, each with what to do, and no secret', async () => {
  const { folder, write, config, cloud, opsbook, checks } = await site({ url: 'http://127.0.0.1:9999/elsewhere' });
  write(
    'opsbook.yaml',
    `${config.replace("'${file:token}'", 'in-plain-text-71')}  sensors: { odd: { run: hypervisor.drain, every: 60 } }\n`,
    0o646,
  );
  write('rules.yaml', RULES.replace('audit.check-connections', 'nobody.knows'));
  write('ledger.db', 'this is no database, it is a text that somebody has put in its place');
  cloud.fault.always('POST /identity/v3/auth/tokens', { status: 401 });
  const store = openTriggerStore({ path: join(folder, 'ledger.alerts.db') });
  await store.append([{ event: alertEvent('late-1') }], '2030-01-01T00:00:00.000Z');
  const at = new Date(Date.now() - 3_600_000).toISOString();
  await store.append([{ event: alertEvent('late-2', {}, { receivedAt: at }) }], at);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await store.remember('outbox', { 'said/breaker/look': until }, [], at);
  await store.close();

  const { code, ok, of } = await checks();
  expect({ code, ok }).toEqual({ code: 1, ok: false });
  const told = of('fault').map(({ check, detail }) => `${check}: ${detail}`);
  for (const expected of [
    /^configuration: .* can be written by everybody$/,
    /^configuration: .* holds secrets, and everybody can read it$/,
    /^ledger: .*ledger\.db: file is not a database$/,
    /^daemon: none runs/,
    /^openstack prod: .* refused user 'admin'/,
    /^rules: .*rules\.yaml:5:10: .*nobody\.knows/,
    /^sensors: serve\.sensors\.odd\.run: hypervisor\.drain changes something/,
    /^runs: .*ledger\.db/,
  ]) {
    expect(told).toContainEqual(expect.stringMatching(expected));
  }
  const warned = of('warning').map(({ check, detail }) => `${check}: ${detail}`);
  for (const expected of [
    /^configuration: serve\.alertmanagers\.main\.auth\.token: a secret in plain text/,
    /^alerts of main: none of its receivers posts to us$/,
    /^rules: the breaker of look is open until /,
  ]) {
    expect(warned).toContainEqual(expect.stringMatching(expected));
  }
  expect([...of('fault'), ...of('warning')].filter(({ advice }) => advice === undefined)).toEqual([]);
  const { out, err } = await opsbook('doctor');
  expect(out + err).not.toContain('in-plain-text-71');
});

test('an event that nobody decides is a fault', async () => {
  const { folder, checks } = await site();
  const store = openTriggerStore({ path: join(folder, 'ledger.alerts.db') });
  const receivedAt = new Date(Date.now() - 3_600_000).toISOString();
  await store.append([{ event: alertEvent('late', {}, { receivedAt }) }], receivedAt);
  await store.close();
  const { of } = await checks();
  expect(of('fault')).toContainEqual(
    expect.objectContaining({ check: 'events', detail: 'the oldest that nobody has decided is 1h00m old (late)' }),
  );
});

test('a configuration that cannot be read is the one thing to be told', async () => {
  const { write, opsbook } = await site();
  write('opsbook.yaml', 'cloud: {}\nserve: { port: many }\n');
  const { code, out } = await opsbook('doctor');
  expect(code).toBe(1);
  expect(out).toMatch(/^fault +configuration: /m);
  expect(out).toContain('line 1');
  expect(out).toContain('line 2');
});

test('runs that nobody goes on with, that wait for people, or are frozen', async () => {
  const host = new Host();
  host.ledger = join(temporaryFolder().path, 'ledger.db');
  writeFileSync(host.ledger, '');
  await host.opsbook('run house.light --cloud home --yes', { onStart: host.interrupt(2) });
  await host.opsbook('run hall.ask-first --yes');
  await host.opsbook('freeze --cloud office --reason painters');
  await host.later(60, () => Promise.resolve());
  const { out } = await host.opsbook('doctor');
  expect(out).toMatch(
    /^warning +runs: office was frozen by ada .*painters\n +-> Lift it: opsbook unfreeze --cloud office/m,
  );
  expect(out).toMatch(/^warning +runs: interrupted: \S+\n +-> Go on: opsbook resume/m);
  expect(out).toMatch(/^warning +runs: waiting for people: \S+\n +-> opsbook pending$/m);
});
