import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createRequests } from './create-requests.ts';
import { type TicketSite, crashTickets, issuesOf, ticketSite } from './ticket-site.test-support.ts';

let site: TicketSite;
beforeEach(async () => {
  site = await ticketSite();
});
afterEach(() => site.stop());

const fields = { Cores: 4 };
const input = {
  serviceDesk: 'OPS',
  requestType: 'New project',
  requests: [
    { summary: 'Snapshot a is old', body: 'It is 90 days old.', fields },
    { summary: 'Snapshot b is old', fields },
  ],
};

it('makes a request for each entry, and marks it', async () => {
  const run = await site.run(createRequests, input);
  expect(run).toMatchObject({
    status: 'done',
    output: {
      tickets: [
        { key: 'OPS-1', outcome: 'created', summary: 'Snapshot a is old' },
        { key: 'OPS-2', outcome: 'created', summary: 'Snapshot b is old' },
      ],
      failed: [],
    },
  });
  expect(issuesOf(site)).toEqual([
    'Service Request Open: Snapshot a is old [1]',
    'Service Request Open: Snapshot b is old [1]',
  ]);
  expect(site.jira.issue('OPS-1').requestType).toBe('25');
});

it('has nothing to do for those that are there', async () => {
  await site.run(createRequests, input);
  expect(await site.run(createRequests, input)).toMatchObject({
    changed: false,
    output: { tickets: [{ outcome: 'found' }, { outcome: 'found' }] },
  });
  expect(issuesOf(site)).toHaveLength(2);
});

it('shows in its plan what it would make, and makes nothing', async () => {
  const plan = await site.plan(createRequests, input);
  expect(JSON.stringify(plan.steps)).toContain('New project of OPS: Snapshot b is old');
  expect(plan.changes).toBe(4);
  expect(issuesOf(site)).toEqual([]);
});

it('refuses bad input, all of it at once: the same entry twice, too', async () => {
  const wrong = { ...input, serviceDesk: '', requests: [input.requests[0], { summary: ' ' }, input.requests[0]] };
  await expect(site.run(createRequests, wrong)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { faults: expect.arrayContaining([expect.objectContaining({ path: 'serviceDesk' })]) },
  });
  await expect(
    site.run(createRequests, { ...input, requests: [input.requests[0], input.requests[0]] }),
  ).rejects.toThrow('is the same as requests[0]');
  expect(site.jira.requests).toEqual([]);
});

it('goes on past an entry that Jira does not take', async () => {
  const run = await site.run(createRequests, {
    ...input,
    requests: [{ summary: 'Without cores' }, ...input.requests],
  });
  expect(run).toMatchObject({
    status: 'failed',
    output: { failed: [{ summary: 'Without cores', why: expect.stringContaining('Cores') }] },
  });
  expect(issuesOf(site)).toHaveLength(2);
});

it('says which service desks there are, where it knows none of that name', async () => {
  const run = await site.run(createRequests, { ...input, serviceDesk: 'HELP' });
  expect(JSON.stringify(run.output)).toContain("there is no service desk 'HELP'; known are OPS (7)");
});

it('finds by its words a request whose answer was lost', async () => {
  site.jira.fault.next('POST /rest/servicedeskapi/request', { cut: 'after' });
  expect(await site.run(createRequests, input)).toMatchObject({ status: 'done' });
  expect(issuesOf(site)).toHaveLength(2);
});

it('makes each once, however its process dies', async () => {
  const { undisturbed, different } = await crashTickets([createRequests], input, 9);
  expect(undisturbed.effects).toHaveLength(2);
  expect(different).toEqual([]);
});
