import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { cancelledAfter } from '../cancelled-after.test-support.ts';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { addFlavorToProject } from './add-flavor.ts';
import { removeFlavorFromProject } from './remove-flavor.ts';

const input = { cloud: 'test', project: 'demo', flavor: 'secret' };
const PATH = 'POST /compute/v2.1/flavors/*/action';

async function privateCloud(mayUse: boolean): Promise<TestCloud> {
  const made = await testCloud();
  const { flavors, projects } = made.sim.state;
  const demo = projects.find(({ name }) => name === 'demo')!;
  flavors.push({ ...flavors[0]!, id: 'f-1', name: 'secret', isPublic: false, projectIds: mayUse ? [demo.id] : [] });
  return made;
}
const mayUse = ({ sim }: TestCloud) => sim.state.flavors.find(({ name }) => name === 'secret')?.projectIds.length === 1;

let cloud: TestCloud;
let other: TestCloud;
beforeEach(async () => {
  cloud = await privateCloud(false);
  other = await privateCloud(true);
});
afterEach(async () => {
  await cloud.sim.stop();
  await other.sim.stop();
});

it('gives and takes access, each only once', async () => {
  expect(await cloud.run(addFlavorToProject, input)).toMatchObject({
    status: 'done',
    changed: true,
    output: { project: { name: 'demo' }, flavor: { id: 'f-1', name: 'secret', isPublic: false } },
  });
  expect(mayUse(cloud)).toBe(true);
  expect(await cloud.run(addFlavorToProject, input)).toMatchObject({ status: 'done', changed: false });
  expect(await cloud.run(removeFlavorFromProject, input)).toMatchObject({ status: 'done', changed: true });
  expect(mayUse(cloud)).toBe(false);
  expect(await cloud.run(removeFlavorFromProject, input)).toMatchObject({ status: 'done', changed: false });
});

it('is planned with nothing but GETs', async () => {
  expect(await cloud.plan(addFlavorToProject, input)).toMatchObject({ changes: 1, unknown: 0 });
  expect(await other.plan(removeFlavorFromProject, input)).toMatchObject({ changes: 1, unknown: 0 });
  expect([...cloud.changes(), ...other.changes()]).toEqual([]);
});

it('has nothing to give of a public flavor, and takes nothing of it', async () => {
  const open = { ...input, flavor: 'm1.small' };
  expect(await cloud.run(addFlavorToProject, open)).toMatchObject({
    changed: false,
    output: { flavor: { isPublic: true } },
  });
  expect(await cloud.run(removeFlavorFromProject, open)).toMatchObject({
    status: 'refused',
    error: { message: 'm1.small is public: everybody may use it' },
  });
});

it.each([addFlavorToProject, removeFlavorFromProject])(
  '$name refuses what is not there, and bad input',
  async (runbook) => {
    expect(await cloud.run(runbook, { ...input, project: 'p', flavor: 'f' })).toMatchObject({
      status: 'refused',
      error: { message: "no project has the name or id 'p'; no flavor has the name or id 'f'" },
    });
    const bad = { ...input, project: '', flavor: 7, all: true };
    await expect(cloud.run(runbook, bad)).rejects.toMatchObject({
      details: {
        faults: expect.arrayContaining(['project', 'flavor', 'all'].map((path) => expect.objectContaining({ path }))),
      },
    });
  },
);

it.each([addFlavorToProject, removeFlavorFromProject])(
  '$name says what nova answered, and takes back what it did when cancelled',
  async (runbook) => {
    const own = runbook === addFlavorToProject ? cloud : other;
    const before = mayUse(own);
    own.sim.fault.next(PATH, { status: 403, body: { forbidden: { code: 403, message: 'not you' } } });
    expect(await own.run(runbook, input)).toMatchObject({
      status: 'failed',
      changed: false,
      error: { message: expect.stringContaining('not you') },
    });
    expect(await cancelledAfter(own, runbook, input)).toMatchObject({ undone: [{ outcome: 'undone' }] });
    expect(mayUse(own)).toBe(before);
  },
);

it.each([addFlavorToProject, removeFlavorFromProject])(
  '$name ends the same however its process dies',
  async (runbook) => {
    const result = await crashEverywhere({
      runbooks: [runbook],
      input,
      stride: crashStride(7),
      world: async () => {
        const own = await privateCloud(runbook === removeFlavorFromProject);
        return {
          clock: own.clock,
          connect: own.connect,
          state: () => mayUse(own),
          effects: own.changes,
          close: () => own.sim.stop(),
        };
      },
    });
    expect(result.undisturbed).toMatchObject({ status: 'done', state: runbook === addFlavorToProject });
    expect(result.undisturbed.effects).toHaveLength(1);
    expect(result.different).toEqual([]);
  },
  120_000,
);
