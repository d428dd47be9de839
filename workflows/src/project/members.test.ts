import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { addUsersToGroup } from '../user/add-to-group.ts';
import { cancelledAfter } from '../cancelled-after.test-support.ts';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { addGroupToProject } from './add-group.ts';
import { addUserToProject } from './add-user.ts';
import { removeUserFromProject } from './remove-user.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const input = { cloud: 'test', project: 'web', role: 'member', users: ['alice', 'bob'], userDomain: 'corp' };
const toGroup = { cloud: 'test', group: 'ops', users: ['alice', 'bob'], userDomain: 'corp' };
const ofGroup = { cloud: 'test', project: 'web', role: 'member', group: 'ops', userDomain: 'corp' };

/** `alice member`, `group ops reader`: what is granted on the project `web`, and who is in the group. */
function granted({ sim }: TestCloud) {
  const { projects, users, groups, roles, roleAssignments } = sim.state;
  const nameOf = (all: { id: string; name: string }[], id: string | null) => all.find((one) => one.id === id)?.name;
  const { id } = projects.find(({ name }) => name === 'web')!;
  return {
    web: roleAssignments
      .filter(({ projectId }) => projectId === id)
      .map(
        (one) =>
          `${nameOf(users, one.userId) ?? `group ${nameOf(groups, one.groupId) ?? ''}`} ${nameOf(roles, one.roleId) ?? ''}`,
      )
      .toSorted(),
    ops: groups[0]?.members.map((one) => nameOf(users, one)).toSorted(),
  };
}

const CASES = [
  {
    runbook: addUserToProject,
    given: input,
    after: { web: ['alice member', 'bob member', 'group ops reader'], ops: ['bob'] },
    output: { people: { changed: [{ name: 'bob' }], unchanged: [{ name: 'alice' }], failed: [] } },
  },
  {
    runbook: removeUserFromProject,
    given: input,
    after: { web: ['group ops reader'], ops: ['bob'] },
    output: { people: { changed: [{ name: 'alice' }], unchanged: [{ name: 'bob' }] }, stillHaveIt: [] },
  },
  {
    runbook: addGroupToProject,
    given: ofGroup,
    after: { web: ['alice member', 'group ops member', 'group ops reader'], ops: ['bob'] },
    output: { project: { name: 'web' }, role: { name: 'member' }, group: { name: 'ops' } },
  },
  {
    runbook: addUsersToGroup,
    given: toGroup,
    after: { web: ['alice member', 'group ops reader'], ops: ['alice', 'bob'] },
    output: { group: { name: 'ops' }, people: { changed: [{ name: 'alice' }], unchanged: [{ name: 'bob' }] } },
  },
];

describe.each(CASES)('$runbook.name', ({ runbook, given, after, output }) => {
  it('does it, and has nothing to do the second time', async () => {
    expect(await cloud.run(runbook, given)).toMatchObject({ status: 'done', changed: true, output });
    expect(granted(cloud)).toEqual(after);
    const { length } = cloud.changes();
    expect(await cloud.run(runbook, given)).toMatchObject({ status: 'done', changed: false });
    expect(cloud.changes()).toHaveLength(length);
  });

  it('is planned with nothing but GETs', async () => {
    expect(await cloud.plan(runbook, given)).toMatchObject({ changes: 1, unknown: 0, output });
    expect(cloud.changes()).toEqual([]);
  });

  it('refuses bad input with every fault, before any request', async () => {
    const bad = { ...given, cloud: '', userDomain: 1, more: true };
    await expect(cloud.run(runbook, bad)).rejects.toMatchObject({
      details: {
        faults: expect.arrayContaining(
          ['cloud', 'userDomain', 'more'].map((path) => expect.objectContaining({ path })),
        ),
      },
    });
    expect(cloud.sim.requests).toEqual([]);
  });

  it('refuses a domain that is not there', async () => {
    const run = await cloud.run(runbook, { ...given, userDomain: 'mars' });
    expect(run).toMatchObject({ status: 'refused', error: { message: "no domain has the name or id 'mars'" } });
  });

  it('gives back what was before when it is cancelled', async () => {
    const before = granted(cloud);
    const run = await cancelledAfter(cloud, runbook, given);
    expect(run).toMatchObject({ status: 'cancelled', undone: [{ outcome: 'undone' }] });
    expect(granted(cloud)).toEqual(before);
  });

  it('ends the same however its process dies', async () => {
    const result = await crashEverywhere({
      runbooks: [runbook],
      input: given,
      stride: crashStride(9),
      world: async () => {
        const own = await testCloud();
        return {
          clock: own.clock,
          connect: own.connect,
          state: () => granted(own),
          effects: own.changes,
          close: () => own.sim.stop(),
        };
      },
    });
    expect(result.undisturbed).toMatchObject({ status: 'done', state: after, effects: { length: 1 } });
    expect(result.different).toEqual([]);
  });
});

it('refuses with all that is not to be found', async () => {
  const run = await cloud.run(addUserToProject, { ...input, project: 'p', role: 'r', users: ['alice', 'x', 'y', 'x'] });
  expect(run.error?.message.split('; ')).toEqual([
    "no project has the name or id 'p'",
    "no role has the name or id 'r'",
    "no user has the name or id 'x'",
    "no user has the name or id 'y'",
  ]);
  expect(cloud.changes()).toEqual([]);
});

it('names the candidates where a name is not unique, and takes an id', async () => {
  const { users } = cloud.sim.state;
  const alice = users.find(({ name }) => name === 'alice')!;
  users.push({ ...alice, id: 'a'.repeat(64), domainId: 'default' });
  const anywhere = { ...input, users: ['alice'], userDomain: undefined };
  expect(await cloud.run(addUserToProject, anywhere)).toMatchObject({
    status: 'refused',
    error: { message: `2 users are called 'alice': ${alice.id}, ${'a'.repeat(64)}` },
  });
  expect(await cloud.run(addUserToProject, { ...anywhere, users: ['a'.repeat(64)] })).toMatchObject({ status: 'done' });
});

it('takes no role from the user in the project that opsbook is logged in with', async () => {
  const self = { cloud: 'test', project: 'admin', role: 'admin', users: ['admin'], userDomain: 'default' };
  expect(await cloud.run(removeUserFromProject, self)).toMatchObject({
    status: 'refused',
    changed: false,
    error: { message: expect.stringContaining('would take the role from itself') },
  });
});

it('gives the role once to somebody who is named twice', async () => {
  const { id } = cloud.sim.state.users.find(({ name }) => name === 'bob')!;
  const run = await cloud.run(addUserToProject, { ...input, users: ['bob', id, 'BOB'] });
  expect(run).toMatchObject({ status: 'done', output: { people: { changed: [{ id, name: 'bob' }] } } });
});

it('looks users up in the configured domain where none is given', async () => {
  const site = await testCloud({ projects: { userDomain: 'default' } });
  expect(await site.run(addUserToProject, { ...input, userDomain: undefined })).toMatchObject({ status: 'refused' });
  await site.sim.stop();
});

it.each([addUserToProject, removeUserFromProject])('$name goes on past a user with whom it fails', async (runbook) => {
  const id = (name: string) => cloud.sim.state.users.find((one) => one.name === name)?.id ?? '';
  cloud.sim.state.roleAssignments.push({
    ...cloud.sim.state.roleAssignments.find(({ userId }) => userId === id('alice'))!,
    userId: id('admin'),
  });
  const [first, second] = runbook === addUserToProject ? ['bob', 'auditor'] : ['alice', 'admin'];
  const body = { error: { code: 403, message: 'not this one', title: 'Forbidden' } };
  const method = runbook === addUserToProject ? 'PUT' : 'DELETE';
  cloud.sim.fault.next(`${method} /identity/v3/projects/*/users/${id(first)}/roles/*`, { status: 403, body });
  expect(await cloud.run(runbook, { ...input, users: [first, second], userDomain: undefined })).toMatchObject({
    status: 'failed',
    error: { message: `not done for ${first}` },
    output: {
      people: { changed: [{ name: second }], failed: [{ name: first, why: expect.stringContaining('not this') }] },
    },
  });
});

it('names those who have the role by a group all the same', async () => {
  const { roleAssignments, users } = cloud.sim.state;
  const bob = users.find(({ name }) => name === 'bob')!;
  const alices = roleAssignments.find(({ userId }) => userId === users.find(({ name }) => name === 'alice')?.id)!;
  await cloud.run(addGroupToProject, ofGroup);
  roleAssignments.push({ ...alices, userId: bob.id });
  expect(await cloud.run(removeUserFromProject, input)).toMatchObject({
    status: 'done',
    output: { people: { changed: [{ name: 'alice' }, { name: 'bob' }] }, stillHaveIt: [{ id: bob.id, name: 'bob' }] },
  });
});
