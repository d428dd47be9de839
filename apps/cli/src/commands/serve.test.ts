import { afterEach, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenStackSimulator, startOpenStack } from '@opsbook/openstack/testing';
import { main } from '../main.ts';
import type { StopSignal } from '../terminal.ts';
import { type Setting, fakeTerminal } from '../testing/fake-terminal.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const started: OpenStackSimulator[] = [];
afterEach(async () => {
  for (const openstack of started.splice(0)) await openstack.stop();
});

const TOKEN = 'token-of-the-source-71';
const RULES = `rules:
  - name: no-more-servers-there
    on: { alert: prod }
    when: { field: labels.alertname, equals: DiskFailing }
    run: compute-service.disable
    input: { cloud: prod, hypervisor: '\${labels.instance}', reason: 'Alert \${labels.alertname}' }
`;

/** A folder with a configuration, rules, a ledger to be and a simulated cloud. */
async function site(serve = '') {
  const folder = temporaryFolder().path;
  const cloud = await startOpenStack({ hypervisors: 2, servers: 2 });
  started.push(cloud);
  mkdirSync(join(folder, 'rules'));
  writeFileSync(join(folder, 'rules/disks.yaml'), RULES);
  writeFileSync(join(folder, 'clouds.yaml'), cloud.cloudsYaml());
  writeFileSync(
    join(folder, 'opsbook.yaml'),
    `ledger: ledger.db
clouds: { prod: { cloud: sim, cloudsFile: clouds.yaml } }
serve:
  port: 0
  rules: [rules]
  alertmanagers: { prod: { auth: { token: '${TOKEN}' } } }
${serve}`,
  );
  const opsbook = async (line: string, setting: Setting = {}) => {
    const said = { out: '', err: '' };
    const terminal = fakeTerminal(said, { cwd: folder, env: { HOME: folder }, ...setting });
    return { code: await main(line.split(' '), terminal), ...said };
  };
  return { folder, cloud, opsbook, daemon: () => new Daemon(opsbook) };
}

interface Line extends Record<string, unknown> {
  msg: string;
}

/** `opsbook serve` under way. */
class Daemon {
  readonly ended: Promise<{ code: number; out: string; err: string }>;
  readonly #lines: Line[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #stops: ((signal: StopSignal) => void)[] = [];
  #reload: () => void = () => undefined;

  constructor(opsbook: (line: string, setting: Setting) => Promise<{ code: number; out: string; err: string }>) {
    this.ended = opsbook('serve', {
      onStart: (stop) => void this.#stops.push(stop),
      onReload: (reload) => {
        this.#reload = reload;
      },
      onErr: (text) => {
        if (text.startsWith('{')) this.#lines.push(JSON.parse(text) as Line);
        for (const wake of this.#waiting) wake();
      },
    });
  }

  /** The first line of the log with these words that has come or comes. */
  async said(words: string): Promise<Line> {
    for (;;) {
      const found = this.#lines.find(({ msg }) => msg === words);
      if (found !== undefined) return found;
      const ended = this.ended.then(({ code, err }) => Promise.reject(new Error(`it ended with ${code}: ${err}`)));
      await Promise.race([ended, new Promise<void>((resolve) => this.#waiting.add(resolve))]);
    }
  }

  async post(labels: Record<string, string>): Promise<number> {
    const { url } = await this.said('serving');
    const alert = { status: 'firing', labels, annotations: {}, startsAt: '2030-01-01T00:00:00Z' };
    const body = JSON.stringify({ version: '4', groupKey: 'g', receiver: 'opsbook', alerts: [alert] });
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const answer = await fetch(`${String(url)}/v1/alertmanager/prod`, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    return answer.status;
  }

  reload(): void {
    this.#reload();
  }

  async stop(signal: StopSignal = 'SIGTERM') {
    for (const stop of this.#stops) stop(signal);
    return await this.ended;
  }
}

test('an alert leads to a run, and both are read while the daemon works; no secret is printed', async () => {
  const { opsbook, daemon, cloud } = await site();
  const running = daemon();
  expect(await running.post({ alertname: 'DiskFailing', instance: 'hv1' })).toBe(200);
  const { run } = await running.said('run ended');
  expect(cloud.requests.some(({ method, path }) => method === 'PUT' && path.includes('/os-services/'))).toBe(true);

  const listed = await opsbook('alerts');
  expect(listed.out).toContain(`DiskFailing hv1  ran    no-more-servers-there  run ${String(run)}`);
  const explained = await opsbook(`explain ${String(run)}`);
  expect(explained.out).toContain('rule no-more-servers-there');
  expect(explained.out).toMatch(/step compute service disabled: changed/);
  expect((await opsbook(`show ${String(run)}`)).out).toMatch(/^Because of +event \S+: opsbook explain /m);
  expect(await opsbook('serve')).toMatchObject({
    code: 3,
    err: expect.stringMatching(/a daemon works on it already: process \d+ of /),
  });

  const { code, out, err } = await running.stop();
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(err).not.toContain(TOKEN);
  expect((await opsbook('rules list')).out).toMatch(/no-more-servers-there .* yes +1 +1 \w+$/m);
});

test('SIGHUP reads the rules again; Ctrl-C stops', async () => {
  const { folder, daemon, cloud } = await site();
  const running = daemon();
  await running.said('serving');
  writeFileSync(join(folder, 'rules/disks.yaml'), RULES.replace('DiskFailing', 'FanFailing'));
  running.reload();
  await running.said('rules read');
  expect(await running.post({ alertname: 'FanFailing', instance: 'hv2' })).toBe(200);
  await running.said('run ended');
  expect((await running.stop('SIGINT')).code).toBe(0);
  expect(cloud.requests.some(({ method }) => method === 'PUT')).toBe(true);
});

test('every fault of rules and sensors is told, before anything is begun', async () => {
  const { folder, opsbook } = await site('  sensors: { odd: { run: hypervisor.drain, every: 60 } }\n');
  writeFileSync(
    join(folder, 'rules/more.yaml'),
    'rules: [{ name: x, on: { alert: prod }, run: nobody.knows, input: {} }]',
  );
  for (const line of ['serve', 'serve --check']) {
    const { code, err } = await opsbook(line);
    expect(code).toBe(2);
    expect(err).toMatch(/more\.yaml:1:\d+: .*nobody\.knows/);
    expect(err).toContain('serve.sensors.odd.run: hypervisor.drain changes something: a sensor only looks');
  }
  expect((await opsbook('alerts')).out).toBe('Nothing found.\n');
});

test('--check says what it could do, and leaves it at that', async () => {
  const { opsbook } = await site();
  const { code, out } = await opsbook('serve --check');
  expect({ code, out }).toEqual({
    code: 0,
    out: 'It could begin, at 127.0.0.1:0, with 1 rules; sensors: none; alertmanagers: prod; webhooks: none.\n',
  });
  expect(JSON.parse((await opsbook('serve --check --json')).out)).toMatchObject({ ok: true, rules: 1 });
  expect((await opsbook('alerts')).out).toBe('Nothing found.\n');
});

test('--ledger has its events beside it', async () => {
  const { folder, opsbook } = await site('  ledger: elsewhere.db\n');
  const { openTriggerStore } = await import('@opsbook/triggers');
  await openTriggerStore({ path: join(folder, 'other.alerts.db') }).close();
  expect(await opsbook('alerts --ledger other.db --follow', { onStart: (stop) => stop('SIGINT') })).toMatchObject({
    code: 0,
  });
  expect((await opsbook('alerts --follow')).err).toContain(join(folder, 'elsewhere.db'));
});
