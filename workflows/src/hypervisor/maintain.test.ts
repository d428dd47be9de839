import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sleep, unrestricted } from '@opsbook/context';
import { approvedPlan, flatten } from '@opsbook/runbook';
import { ann } from '../cloud.test-support.ts';
import { type MaintenanceSite, maintenance, maintenanceSite } from './maintain.test-support.ts';
import type { MaintainReport } from './maintain-report.ts';
import { maintainHypervisor } from './maintain.ts';

const input = { cloud: 'test', hypervisor: 'hv1', reason: 'new kernel' };

let site: MaintenanceSite;
beforeEach(async () => {
  site = await maintenanceSite();
});
afterEach(() => site.stop());

const commands = () =>
  site.hv1Ssh.runs.map(({ argv }) => argv[0]).filter((name) => ['patch', 'reboot'].includes(name ?? ''));
const results = ({ steps }: MaintainReport) => Object.fromEntries(steps.map(({ step, result }) => [step, result]));
const QUIET = { silences: [], downtimes: [] };

describe('a hypervisor with six servers', () => {
  beforeEach(() => {
    for (const n of [1, 2, 3, 4, 5]) site.sim.addServer({ name: `web-${n}`, host: 'hv1' });
    site.sim.addServer({ name: 'off', host: 'hv1', status: 'SHUTOFF' });
  });

  it('is emptied, patched, rebooted, proven and in service again, with nothing left behind', async () => {
    const { run, report } = await site.maintain();
    expect(run).toMatchObject({ status: 'done', changed: true });
    expect(results(report)).toEqual({
      silence: 'done',
      disable: 'done',
      notify: 'skipped',
      drain: 'done',
      'verify-empty': 'done',
      patch: 'done',
      reboot: 'done',
      enable: 'done',
      test: 'done',
      unsilence: 'done',
    });
    expect(site.world()).toMatchObject({ service: { status: 'enabled' }, servers: [], testServers: [], ...QUIET });
    expect(report).toMatchObject({ inService: true, ticket: null, next: null, notes: [] });
    expect(report.boot).toMatchObject({ before: 'hv1-boot-1', bootId: 'hv1-boot-2' });
    expect(commands()).toEqual(['patch', 'reboot']);
    expect(site.sim.state.ports.filter(({ deviceOwner: owner }) => owner.startsWith('compute:'))).toEqual([]);
    expect(Object.values(site.hosts())).toHaveLength(6);
    expect(site.jira.issues).toEqual([]);
    // It was silent all the while, by one silence for each label.
    expect(site.alertmanager.silences.map(({ matchers, comment }) => [matchers[0]?.name, comment])).toEqual([
      ['instance', `maintenance of hv1: new kernel (run ${run.id})`],
      ['hostname', `maintenance of hv1: new kernel (run ${run.id})`],
    ]);
  });

  it('is planned without touching anything, and runs as it was planned', async () => {
    const plan = await site.plan(maintainHypervisor, input);
    expect(plan.error).toBeUndefined();
    expect(site.changes()).toEqual([]);
    expect([site.alertmanager.silences, site.icinga.downtimes, commands(), site.jira.issues]).toEqual([[], [], [], []]);
    const names = flatten(plan.steps).map(({ path, status }) => `${path}: ${status}`);
    expect(names).toEqual(
      expect.arrayContaining([
        'silence 1: would-change',
        'downtime: would-change',
        'compute service disabled: would-change',
        'patched: would-change',
        'rebooted: would-change',
        'enabled: would-change',
        'test/hv1/flavors/one: unknown',
        'disabled again: would-change',
        'silences lifted: would-change',
        'ticket: would-change',
      ]),
    );
    const engine = site.engine();
    const request = { runbook: plan.runbook, input, requestedBy: ann, plan: approvedPlan(plan) };
    const { id } = await engine.start(request);
    expect(await (await engine.execute(id)).ended).toMatchObject({ status: 'done' });
    await engine.close();
  });

  it('is in service as before when the run is cancelled, and the servers that moved stay', async () => {
    const engine = site.engine();
    const { id } = await engine.start({ runbook: 'hypervisor.maintain', input, requestedBy: ann });
    const { ended } = await engine.execute(id);
    void sleep(site.clock, 45_000).then(() => engine.cancel(id, ann, 'not today'));
    const run = await ended;
    await engine.close();
    expect(run.status).toBe('cancelled');
    expect(run.undone?.map(({ path, outcome }) => `${path}: ${outcome}`)).toEqual(
      expect.arrayContaining(['compute service disabled: undone', 'silence 1: undone', 'downtime: undone']),
    );
    expect(site.world()).toMatchObject({ service: { status: 'enabled' }, testServers: [], ...QUIET });
  });
});

describe('a cancel', () => {
  const cancelledAt = async (what: (site: MaintenanceSite) => boolean) => {
    const engine = site.engine();
    const { id } = await engine.start({ runbook: 'hypervisor.maintain', input, requestedBy: ann });
    const { ended } = await engine.execute(id);
    void (async () => {
      while (!what(site)) await sleep(site.clock, 1000);
      await engine.cancel(id, ann, 'not today');
    })();
    const run = await ended;
    await engine.close();
    return Object.fromEntries(run.undone?.map(({ path, outcome, why }) => [path, why ?? outcome]) ?? []);
  };

  it('while it is tested leaves it in service, and deletes the test server', async () => {
    const undone = await cancelledAt(({ sim }) =>
      sim.state.servers.some(({ name }) => name.startsWith('opsbook-test')),
    );
    expect(undone).toMatchObject({
      enabled: 'it was in service before this run, too',
      'compute service disabled': 'absent',
      'silence 1': 'undone',
      downtime: 'undone',
    });
    expect(site.world()).toMatchObject({ service: { status: 'enabled' }, servers: [], testServers: [], ...QUIET });
  });

  it('while it reboots waits for it, and gives it back', async () => {
    const undone = await cancelledAt(() => commands().includes('reboot'));
    expect(undone).toMatchObject({ 'compute service disabled': 'undone', 'silence 1': 'undone' });
    expect(site.hv1.boot).toBe(2);
    expect(site.world()).toMatchObject({ service: { status: 'enabled' }, ...QUIET });
  });

  it('leaves it disabled where it does not come back, and lifts the silences', async () => {
    site.hv1.reboot = 'never';
    const undone = await cancelledAt(() => commands().includes('reboot'));
    expect(undone).toMatchObject({ 'compute service disabled': 'nova sees it down: it stays disabled' });
    expect(site.world()).toMatchObject({ service: { status: 'disabled' }, ...QUIET });
  });
});

describe('silences', () => {
  const until = (hours: number) => new Date(site.clock.now() + hours * 3_600_000).toISOString();
  const active = () => site.alertmanager.silences.filter(({ endsAt }) => endsAt.at > site.clock.now());

  it('of a person are left as they are, and those of the maintenance stand beside them', async () => {
    const { silences } = site.connect({ guard: unrestricted, clock: site.clock }).alertmanager();
    const endsAt = until(1);
    await silences.create({ matchers: 'instance="hv1"', createdBy: 'bob', comment: 'mine', endsAt });
    await site.maintain();
    expect(active().map(({ createdBy, endsAt: end }) => `${createdBy} ${new Date(end.at).toISOString()}`)).toEqual([
      `bob ${endsAt}`,
    ]);
  });

  it('last while it is patched and while it reboots, however short they are configured', async () => {
    await site.stop();
    const lengths = { silenceFor: 60, patchTimeout: 1200, rebootTimeout: 600 };
    site = await maintenanceSite({ maintenance: { ...maintenance, ...lengths } });
    const left: Record<string, number[]> = {};
    const note = (name: string) =>
      (left[name] = active().map(({ endsAt }) => Math.floor((endsAt.at - site.clock.now()) / 1000)));
    site.hv1Ssh.on(['patch'], () => {
      note('patch');
      site.hv1.patched = true;
      return { delay: 1100 };
    });
    site.hv1Ssh.on(['reboot'], () => {
      note('reboot');
      return { code: 1 };
    });
    await site.maintain();
    expect(Math.min(...(left['patch'] ?? []))).toBeGreaterThan(1200);
    expect(Math.min(...(left['reboot'] ?? []))).toBeGreaterThan(1200);
    expect([left['patch']?.length, left['reboot']?.length]).toEqual([2, 2]);
  });
});

it('mails the owners once before it moves their servers', async () => {
  const mail = { notifications: { support: 'support@example.test' } };
  await site.stop();
  site = await maintenanceSite(mail);
  const [owner] = site.sim.state.users;
  Object.assign(owner ?? {}, { email: 'ada@example.test' });
  for (const name of ['web-1', 'web-2'])
    Object.assign(site.sim.addServer({ name, host: 'hv1' }), { userId: owner?.id });
  site.hv1.patch = 1;
  const first = await site.maintain({ notify: true });
  expect(results(first.report)).toMatchObject({ notify: 'done', drain: 'done', patch: 'failed' });
  expect(site.email.mailbox('ada@example.test')).toHaveLength(1);
});

describe('a second run', () => {
  it('goes on where patching failed, tells the ticket, and lifts what the first has made', async () => {
    site.hv1.patch = 1;
    const first = await site.maintain();
    site.hv1.patch = 0;
    const { run, report } = await site.maintain();
    expect(run.status).toBe('done');
    expect(results(report)).toMatchObject({ drain: 'skipped', patch: 'done', reboot: 'done', test: 'done' });
    expect(report.ticket).toBe(first.report.ticket);
    expect(site.jira.issues).toHaveLength(1);
    expect(JSON.stringify(site.jira.issues[0]?.comments.at(-1)?.body)).toContain('in service again');
    expect(site.world()).toMatchObject({ service: { status: 'enabled' }, ...QUIET });
    expect(commands()).toEqual(['patch', 'patch', 'reboot']);
  });

  it('writes a second comment into the one ticket when it fails too', async () => {
    site.hv1.patch = 1;
    await site.maintain();
    const { report } = await site.maintain();
    expect(site.jira.issues.map(({ key }) => key)).toEqual([report.ticket]);
    expect(site.jira.issues[0]?.comments).toHaveLength(2);
  });

  it('writes into a ticket of its own where the hypervisor of another cloud has the same name', async () => {
    await site.stop();
    site = await maintenanceSite({ clouds: { test: { cloudId: 'one' }, alias: { cloudId: 'two' } } });
    site.hv1.patch = 1;
    const first = await site.maintain();
    const second = await site.maintain({ cloud: 'alias' });
    expect(site.jira.issues.map(({ key }) => key)).toEqual([first.report.ticket, second.report.ticket]);
  });

  it('neither patches nor reboots a host that somebody has brought back since it was patched', async () => {
    site.hv1.reboot = 'never';
    await site.maintain();
    site.hv1.back?.();
    const { run, report } = await site.maintain();
    expect(run.status).toBe('done');
    expect(report.steps.find(({ step }) => step === 'reboot')).toMatchObject({
      result: 'skipped',
      why: 'it has booted since it was patched, says its boot id',
    });
    expect(commands()).toEqual(['patch', 'reboot']);
    expect(site.world()).toMatchObject({ service: { status: 'enabled' }, ...QUIET });
  });

  it('does not give back a host that has booted since and that nova does not see up', async () => {
    site.hv1.reboot = 'never';
    await site.maintain();
    site.hv1Ssh.on(['boot-id'], { stdout: 'hv1-boot-2\n' });
    const { report } = await site.maintain();
    const failure = report.steps.find(({ result }) => result === 'failed');
    expect(failure).toMatchObject({ step: 'enable', why: expect.stringMatching(/^nova does not see hv1 up: /) });
    expect(site.world().service).toMatchObject({
      status: 'disabled',
      disabledReason: expect.stringContaining('patched'),
    });
  });

  it('reboots once more where the host came back as the same boot', async () => {
    site.hv1.reboot = 'same boot';
    await site.maintain();
    site.hv1.reboot = 'back';
    const { report } = await site.maintain();
    expect(results(report)).toMatchObject({ patch: 'skipped', reboot: 'done', test: 'done' });
  });

  it('only tests again where the test failed, unless it is told otherwise', async () => {
    const order = (id: string) => site.sim.order.build(`opsbook-test-hv1-m1.tiny-${id}`, 'fails');
    await site.maintain({}, order);
    const again = await site.maintain({ from: 'reboot' }, order);
    expect(results(again.report)).toMatchObject({ patch: 'skipped', reboot: 'done', test: 'failed' });
    const third = await site.maintain();
    expect(results(third.report)).toMatchObject({ patch: 'skipped', reboot: 'skipped', enable: 'done', test: 'done' });
    expect(site.world()).toMatchObject({ service: { status: 'enabled' }, servers: [], ...QUIET });
  });
});

describe('a host that a person disabled', () => {
  beforeEach(() => {
    Object.assign(site.service('hv1') ?? {}, { disabled: true, disabledReason: 'bad DIMM, Bob' });
  });

  it('is refused, and nothing is touched', async () => {
    const { run } = await site.maintain();
    expect(run).toMatchObject({ status: 'refused', error: { message: expect.stringContaining('bad DIMM, Bob') } });
    expect(site.changes()).toEqual([]);
  });

  it('is taken over when told, keeps its reason and stays disabled', async () => {
    const { run, report } = await site.maintain({ takeOver: true });
    expect(run.status).toBe('done');
    expect(results(report)).toMatchObject({ patch: 'done', reboot: 'done', enable: 'skipped', test: 'skipped' });
    expect(report.inService).toBe(false);
    expect(site.world()).toMatchObject({ service: { status: 'disabled', disabledReason: 'bad DIMM, Bob' }, ...QUIET });
  });

  it('is not said to be in service where an earlier run left a ticket open', async () => {
    site.hv1.patch = 1;
    await site.maintain({ takeOver: true });
    site.hv1.patch = 0;
    await site.maintain({ takeOver: true });
    const told = JSON.stringify(site.jira.issues[0]?.comments.at(-1)?.body);
    expect(told).toContain('hv1 in test was maintained, and stays disabled as a person had disabled it');
  });

  it('is theirs again when it does not pass the test that was told', async () => {
    const order = (id: string) => site.sim.order.build(`opsbook-test-hv1-m1.tiny-${id}`, 'fails');
    const { report } = await site.maintain({ takeOver: true, enableAfter: true }, order);
    expect(results(report)).toMatchObject({ enable: 'done', test: 'failed' });
    expect(site.world()).toMatchObject({ service: { status: 'disabled', disabledReason: 'bad DIMM, Bob' } });
  });

  it('is tested and enabled when that is told too', async () => {
    const { report } = await site.maintain({ takeOver: true, enableAfter: true });
    expect(report.inService).toBe(true);
    expect(site.world().service.status).toBe('enabled');
  });
});

it('refuses what cannot be done before it touches anything', async () => {
  site.sim.setComputeDown('hv1');
  site.sim.addServer({ name: 'web', host: 'hv1' });
  expect((await site.maintain()).run.error?.message).toMatch(/sees hv1 down, and it has 1 servers \(web\)/);
  site.sim.setComputeUp('hv1');
  site.hv1Ssh.on(['boot-id'], { stdout: '\n' });
  expect((await site.maintain()).run.error?.message).toMatch(/does not tell its boot/);
  await site.stop();
  site = await maintenanceSite({ maintenance: { bootId: maintenance.bootId ?? [] } });
  expect((await site.maintain()).run.error?.message).toMatch(/set maintenance.patch/);
  await site.stop();
  site = await maintenanceSite({ testServers: {} });
  expect((await site.maintain()).run.error?.message).toMatch(/set testServers.image/);
  expect(site.changes()).toEqual([]);
});

it('refuses a bad input with all of its faults', () => {
  const { error } = maintainHypervisor.input.safeParse({ cloud: 'test', hypervisor: '', from: 'drain', speed: 9 });
  expect(error?.issues.map(({ path, code }) => `${path.join('.')} ${code}`).sort()).toEqual([
    ' unrecognized_keys',
    'from invalid_value',
    'hypervisor too_small',
    'reason invalid_type',
  ]);
});

it('says besides what it could not do after a failure', async () => {
  site.hv1.patch = 1;
  site.jira.fault.always('POST /rest/api/3/issue', { status: 403, body: { errorMessages: ['no'], errors: {} } });
  const { report } = await site.maintain();
  expect(report.ticket).toBeNull();
  expect(report.notes).toEqual([expect.stringMatching(/^no ticket was written: /)]);
  expect(report.state.service).toMatchObject({ status: 'disabled' });
});

it('names what it could not look at, and tells the rest', async () => {
  site.hv1Ssh.on(['patch'], () => {
    site.alertmanager.fault.always('GET /api/v2/silences', { status: 400, body: '"out of order"' });
    return { code: 1 };
  });
  const { report } = await site.maintain();
  expect(report.state).toMatchObject({ silences: null, downtimes: [{}], service: { status: 'disabled' }, servers: [] });
  expect(report.state.unknown).toEqual([expect.stringMatching(/^silences: .*out of order/)]);
  expect(report.notes).toEqual([expect.stringMatching(/^the silences were not kept: /)]);
});
