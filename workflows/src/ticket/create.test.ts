import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createTicket } from './create.ts';
import { type TicketSite, crashTickets, issuesOf, ticketSite } from './ticket-site.test-support.ts';

let site: TicketSite;
beforeEach(async () => {
  site = await ticketSite();
});
afterEach(() => site.stop());

const input = { project: 'OPS', summary: 'Replace the disk of hv1', body: 'Slot 3.\n\nSee the alert.' };

it('makes an issue with what it was told', async () => {
  const epic = site.jira.addIssue({ type: 'Epic', summary: 'Disks' });
  const run = await site.run(createTicket, {
    ...input,
    epic: epic.key,
    components: ['Compute'],
    labels: ['hardware'],
    fields: { Priority: 'High', Cloud: 'prod' },
  });
  expect(run).toMatchObject({ status: 'done', changed: true, output: { key: 'OPS-2', outcome: 'created' } });
  expect((run.output as { url: string }).url).toBe(`${site.jira.url}/browse/OPS-2`);
  const { fields, type } = site.jira.issue('OPS-2');
  expect(type).toBe('Task');
  expect(fields).toMatchObject({ summary: 'Replace the disk of hv1', parent: { key: epic.key } });
  expect(JSON.stringify(fields)).toMatch(/Slot 3.*See the alert/);
  expect(fields['labels']).toEqual(expect.arrayContaining(['hardware', expect.stringMatching(/^opsbook-/)]));
});

it('finds what it made before, and makes another only where it is done and that is asked for', async () => {
  await site.run(createTicket, input);
  expect(await site.run(createTicket, input)).toMatchObject({
    changed: false,
    output: { key: 'OPS-1', outcome: 'found' },
  });
  site.jira.issue('OPS-1').status = 'Done';
  expect((await site.run(createTicket, input)).output).toMatchObject({ key: 'OPS-1', outcome: 'found' });
  expect((await site.run(createTicket, { ...input, evenIfDone: true })).output).toMatchObject({
    key: 'OPS-2',
    outcome: 'created',
  });
  expect(issuesOf(site)).toHaveLength(2);
});

it('finds it by whichever case the project is written in', async () => {
  await site.run(createTicket, input);
  expect(await site.run(createTicket, { ...input, project: 'ops' })).toMatchObject({ changed: false });
});

it('shows in its plan what it would make, and makes nothing', async () => {
  const plan = await site.plan(createTicket, input);
  expect(plan).toMatchObject({ changes: 1, targets: [expect.stringMatching(/^jira\/OPS\/opsbook-/)] });
  expect(JSON.stringify(plan.steps)).toContain('Task in OPS: Replace the disk of hv1');
  expect(issuesOf(site)).toEqual([]);
});

it('refuses bad input, all of it at once', async () => {
  const wrong = { project: 'O P', summary: 'a\nb', marker: '-', labels: ['two words'] };
  await expect(site.run(createTicket, wrong)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { faults: [{ path: 'project' }, { path: 'summary' }, { path: 'labels[0]' }, { path: 'marker' }] },
  });
  expect(site.jira.requests).toEqual([]);
});

it('says which fields Jira would not take, before anything is made', async () => {
  const run = await site.run(createTicket, { ...input, fields: { Priority: 'Urgent', Nonsense: 1 } });
  expect(run).toMatchObject({ status: 'failed', changed: false });
  expect(run.error?.message).toMatch(/Nonsense|Priority/);
  expect(issuesOf(site)).toEqual([]);
});

it('makes one although the answer is lost', async () => {
  site.jira.fault.next('POST /rest/api/3/issue', { cut: 'after' });
  expect(await site.run(createTicket, input)).toMatchObject({ status: 'done', output: { key: 'OPS-1' } });
  expect(issuesOf(site)).toHaveLength(1);
});

it('makes it once, however its process dies', async () => {
  const { undisturbed, different } = await crashTickets([createTicket], input, 3);
  expect(undisturbed).toMatchObject({ status: 'done', effects: ['Task Open: Replace the disk of hv1 [1]'] });
  expect(different).toEqual([]);
});
