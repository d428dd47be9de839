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
  expect(run).toMatchObject({
    status: 'refused',
    error: { message: "there is no service desk 'HELP'; known are OPS (7)" },
  });
});

it('finds by its words a request whose answer was lost', async () => {
  site.jira.fault.next('POST /rest/servicedeskapi/request', { cut: 'after' });
  expect(await site.run(createRequests, input)).toMatchObject({ status: 'done' });
  expect(issuesOf(site)).toHaveLength(2);
});

it('waits for the search to show a request whose answer was lost', async () => {
  await site.stop();
  site = await ticketSite({ indexDelay: 30 });
  site.jira.fault.next('POST /rest/servicedeskapi/request', { cut: 'after' });
  expect(await site.run(createRequests, input)).toMatchObject({ status: 'done' });
  expect(issuesOf(site)).toHaveLength(2);
});

it('makes the request again that never arrived', async () => {
  site.jira.fault.next('POST /rest/servicedeskapi/request', { cut: 'before' });
  expect(await site.run(createRequests, input)).toMatchObject({ status: 'done' });
  expect(issuesOf(site)).toHaveLength(2);
});

it('finds it too where its type gives labels, and where the clock of Jira is behind', async () => {
  site.jira.issues.push = (...made) => {
    for (const issue of made) {
      issue.fields['labels'] = ['portal'];
      issue.created -= 60_000;
    }
    return Array.prototype.push.apply(site.jira.issues, made);
  };
  site.jira.fault.next('POST /rest/servicedeskapi/request', { cut: 'after' });
  expect(await site.run(createRequests, input)).toMatchObject({ status: 'done' });
  expect(issuesOf(site)).toHaveLength(2);
});

it('takes no request of the same words for its own that has a marker', async () => {
  const twice = ['first', 'second'].map((marker) => ({ summary: 'The same', marker, fields }));
  site.jira.fault.next('POST /rest/servicedeskapi/request', { cut: 'before' }, { after: 1 });
  expect(await site.run(createRequests, { ...input, requests: twice })).toMatchObject({ status: 'done' });
  expect(site.jira.issues.map((issue) => issue.fields['labels'])).toEqual([['first'], ['second']]);
});

it('says which request was made where it could not be marked', async () => {
  site.jira.fault.next('PUT /rest/api/3/issue/OPS-1', { status: 403, body: { errorMessages: ['no'], errors: {} } });
  expect(await site.run(createRequests, input)).toMatchObject({
    status: 'failed',
    output: { failed: [{ why: expect.stringContaining('OPS-1 was made') }], tickets: [{ key: 'OPS-2' }] },
  });
});

it('is the same request by whichever name its desk is called', async () => {
  await site.run(createRequests, input);
  expect(await site.run(createRequests, { ...input, serviceDesk: '7' })).toMatchObject({ changed: false });
  expect(await site.run(createRequests, { ...input, requestType: 'new project' })).toMatchObject({ changed: false });
  expect(await site.run(createRequests, { ...input, requestType: '25' })).toMatchObject({ changed: false });
});

it('makes each once, however its process dies', async () => {
  const { undisturbed, different } = await crashTickets([createRequests], input, 9);
  expect(undisturbed.effects).toHaveLength(2);
  expect(different).toEqual([]);
});
