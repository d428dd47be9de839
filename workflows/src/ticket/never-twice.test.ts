import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type AnyRunbook, MemoryStore } from '@opsbook/runbook';
import { runOnce } from '@opsbook/runbook/testing';
import type { Services } from '@opsbook/services';
import { createRequests } from './create-requests.ts';
import { createTicket } from './create.ts';
import { type TicketSite, crashTickets, issuesOf, ticketSite } from './ticket-site.test-support.ts';

// Cloud's search shows an issue some time after it was made.
const LAG = { indexDelay: 40 };

let site: TicketSite;
const store = () => new MemoryStore();
let ledger = store();
beforeEach(async () => {
  site = await ticketSite(LAG);
  ledger = store();
});
afterEach(() => site.stop());

const run = async (runbook: AnyRunbook<Services>, input: object) => {
  const { connect, clock } = site;
  return (await runOnce({ connect, clock, runbook, input, store: ledger })).run;
};

const issue = { project: 'OPS', summary: 'Replace the disk of hv1' };
const request = {
  serviceDesk: 'OPS',
  requestType: 'New project',
  requests: [{ summary: 'Snapshot a is old', fields: { Cores: 4 } }],
};

it.each([
  ['issue', createTicket, issue],
  ['request', createRequests, request],
] as [string, AnyRunbook<Services>, object][])(
  'an %s is found that the search does not show yet, by what the ledger has of it',
  async (_, runbook, input) => {
    await run(runbook, input);
    expect(await run(runbook, input)).toMatchObject({ status: 'done', changed: false });
    expect(JSON.stringify((await run(runbook, input)).output)).toMatch(/"key":"OPS-1".*"outcome":"found"/);
    expect(issuesOf(site)).toHaveLength(1);
  },
);

it('an issue is made once, however its process dies, though the search lags behind', async () => {
  const { undisturbed, different } = await crashTickets([createTicket], issue, 3, undefined, LAG);
  expect(undisturbed).toMatchObject({ status: 'done', effects: ['Task Open: Replace the disk of hv1 [1]'] });
  expect(different).toEqual([]);
});

it('another issue is made where the one of before is done or gone, if that is asked for', async () => {
  await run(createTicket, issue);
  site.jira.issue('OPS-1').status = 'Done';
  expect((await run(createTicket, issue)).output).toMatchObject({ key: 'OPS-1', outcome: 'found' });
  const again = { ...issue, evenIfDone: true };
  expect((await run(createTicket, again)).output).toMatchObject({ key: 'OPS-2', outcome: 'created' });
  expect((await run(createTicket, again)).output).toMatchObject({ key: 'OPS-2', outcome: 'found' });
});

it('an issue that somebody deleted is made anew, and none where Jira does not say whether it is gone', async () => {
  await run(createTicket, issue);
  const get = 'GET /rest/api/3/issue/OPS-1';
  site.jira.fault.next(get, { status: 403, body: { errorMessages: ['no'], errors: {} } });
  expect(await run(createTicket, issue)).toMatchObject({ status: 'failed', error: { code: 'JIRA_FORBIDDEN' } });
  expect(issuesOf(site)).toHaveLength(1);
  site.jira.issues.pop();
  expect((await run(createTicket, issue)).output).toMatchObject({ outcome: 'created' });
  expect(issuesOf(site)).toHaveLength(1);
});

it('a request that could not be marked is marked by the next run, and not made again', async () => {
  const change = 'PUT /rest/api/3/issue/OPS-1';
  site.jira.fault.next(change, { status: 403, body: { errorMessages: ['no'], errors: {} } });
  expect(await run(createRequests, request)).toMatchObject({ status: 'failed' });
  expect(await run(createRequests, request)).toMatchObject({
    status: 'done',
    output: { tickets: [{ key: 'OPS-1', outcome: 'found' }] },
  });
  expect(issuesOf(site)).toEqual(['Service Request Open: Snapshot a is old [1]']);
});
