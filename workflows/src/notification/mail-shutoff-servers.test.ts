import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mailShutoffServers } from './mail-shutoff-servers.ts';
import { type MailSite, crashMails, expectSame, mailSite } from './mail-site.test-support.ts';

let site: MailSite;
beforeEach(async () => {
  site = await mailSite();
});
afterEach(() => site.stop());

const input = { cloud: 'test', days: 60 };

/** Two of Ada's, one of Bob's, one of somebody without an address; all off for 61 days. One that runs. */
async function longOff(): Promise<void> {
  for (const name of ['web-1', 'web-2']) site.server(name, { status: 'SHUTOFF' });
  site.server('batch', { status: 'SHUTOFF', owner: site.people.bob, project: site.projects.lab });
  site.server('orphan', { status: 'SHUTOFF', owner: site.people.nemo });
  site.server('busy', {});
  await site.later(61);
}

it('sends each owner one mail with a table of what concerns them', async () => {
  await longOff();
  const run = await site.run(mailShutoffServers, input);
  expect(run).toMatchObject({ status: 'done', changed: true });
  expect(site.mails()).toEqual([
    'ada@example.test: 2 servers of yours in Example Cloud shut off',
    'bob@example.test: 1 server of yours in Example Cloud shut off',
    'shop@example.test: 1 server of yours in Example Cloud shut off',
  ]);
  expect(site.text('ada@example.test')).toMatch(/Dear Ada,[^]*web-1[^]*shop[^]*2030-01-01[^]*web-2/);
  expect(site.text('ada@example.test')).not.toMatch(/batch|busy|notice/);
  expect(site.text('shop@example.test')).toMatch(/Dear contact of shop,[^]*orphan/);
  expect(run.output).toMatchObject({
    mailed: [
      { address: 'ada@example.test', through: 'owner', notice: 1, about: [{ name: 'web-1' }, { name: 'web-2' }] },
      { address: 'bob@example.test', through: 'owner' },
      { address: 'shop@example.test', through: 'project', about: [{ name: 'orphan' }] },
    ],
    failed: [],
    unreachable: [],
  });
});

it('finds nothing to tell: a normal end, and no mail', async () => {
  site.server('web-1', { status: 'SHUTOFF' });
  await site.later(59);
  expect(await site.run(mailShutoffServers, input)).toMatchObject({
    status: 'done',
    changed: false,
    output: { mailed: [], unreachable: [] },
  });
  expect(site.mails()).toEqual([]);
});

it('counts from the last action: who started and stopped a server lately hears nothing', async () => {
  const web = site.server('web-1', { status: 'SHUTOFF' });
  await site.later(50);
  const { servers } = site.connect({ guard: { check: () => undefined }, clock: site.clock }).openstack('test').compute;
  await servers.start(web.id);
  await servers.untilStatus(web.id, 'ACTIVE');
  await servers.stop(web.id);
  await servers.untilStatus(web.id, 'SHUTOFF');
  await site.later(20);
  expect((await site.run(mailShutoffServers, input)).output).toMatchObject({ mailed: [] });
});

it('believes the actions and not the record, where nova wrote to the server by itself', async () => {
  const web = site.server('web-1', { status: 'SHUTOFF' });
  await site.later(61);
  web.updatedAt = new Date(site.clock.now()).toISOString();
  expect((await site.run(mailShutoffServers, input)).output).toMatchObject({
    mailed: [{ about: [{ name: 'web-1' }] }],
  });
});

it('leaves out a server that is deleted while it looks', async () => {
  const [web, other] = ['web-1', 'web-2'].map((name) => site.server(name, { status: 'SHUTOFF' }));
  await site.later(61);
  web!.updatedAt = new Date(site.clock.now()).toISOString();
  const body = { itemNotFound: { code: 404, message: 'Instance could not be found.' } };
  site.sim.fault.next(`GET /compute/v2.1/servers/${web!.id}/os-instance-actions`, { status: 404, body });
  expect((await site.run(mailShutoffServers, input)).output).toMatchObject({
    mailed: [{ about: [{ id: other!.id }] }],
  });
});

it('shows every mail in the plan, and sends none', async () => {
  await longOff();
  const plan = await site.plan(mailShutoffServers, input);
  expect(plan.changes).toBe(3);
  const text = JSON.stringify(plan.steps);
  expect(text).toContain('"to":["ada@example.test"]');
  expect(text).toContain('2 servers of yours in Example Cloud shut off');
  expect(text).toContain('Dear Ada');
  expect(site.mails()).toEqual([]);
});

it('refuses bad input, all of it at once, before it asks anybody', async () => {
  const asked = site.sim.requests.length;
  const wrong = { cloud: 'test', days: -1, cc: ['nobody'], redirectTo: 'x', projects: [] };
  await expect(site.run(mailShutoffServers, wrong)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { faults: [{ path: 'projects' }, { path: 'cc[0]' }, { path: 'redirectTo' }, { path: 'days' }] },
  });
  expect(site.sim.requests.length).toBe(asked);
});

it('goes on past an address that is refused, and says what became of each', async () => {
  await longOff();
  site.email.fault.always('RCPT', { reply: '550 5.1.1 No such user here' }, { address: 'bob@example.test' });
  const run = await site.run(mailShutoffServers, input);
  expect(run).toMatchObject({
    status: 'failed',
    error: { message: expect.stringContaining('2 mailed, 0 skipped, 1 failed') },
  });
  expect(run.output).toMatchObject({
    mailed: [{ address: 'ada@example.test' }, { address: 'shop@example.test' }],
    failed: [{ address: 'bob@example.test', about: [{ name: 'batch' }], why: expect.stringContaining('No such user') }],
  });
  site.email.fault.clear();
  expect((await site.run(mailShutoffServers, input)).output).toMatchObject({
    mailed: [{ address: 'bob@example.test' }],
    skipped: [{ address: 'ada@example.test' }, { address: 'shop@example.test' }],
  });
  expect(site.mails()).toHaveLength(3);
});

it('fails when nobody can be told: neither owner nor project has an address, and there is no fallback', async () => {
  site.server('lost', { status: 'SHUTOFF', owner: site.people.nemo, project: site.projects.lab });
  await site.later(61);
  expect(await site.run(mailShutoffServers, input)).toMatchObject({
    status: 'failed',
    output: { unreachable: [{ name: 'lost' }] },
  });
});

it('reminds, says which notice it is, and brings in others at the third', async () => {
  await site.stop();
  site = await mailSite({ remindAfter: 7, escalateAfter: 3, escalateTo: ['lead@example.test'] });
  site.server('web-1', { status: 'SHUTOFF' });
  await site.later(61);
  const notices: unknown[] = [];
  for (let week = 0; week < 3; week += 1) {
    const first = await site.run(mailShutoffServers, input);
    notices.push((first.output as { mailed: { notice: number }[] }).mailed.map(({ notice }) => notice));
    await site.later(3);
    expect(await site.run(mailShutoffServers, input)).toMatchObject({
      changed: false,
      output: { skipped: [{ why: expect.stringContaining('told less than 7 days ago') }] },
    });
    await site.later(4);
  }
  expect(notices).toEqual([[1], [2], [3]]);
  expect(site.text('ada@example.test')).toContain('This is the third notice; the first was sent on 2030-03-03.');
  expect(site.email.mails.map(({ to }) => [...to].sort())).toEqual([
    ['ada@example.test'],
    ['ada@example.test'],
    ['ada@example.test', 'lead@example.test', 'shop@example.test'],
  ]);
});

it('can be tried on oneself: that counts for nobody as being told', async () => {
  await longOff();
  await site.run(mailShutoffServers, { ...input, redirectTo: 'me@example.test', cc: ['x@example.test'] });
  expect(site.mails()).toEqual([
    'me@example.test: [for ada@example.test] 2 servers of yours in Example Cloud shut off',
    'me@example.test: [for bob@example.test] 1 server of yours in Example Cloud shut off',
    'me@example.test: [for shop@example.test] 1 server of yours in Example Cloud shut off',
  ]);
  expect((await site.run(mailShutoffServers, input)).output).toMatchObject({ skipped: [] });
  expect(site.mails()).toHaveLength(6);
});

it('is limited to projects', async () => {
  await longOff();
  await site.run(mailShutoffServers, { ...input, projects: ['lab'] });
  expect(site.mails()).toEqual(['bob@example.test: 1 server of yours in Example Cloud shut off']);
});

it('sends each mail once, however its process dies', async () => {
  const report = await crashMails({
    runbook: mailShutoffServers,
    input: { cloud: 'test', days: 0 },
    story: ({ server, people }) => {
      server('web-1', { status: 'SHUTOFF' });
      server('batch', { status: 'SHUTOFF', owner: people.bob });
    },
    stride: 9,
  });
  expectSame(report, 2);
});
