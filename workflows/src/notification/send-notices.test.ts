import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { memoryEngine } from '@opsbook/runbook';
import { mailHypervisorMaintenance } from './mail-hypervisor-maintenance.ts';
import { mailShutoffServers } from './mail-shutoff-servers.ts';
import { type MailSite, mailSite } from './mail-site.test-support.ts';
import type { MailReport } from './mail-report.ts';

let site: MailSite;
beforeEach(async () => {
  site = await mailSite();
});
afterEach(() => site.stop());

const input = { cloud: 'test', days: 60 };
const off = (name: string, more: object = {}) => site.server(name, { status: 'SHUTOFF', ...more });
const mailed = async (given: object = input) => {
  const { output } = await site.run(mailShutoffServers, given);
  return (output as MailReport).mailed.map(
    ({ address, about }) => `${address} ${about.map(({ name }) => name).join()}`,
  );
};

it('does not take a copy that arrived for the mail: the owner whose address is refused is not told', async () => {
  off('web-1');
  await site.later(61);
  site.email.fault.always('RCPT', { reply: '550 5.1.1 No such user here' }, { address: 'ada@example.test' });
  const given = { ...input, cc: ['support@example.test'] };
  expect(await site.run(mailShutoffServers, given)).toMatchObject({
    status: 'failed',
    output: { mailed: [], failed: [{ address: 'ada@example.test', why: expect.stringContaining('No such user') }] },
  });
  site.email.fault.clear();
  expect(await mailed(given)).toEqual(['ada@example.test web-1']);
  expect(site.text('ada@example.test')).not.toContain('notice');
});

it('reports a copy that was refused, and that the owner was told', async () => {
  off('web-1');
  await site.later(61);
  site.email.fault.always('RCPT', { reply: '550 5.1.1 No such user here' }, { address: 'support@example.test' });
  expect(await site.run(mailShutoffServers, { ...input, cc: ['support@example.test'] })).toMatchObject({
    status: 'done',
    output: { mailed: [{ refused: [{ address: 'support@example.test' }] }] },
  });
});

it('reminds in a run that comes every week, though it is never to the minute', async () => {
  off('web-1');
  await site.later(61);
  expect(await mailed()).toHaveLength(1);
  await sleep(site.clock, 7 * 86_400_000 - 600_000);
  expect(await mailed()).toHaveLength(1);
  await site.later(6);
  expect(await mailed()).toHaveLength(0);
});

it('knows what it told of, also where that was more than the audit trail keeps', async () => {
  for (let index = 0; index < 170; index += 1) off(`${'long-name-'.repeat(5)}${index}`);
  await site.later(61);
  expect(await mailed()).toHaveLength(1);
  expect(await mailed()).toEqual([]);
});

it('is not run twice at a time', async () => {
  off('web-1');
  await site.later(61);
  const [lease] = (await site.plan(mailShutoffServers, input)).targets;
  expect(lease).toMatch(/RegionOne\/mails\/notification\.mail-shutoff-servers$/);
  const [work] = (await site.plan(mailHypervisorMaintenance, { cloud: 'test', hypervisor: 'hv1' })).targets;
  expect(work).toMatch(/mails\/notification\.mail-hypervisor-maintenance\/hv1$/);
});

it('tells of other work, although it told of work on a server lately; and that is no second notice', async () => {
  site.server('web-1', {});
  const work = (more: object) => site.run(mailHypervisorMaintenance, { cloud: 'test', hypervisor: 'hv1', ...more });
  const first = { startsAt: '2030-02-01T10:00:00Z', reason: 'new memory' };
  await work(first);
  expect(await work(first)).toMatchObject({ changed: false });
  expect(await work({ ...first, startsAt: '2030-02-02T10:00:00Z' })).toMatchObject({ changed: true });
  expect(site.text('ada@example.test')).toMatch(/2\s+February\s+2030/);
  expect(site.text('ada@example.test')).not.toContain('notice');
  site.sim.state.servers[0]!.host = 'hv2';
  expect(await work({ ...first, hypervisor: 'hv2' })).toMatchObject({ changed: true });
});

it('refuses a hypervisor and projects that there are not', async () => {
  const given = { cloud: 'test', hypervisor: 'hv9' };
  expect(await site.run(mailHypervisorMaintenance, given)).toMatchObject({
    status: 'refused',
    error: { message: expect.stringContaining('hv9') },
  });
  expect(await site.run(mailShutoffServers, { ...input, projects: ['shop', 'shpo', 'lba'] })).toMatchObject({
    status: 'refused',
    error: { message: expect.stringMatching(/shpo.*lba/) },
  });
});

it('tells of each server once, of several projects, also where one was named twice', async () => {
  off('web-1');
  off('batch', { owner: site.people.bob, project: site.projects.lab });
  await site.later(61);
  expect(await mailed({ ...input, projects: ['shop', site.projects.shop.id, 'shop', 'lab'] })).toEqual([
    'ada@example.test web-1',
    'bob@example.test batch',
  ]);
});

it('sends a copy to the contacts of those projects alone whose notice it is', async () => {
  await site.stop();
  site = await mailSite({ remindAfter: 7, escalateAfter: 2, escalateTo: ['lead@example.test'] });
  site.projects.lab.tags = ['lab@example.test'];
  off('web-1');
  off('batch', { project: site.projects.lab });
  await site.later(61);
  expect(await mailed({ ...input, projects: ['shop'] })).toHaveLength(1);
  await site.later(8);
  expect(await mailed()).toEqual(['ada@example.test batch,web-1']);
  expect([...(site.email.mails.at(-1)?.to ?? [])].sort()).toEqual([
    'ada@example.test',
    'lead@example.test',
    'shop@example.test',
  ]);
});

it('goes on with the others while a person has to say whether one mail was sent', async () => {
  off('web-1');
  off('batch', { owner: site.people.bob });
  off('orphan', { owner: site.people.nemo });
  await site.later(61);
  site.email.fault.next('DATA', { cut: 'after' });
  const { connect, clock } = site;
  const engine = memoryEngine({ connect, clock, runbooks: [mailShutoffServers], version: 'test' });
  const { id } = await engine.start({
    runbook: mailShutoffServers.name,
    input,
    requestedBy: { user: 'ann', surface: 'test' },
  });
  const { ended } = await engine.execute(id);
  while ((await engine.questions(id)).length === 0) await sleep(clock, 1000);
  await sleep(clock, 60_000);
  expect(site.mails()).toHaveLength(3);
  const [question] = await engine.questions(id);
  await engine.answer(id, { path: question!.path, decision: 'done', by: { user: 'bob', surface: 'test' } });
  expect(await ended).toMatchObject({ status: 'done' });
  await engine.close();
});

it('plans the very mails that it sends', async () => {
  off('<b>web</b> & co');
  off('batch', { owner: site.people.bob });
  await site.later(61);
  const given = { ...input, cc: ['support@example.test'] };
  const planned: unknown[] = [];
  JSON.stringify((await site.plan(mailShutoffServers, given)).steps, (key, value: unknown) => {
    if (key === 'mail' && typeof value === 'object') planned.push(value);
    return value;
  });
  await site.run(mailShutoffServers, given);
  const sent = site.email.mails.map(({ parsed: { subject, text, html } }) => ({
    subject,
    text: text?.trimEnd(),
    html: html?.trimEnd(),
  }));
  expect(planned).toHaveLength(2);
  expect(planned.map((mail) => trimmed(mail as Words))).toEqual(sent);
  expect(sent[0]?.html).toContain('&lt;b&gt;web&lt;/b&gt; &amp; co');
});

interface Words {
  subject: string;
  text: string;
  html: string;
}

const trimmed = ({ subject, text, html }: Words): Words => ({ subject, text: text.trimEnd(), html: html.trimEnd() });
