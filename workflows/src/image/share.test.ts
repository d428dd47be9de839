import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { cancelledAfter } from '../cancelled-after.test-support.ts';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { shareImage } from './share.ts';

const input = { cloud: 'test', image: 'golden', project: 'demo' };

async function imageCloud(): Promise<TestCloud> {
  const made = await testCloud();
  const { images, projects } = made.sim.state;
  const owner = projects.find(({ name }) => name === 'service')!.id;
  images.push({
    ...images[0]!,
    id: '11111111-2222-4333-8444-555555555555',
    name: 'golden',
    owner,
    visibility: 'shared',
  });
  return made;
}

const golden = ({ sim }: TestCloud) => sim.state.images.find(({ name }) => name === 'golden')!;
const members = (of: TestCloud) =>
  (golden(of).members ?? []).map(
    ({ projectId, status }) => `${of.sim.state.projects.find(({ id }) => id === projectId)?.name ?? '?'} ${status}`,
  );

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await imageCloud();
});
afterEach(() => cloud.sim.stop());

const share = (more: object = {}) => cloud.run(shareImage, { ...input, ...more });
const member = (status: 'pending' | 'rejected') => {
  const projectId = cloud.sim.state.projects.find(({ name }) => name === 'demo')!.id;
  const { createdAt, updatedAt } = golden(cloud);
  golden(cloud).members = [{ projectId, status, createdAt, updatedAt }];
};

it('shares an image of any project, by name or id, accepts it, and does so only once', async () => {
  const done = {
    status: 'done',
    changed: true,
    output: { image: { name: 'golden' }, project: { name: 'demo' }, how: 'member' },
  };
  expect(await share()).toMatchObject(done);
  expect(members(cloud)).toEqual(['demo accepted']);
  expect(await share({ image: golden(cloud).id })).toMatchObject({ ...done, changed: false });
  expect(cloud.changes()).toHaveLength(2);
});

it('accepts what is shared already', async () => {
  member('pending');
  expect(await share()).toMatchObject({ status: 'done', changed: true });
  expect(members(cloud)).toEqual(['demo accepted']);
  expect(cloud.changes()).toHaveLength(1);
});

it('is planned with nothing but GETs', async () => {
  expect(await cloud.plan(shareImage, input)).toMatchObject({ changes: 2, unknown: 0, output: { how: 'member' } });
  expect(cloud.changes()).toEqual([]);
});

it('leaves it to the project when that has rejected it before a cancel', async () => {
  const run = await cancelledAfter(cloud, shareImage, input, () => {
    member('rejected');
  });
  expect(run.undone).toEqual([
    { path: 'accepted', outcome: 'kept', why: 'demo has answered otherwise since' },
    { path: 'member', outcome: 'undone' },
  ]);
});

describe('what the project has rejected', () => {
  beforeEach(() => {
    member('rejected');
  });

  it('stays so', async () => {
    expect(await share()).toMatchObject({
      status: 'refused',
      changed: false,
      error: { message: expect.stringContaining('demo has rejected it; with overwrite it is accepted nevertheless') },
    });
    expect(members(cloud)).toEqual(['demo rejected']);
  });

  it('is accepted when told, and rejected again by a cancel', async () => {
    expect(await cancelledAfter(cloud, shareImage, { ...input, overwrite: true })).toMatchObject({
      undone: [{ path: 'accepted', outcome: 'undone' }],
    });
    expect(members(cloud)).toEqual(['demo rejected']);
    expect(await share({ overwrite: true })).toMatchObject({ status: 'done', changed: true });
    expect(members(cloud)).toEqual(['demo accepted']);
  });
});

it.each(['public', 'community'] as const)('needs nothing for an image that is %s', async (visibility) => {
  golden(cloud).visibility = visibility;
  expect(await share()).toMatchObject({ status: 'done', changed: false, output: { how: visibility } });
});

it('needs nothing for the project’s own image, and refuses a private one', async () => {
  expect(await share({ project: 'service' })).toMatchObject({ status: 'done', changed: false, output: { how: 'own' } });
  golden(cloud).visibility = 'private';
  expect(await share()).toMatchObject({
    status: 'refused',
    error: { message: "golden is private: set its visibility to 'shared' first" },
  });
  expect(cloud.changes()).toEqual([]);
});

it('refuses bad input, and what is not there', async () => {
  await expect(share({ cloud: '', image: '', project: 3, force: true })).rejects.toMatchObject({
    details: {
      faults: expect.arrayContaining(
        ['cloud', 'image', 'project', 'force'].map((path) => expect.objectContaining({ path })),
      ),
    },
  });
  expect(await share({ image: 'x', project: 'y' })).toMatchObject({
    status: 'refused',
    error: { message: "no image has the name or id 'x'; no project has the name or id 'y'" },
  });
});

it('goes on from a membership where accepting it failed', async () => {
  const body = { message: 'not you', code: '403 Forbidden', title: 'Forbidden' };
  cloud.sim.fault.next('PUT /image/v2/images/*/members/*', { status: 403, body });
  expect(await share()).toMatchObject({
    status: 'failed',
    changed: true,
    error: { message: expect.stringContaining('not you') },
  });
  expect(members(cloud)).toEqual(['demo pending']);
  expect(await share()).toMatchObject({ status: 'done', changed: true });
});

it('shares it no longer when it is cancelled', async () => {
  const run = await cancelledAfter(cloud, shareImage, input);
  expect(run.undone?.map(({ path, outcome }) => `${path} ${outcome}`)).toEqual(['accepted undone', 'member undone']);
  expect(members(cloud)).toEqual([]);
});

it('ends the same however its process dies', async () => {
  const result = await crashEverywhere({
    runbooks: [shareImage],
    input,
    stride: crashStride(7),
    world: async () => {
      const own = await imageCloud();
      return {
        clock: own.clock,
        connect: own.connect,
        state: () => members(own),
        effects: own.changes,
        close: () => own.sim.stop(),
      };
    },
  });
  expect(result.undisturbed).toMatchObject({ status: 'done', state: ['demo accepted'], effects: { length: 2 } });
  expect(result.different).toEqual([]);
});
