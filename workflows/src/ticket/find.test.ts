import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { findTickets } from './find.ts';
import { type TicketSite, ticketSite } from './ticket-site.test-support.ts';

let site: TicketSite;
beforeEach(async () => {
  site = await ticketSite();
  site.jira.addIssue({ type: 'Task', summary: 'New project for biology' });
  site.jira.addIssue({ type: 'Bug', summary: 'No route' });
  site.jira.addIssue({ type: 'Task', summary: 'New project for physics' }).status = 'Done';
});
afterEach(() => site.stop());

it('lists what a query finds, also as findings', async () => {
  const run = await site.run(findTickets, { jql: 'project = OPS AND type = Task AND status != Done' });
  expect(run).toMatchObject({
    status: 'done',
    changed: false,
    output: {
      issues: [
        { issue: 'OPS-1', url: `${site.jira.url}/browse/OPS-1`, summary: 'New project for biology', type: 'Task' },
      ],
      findings: [{ key: 'ticket:OPS-1', title: 'OPS-1: New project for biology', issue: 'OPS-1', type: 'Task' }],
    },
  });
});

it('ends well with nothing to list, and reads no more than it is told', async () => {
  expect((await site.run(findTickets, { jql: 'type = Epic' })).output).toEqual({ issues: [], findings: [] });
  const run = await site.run(findTickets, { jql: 'project = OPS ORDER BY key', most: 2 });
  expect(run.output).toMatchObject({ issues: [{ issue: 'OPS-1' }, { issue: 'OPS-2' }] });
});

it('says what Jira holds against the query, and refuses an empty one', async () => {
  const run = await site.run(findTickets, { jql: 'status IS NOT' });
  expect(run).toMatchObject({
    status: 'failed',
    error: { code: 'JIRA_BAD_REQUEST', message: expect.stringContaining('JQL') },
  });
  const { error } = findTickets.input.safeParse({ jql: ' ', most: 0, project: 'OPS' });
  expect(error?.issues.map(({ path }) => path.join('.')).sort()).toEqual(['', 'jql', 'most']);
});
