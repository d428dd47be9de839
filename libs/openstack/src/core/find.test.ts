import { expect, test } from '@jest/globals';
import { OpenStackError } from './errors.ts';
import { findOne } from './find.ts';

const all = [
  { id: 'p1', name: 'ops' },
  { id: 'p2', name: 'web' },
  { id: 'p3', name: 'web' },
  { id: 'ops', name: 'a trap' },
];

const find = (nameOrId: string) =>
  findOne('project', nameOrId, Promise.resolve(all.filter(({ name }) => name === nameOrId)), async (id) => {
    const found = all.find((one) => one.id === id);
    if (found === undefined) throw new OpenStackError('OPENSTACK_NOT_FOUND', 'Could not find project');
    return Promise.resolve(found);
  });

test('by its name, before any id', async () => {
  expect(await find('ops')).toEqual(all[0]);
});

test('by its id', async () => {
  expect(await find('p2')).toEqual(all[1]);
});

test('refused when several have the name', async () => {
  await expect(find('web')).rejects.toMatchObject({
    code: 'OPENSTACK_AMBIGUOUS',
    message: "2 projects are called 'web': p2, p3",
  });
});

test('another error than not found comes through as it is', async () => {
  const forbidden = new OpenStackError('OPENSTACK_FORBIDDEN', 'no');

  await expect(findOne('user', 'x', Promise.resolve([]), () => Promise.reject(forbidden))).rejects.toBe(forbidden);
});

test('refused by an empty name, which nameless things have', async () => {
  await expect(
    findOne('port', '', Promise.resolve([{ id: 'p1', name: '' }]), () => Promise.reject(new Error('unused'))),
  ).rejects.toMatchObject({ code: 'OPENSTACK_BAD_REQUEST' });
});

test('refused when none has it', async () => {
  await expect(find('nobody')).rejects.toMatchObject({
    code: 'OPENSTACK_NOT_FOUND',
    message: "no project has the name or id 'nobody'",
  });
});
