import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { flatten } from '@opsbook/runbook';
import { type TestCloud, ann, testCloud } from '../cloud.test-support.ts';
import type { DrainReport } from './drain-report.ts';
import { drainHypervisor } from './drain.ts';

const input = { cloud: 'test', hypervisor: 'hv1', reason: 'new kernel' };

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

/** Six servers on hv1, one of them off, and one elsewhere. */
function sixServers() {
  for (const n of [1, 2, 3, 4, 5]) cloud.sim.addServer({ name: `web-${n}`, host: 'hv1' });
  cloud.sim.addServer({ name: 'off', host: 'hv1', status: 'SHUTOFF' });
  cloud.sim.addServer({ name: 'elsewhere', host: 'hv2' });
}

const drain = (more: object = {}) => cloud.run(drainHypervisor, { ...input, ...more });
const idOf = (name: string) => cloud.sim.state.servers.find((server) => server.name === name)?.id ?? '';
const left = () => cloud.sim.state.servers.filter(({ host }) => host === 'hv1').map(({ name }) => name);

describe('a hypervisor with servers', () => {
  beforeEach(sixServers);

  it('is emptied and kept from getting new ones; the report matches nova one to one', async () => {
    const run = await drain();
    expect(run).toMatchObject({ status: 'done', changed: true });
    const report = run.output as DrainReport;
    expect(left()).toEqual([]);
    expect(cloud.service('hv1')).toMatchObject({
      disabled: true,
      disabledReason: `opsbook: new kernel (run ${run.id})`,
    });
    expect(report).toMatchObject({ empty: true, left: [], skipped: [], failed: [] });
    expect(report.moved.map(({ name, how }) => `${name} ${how}`).sort()).toEqual([
      'off cold',
      'web-1 live',
      'web-2 live',
      'web-3 live',
      'web-4 live',
      'web-5 live',
    ]);
    const migrations = cloud.sim.state.migrations;
    expect(report.moved.map(({ migrationId }) => migrationId).sort()).toEqual(migrations.map(({ id }) => id).sort());
    for (const { id, to } of report.moved)
      expect(cloud.sim.state.servers.find((server) => server.id === id)?.host).toBe(to);
    expect(cloud.hosts()['elsewhere']).toBe('hv2');
    expect(cloud.sim.state.servers.find(({ name }) => name === 'off')).toMatchObject({
      vmState: 'stopped',
      taskState: null,
    });
  });

  it('is left as it is by a second run, which says so', async () => {
    await drain();
    const before = cloud.changes().length;
    const again = await drain();
    expect(again).toMatchObject({ status: 'done', changed: false, output: { moved: [], empty: true } });
    expect(cloud.changes()).toHaveLength(before);
  });

  it('is planned with nothing but GETs', async () => {
    const plan = await cloud.plan(drainHypervisor, input);
    expect(cloud.changes()).toEqual([]);
    const changing = flatten(plan.steps)
      .filter(({ status }) => status === 'would-change')
      .map(({ path }) => path);
    expect(changing).toContain('compute service disabled');
    for (const name of ['web-1', 'off']) expect(changing).toContain(`move/${idOf(name)}/moved`);
    // The disabling, six moves, and the confirmation of the cold one.
    expect(plan).toMatchObject({ changes: 8, unknown: 0, output: { empty: true } });
    expect((await cloud.plan(drainHypervisor, input)).hash).toBe(plan.hash);
  });

  it('loses those that can go although one fails; mended, the next run moves that one only', async () => {
    cloud.sim.order.migration('web-3', 'fails');
    const run = await drain();
    expect(left()).toEqual(['web-3']);
    const [action] = cloud.sim.state.instanceActions.filter(
      (a) => a.serverId === idOf('web-3') && a.action === 'live-migration',
    );
    expect(run).toMatchObject({
      status: 'failed',
      error: {
        code: 'RUN_FAILED',
        message: expect.stringContaining('hv1 is not empty: 1 left (5 moved, 0 skipped, 1 failed)'),
      },
      output: {
        empty: false,
        failed: [{ name: 'web-3', requestId: action?.requestId, why: expect.stringContaining('nova ended migration') }],
      },
    });
    const before = cloud.sim.state.migrations.length;
    expect(await drain()).toMatchObject({ status: 'done', output: { moved: [{ name: 'web-3' }] } });
    expect(cloud.sim.state.migrations).toHaveLength(before + 1);
  });

  it.each(['completes-without-moving', 'fails-silently', 'no-valid-host', 'arrives-in-error'] as const)(
    'is not called empty when a migration %s',
    async (outcome) => {
      cloud.sim.order.migration('web-2', outcome);
      const run = await drain();
      expect(run.status).toBe('failed');
      expect((run.output as DrainReport).failed).toMatchObject([{ name: 'web-2' }]);
    },
  );

  it('follows a migration that nova calls an error and that completes after all', async () => {
    cloud.sim.order.migration('web-2', 'errs-and-completes');
    expect(await drain()).toMatchObject({ status: 'done' });
  });

  it.each(['before', 'after'] as const)(
    'migrates nothing twice when the connection of a migrate action breaks %s nova has it',
    async (cut) => {
      cloud.sim.fault.next('POST /compute/v2.1/servers/*/action', { cut }, { after: 1 });
      expect(await drain()).toMatchObject({ status: 'done' });
      expect(left()).toEqual([]);
      expect(cloud.sim.state.migrations).toHaveLength(6);
    },
  );

  it('is emptied although the token is revoked midway, and although nova freezes for 20 seconds', async () => {
    void sleep(cloud.clock, 10_000).then(() => cloud.sim.revokeTokens());
    cloud.sim.fault.next('GET /compute/v2.1/servers/*', { delay: 20 }, { after: 10 });
    expect(await drain()).toMatchObject({ status: 'done' });
    expect(left()).toEqual([]);
  });

  it('is refused to a second run, through another name of the same cloud, which is told who holds it', async () => {
    const engine = cloud.engine();
    const first = await engine.start({ runbook: 'hypervisor.drain', input, requestedBy: ann });
    const second = await engine.start({
      runbook: 'hypervisor.drain',
      input: { ...input, cloud: 'alias' },
      requestedBy: ann,
    });
    const executions = [await engine.execute(first.id), await engine.execute(second.id)];
    const [one, two] = await Promise.all(executions.map(({ ended }) => ended));
    expect(one?.status).toBe('done');
    expect(two).toMatchObject({
      status: 'refused',
      error: { code: 'LEASE_HELD', message: expect.stringContaining(first.id) },
    });
  });

  it.each(['finish', 'abort'] as const)(
    'is given back when the run is cancelled; what is under way is to %s',
    async (onCancel) => {
      const engine = cloud.engine();
      const { id } = await engine.start({
        runbook: 'hypervisor.drain',
        input: { ...input, onCancel, concurrency: 1, order: 'name' },
        requestedBy: ann,
      });
      const { ended } = await engine.execute(id);
      void sleep(cloud.clock, 14_000).then(() => engine.cancel(id, ann, 'wrong host'));
      const run = await ended;
      expect(run).toMatchObject({
        status: 'cancelled',
        undone: [{ path: 'compute service disabled', outcome: 'undone' }],
      });
      expect(cloud.service('hv1')).toMatchObject({ disabled: false });
      const statuses = cloud.sim.state.migrations.map(({ status }) => status);
      // Every server that has left is reported as moved, also the one whose move the cancel met.
      const items = (await engine.events(id)).filter((event) => event.type === 'item');
      const moved = items.filter(({ status }) => status === 'changed').map(({ label }) => label);
      const gone = cloud.sim.state.servers.filter(({ name, host }) => name !== 'elsewhere' && host !== 'hv1');
      expect(moved.sort()).toEqual(gone.map(({ name }) => name).sort());
      expect(statuses.filter((status) => status === 'cancelled')).toHaveLength(onCancel === 'abort' ? 1 : 0);
      expect(statuses.filter((status) => status === 'error' || status === 'failed')).toEqual([]);
      expect(left().length).toBeGreaterThan(2);
      expect(cloud.sim.state.servers.every(({ taskState }) => taskState === null)).toBe(true);
    },
  );

  it('keeps the reason that a person gave, and is not given back by a cancel then', async () => {
    Object.assign(cloud.service('hv1') ?? {}, { disabled: true, disabledReason: 'bad memory, ask Ann' });
    const engine = cloud.engine();
    const { id } = await engine.start({ runbook: 'hypervisor.drain', input, requestedBy: ann });
    const { ended } = await engine.execute(id);
    void sleep(cloud.clock, 5000).then(() => engine.cancel(id, ann, 'enough'));
    expect(await ended).toMatchObject({ status: 'cancelled', undone: [] });
    expect(cloud.service('hv1')).toMatchObject({ disabled: true, disabledReason: 'bad memory, ask Ann' });
  });

  it('keeps the order and the number at once that it was given', async () => {
    const run = await drain({ concurrency: 1, order: 'name' });
    expect((run.output as DrainReport).moved.map(({ name }) => name)).toEqual([
      'off',
      'web-1',
      'web-2',
      'web-3',
      'web-4',
      'web-5',
    ]);
    const ids = cloud.sim.state.migrations.map(
      ({ serverId }) => cloud.sim.state.servers.find(({ id }) => id === serverId)?.name,
    );
    expect(ids).toEqual(['off', 'web-1', 'web-2', 'web-3', 'web-4', 'web-5']);
  });
});

describe('a hypervisor whose servers change meanwhile', () => {
  it('loses those too that arrive while it is drained', async () => {
    cloud.sim.addServer({ name: 'first', host: 'hv1' });
    void sleep(cloud.clock, 3000).then(() => cloud.sim.addServer({ name: 'late', host: 'hv1' }));
    void sleep(cloud.clock, 8000).then(() => cloud.sim.addServer({ name: 'later', host: 'hv1' }));
    const { output, status } = await drain();
    expect(status).toBe('done');
    expect((output as DrainReport).moved.map(({ name }) => name)).toEqual(['first', 'late', 'later']);
    expect(left()).toEqual([]);
  });

  it('leaves one alone that somebody else has moved before its turn', async () => {
    for (const name of ['a', 'b']) cloud.sim.addServer({ name, host: 'hv1' });
    void sleep(cloud.clock, 3000).then(() => Object.assign(cloud.sim.findServer('b'), { host: 'hv4' }));
    expect(await drain({ concurrency: 1, order: 'name' })).toMatchObject({
      status: 'done',
      output: {
        moved: [{ name: 'a' }],
        skipped: [{ name: 'b', why: 'it has left already: it is on hv4' }],
        empty: true,
      },
    });
    expect(cloud.sim.state.migrations).toHaveLength(1);
  });

  it('keeps the rest when more fail than were allowed', async () => {
    for (const name of ['a', 'b', 'c']) cloud.sim.addServer({ name, host: 'hv1' });
    for (const name of ['a', 'b']) cloud.sim.order.migration(name, 'fails');
    const { output } = await drain({ concurrency: 1, order: 'name', maxFailures: 1 });
    expect(output).toMatchObject({
      failed: [{ name: 'a' }, { name: 'b' }],
      skipped: [{ name: 'c', why: '2 failed, 1 allowed' }],
    });
    expect(left()).toEqual(['a', 'b', 'c']);
  });

  it('asks nova for each move with a token that is new, for nova works with it to the end', async () => {
    for (const name of ['a', 'b']) cloud.sim.addServer({ name, host: 'hv1' });
    const tokens: unknown[] = [];
    const seen = ({ headers }: { headers: Record<string, unknown> }) => {
      tokens.push(headers['x-auth-token']);
      return false;
    };
    cloud.sim.fault.always('POST /compute/v2.1/servers/*/action', { delay: 0 }, { when: seen });
    await drain({ concurrency: 1, order: 'name' });
    expect(new Set(tokens).size).toBe(2);
  });
});

it('makes a snapshot of each first when asked, owned by the project, but none of an amphora or a server on a volume', async () => {
  const project = cloud.sim.state.projects.find(({ name }) => name === 'demo')?.id ?? '';
  cloud.sim.addServer({ name: 'web', host: 'hv1', projectId: project });
  cloud.sim.addServer({ name: 'amphora-1', host: 'hv1' });
  cloud.sim.addServer({ name: 'on-volume', host: 'hv1', volumeBacked: true });
  const run = await drain({ snapshot: true });
  expect(run.status).toBe('done');
  const images = cloud.sim.state.images.filter(({ name }) => name?.startsWith('opsbook-') === true);
  expect(images).toMatchObject([{ owner: project, status: 'active' }]);
  const notes = Object.fromEntries(
    (run.output as DrainReport).moved.map(({ name, snapshot, note }) => [name, note ?? snapshot]),
  );
  expect(notes).toEqual({ web: images[0]?.id, 'amphora-1': null, 'on-volume': 'no snapshot: it boots from a volume' });
});

it('is content with an empty hypervisor', async () => {
  expect(await drain()).toMatchObject({ status: 'done', output: { moved: [], empty: true } });
});

it('moves all to the destination that was given', async () => {
  for (const name of ['a', 'b']) cloud.sim.addServer({ name, host: 'hv1' });
  expect(await drain({ destination: 'hv4' })).toMatchObject({ status: 'done', output: { empty: true } });
  expect(cloud.hosts()).toEqual({ a: 'hv4', b: 'hv4' });
});

it('is planned with the snapshots that it would make', async () => {
  cloud.sim.addServer({ name: 'web', host: 'hv1' });
  const plan = await cloud.plan(drainHypervisor, { ...input, snapshot: true });
  // The disabling, the image, its owner, and the move.
  expect(plan).toMatchObject({ changes: 4, unknown: 0, output: { empty: true, failed: [] } });
});

it('refuses bad input with every fault and before any request', async () => {
  const bad = { cloud: '', hypervisor: 7, reason: 'x', concurrency: 0, speed: 'fast' };
  await expect(cloud.run(drainHypervisor, bad)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: {
      faults: expect.arrayContaining(
        ['cloud', 'hypervisor', 'concurrency', 'speed'].map((path) => expect.objectContaining({ path })),
      ),
    },
  });
  expect(cloud.sim.requests).toEqual([]);
});
