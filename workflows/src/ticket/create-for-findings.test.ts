import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { findOldSnapshots } from '../audit/find-old-snapshots.ts';
import { createForFindings } from './create-for-findings.ts';
import { type TicketSite, crashTickets, issuesOf, ticketSite } from './ticket-site.test-support.ts';

let site: TicketSite;
beforeEach(async () => {
  site = await ticketSite();
});
afterEach(() => site.stop());

const input = { audit: 'audit.find-old-snapshots', with: { cloud: 'test', days: 30 }, project: 'OPS' };

function snapshots({ sim }: TicketSite, ...names: string[]): void {
  for (const [index, name] of names.entries()) {
    sim.state.volumeSnapshots.push({
      id: `${String(index + 1).repeat(8)}-0000-4000-8000-000000000000`,
      name,
      description: null,
      status: 'available',
      sizeGiB: 5,
      volumeId: '99999999-0000-4000-8000-000000000000',
      projectId: sim.state.projects[0]?.id ?? '',
      userId: sim.state.users[0]?.id ?? '',
      metadata: {},
      createdAt: '2029-11-01T00:00:00.000000',
      updatedAt: null,
    });
  }
}

const run = async (given: object = input) => {
  const engine = site.engine();
  const { id } = await engine.start({
    runbook: createForFindings.name,
    input: given,
    requestedBy: { user: 'ann', surface: 'test' },
  });
  const ended = await (await engine.execute(id)).ended;
  await engine.close();
  return ended;
};

it('makes an issue for each finding, once', async () => {
  snapshots(site, 'old-a', 'old-b');
  expect(await run()).toMatchObject({
    status: 'done',
    changed: true,
    output: {
      findings: 2,
      tickets: [
        { key: 'OPS-1', outcome: 'created' },
        { key: 'OPS-2', outcome: 'created' },
      ],
    },
  });
  expect(issuesOf(site)[0]).toMatch(/Task Open: Snapshot old-a of a volume on test/);
  expect(await run()).toMatchObject({
    changed: false,
    output: { tickets: [{ outcome: 'found' }, { outcome: 'found' }] },
  });
});

it('makes another when a finding is still there after its issue was closed', async () => {
  snapshots(site, 'old-a');
  await run();
  site.jira.issue('OPS-1').status = 'Done';
  await sleep(site.clock, 1000);
  expect((await run()).output).toMatchObject({ tickets: [{ key: 'OPS-2', outcome: 'created' }] });
});

it('keeps the title to one line, whatever things are called', async () => {
  snapshots(site, `old\nsnapshot ${'x'.repeat(300)}`);
  expect(await run({ ...input, project: 'ops' })).toMatchObject({ status: 'done' });
  expect(issuesOf(site)[0]).toMatch(/Snapshot old snapshot xxx/);
  expect(await run()).toMatchObject({ status: 'done', changed: false });
});

it('finds nothing: a normal end', async () => {
  expect(await run()).toMatchObject({ status: 'done', changed: false, output: { findings: 0, tickets: [] } });
});

it('shows in its plan what it would make, and makes nothing', async () => {
  snapshots(site, 'old-a', 'old-b');
  const plan = await site.plan(createForFindings, input);
  expect(plan.changes).toBe(2);
  expect(issuesOf(site)).toEqual([]);
});

it('refuses bad input, that of the audit too', async () => {
  await expect(run({ ...input, with: { cloud: 'test', days: 0, dayz: 1 }, most: 0 })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  await expect(run({ ...input, with: { cloud: 'test', days: 0 } })).rejects.toMatchObject({
    details: { faults: [{ path: 'with.days' }] },
  });
  await expect(run({ ...input, audit: 'audit.find-everything' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

it('makes nothing where there are surprisingly many', async () => {
  snapshots(site, 'a', 'b', 'c');
  expect(await run({ ...input, most: 2 })).toMatchObject({
    status: 'refused',
    error: { message: expect.stringContaining('found 3 things, more than 2') },
  });
  expect(issuesOf(site)).toEqual([]);
});

it('goes on past an issue that Jira does not take', async () => {
  snapshots(site, 'a', 'b');
  site.jira.fault.next('POST /rest/api/3/issue', { status: 400, body: { errorMessages: ['not today'], errors: {} } });
  expect(await run()).toMatchObject({
    status: 'failed',
    output: { failed: [{ why: expect.stringContaining('not today') }], tickets: [{ key: 'OPS-1' }] },
  });
});

it('makes each once, however its process dies', async () => {
  const { undisturbed, different } = await crashTickets([createForFindings, findOldSnapshots], input, 9, (world) =>
    snapshots(world, 'a', 'b'),
  );
  expect(undisturbed.effects).toHaveLength(2);
  expect(different).toEqual([]);
});
