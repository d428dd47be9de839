import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { findOldSnapshots } from './find-old-snapshots.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
  // It is 2030-01-01.
  add('january', 'admin', { createdAt: '2029-01-15T00:00:00Z', updatedAt: null });
  add('touched', 'demo', { createdAt: '2029-01-15T00:00:00Z', updatedAt: '2029-12-20T00:00:00Z' });
  add('december', 'demo', { createdAt: '2029-12-01T12:00:00Z', updatedAt: '2029-12-01T12:00:05Z' });
});
afterEach(() => cloud.sim.stop());

function add(name: string, project: string, times: { createdAt: string; updatedAt: string | null }): void {
  const { state } = cloud.sim;
  const projectId = state.projects.find((one) => one.name === project)!.id;
  state.volumeSnapshots.push({
    id: `snapshot-${name}`,
    volumeId: 'volume-gone',
    projectId,
    userId: state.users[0]!.id,
    name,
    description: null,
    status: 'available',
    sizeGiB: 5,
    metadata: {},
    ...times,
  });
}

const find = (more: object = {}) => cloud.run(findOldSnapshots, { cloud: 'test', ...more });

it('counts days since the last change, or the creation, and how much they hold', async () => {
  const run = await find();
  expect(run).toMatchObject({
    status: 'done',
    output: {
      snapshots: [
        { name: 'january', project: 'admin', volume: null, volumeId: 'volume-gone', days: 351 },
        { name: 'december', project: 'demo', days: 30 },
      ],
      sizeGiB: 10,
      findings: [
        {
          key: 'old-snapshot:test:snapshot-january',
          title: 'Snapshot january of a volume on test has not changed for 351 days',
          body: expect.arrayContaining(['Volume: volume-gone', 'Project: admin', 'Updated: never']),
        },
        { key: 'old-snapshot:test:snapshot-december' },
      ],
    },
  });
});

it('looks at one project alone, and at other ages', async () => {
  expect((await find({ project: 'demo' })).output).toMatchObject({ snapshots: [{ name: 'december' }] });
  expect((await find({ days: 400 })).output).toMatchObject({ snapshots: [], sizeGiB: 0, findings: [] });
});

it('refuses a project that is not there, and days that are none', async () => {
  expect(await find({ project: 'nowhere' })).toMatchObject({
    status: 'refused',
    error: { message: expect.stringContaining('nowhere') },
  });
  await expect(find({ days: 0, project: '' })).rejects.toMatchObject({
    details: { faults: [{ path: 'project' }, { path: 'days' }] },
  });
});
