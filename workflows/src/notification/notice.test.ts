import { expect, it } from '@jest/globals';
import { noticesOf } from './notice.ts';
import type { People } from './people.ts';

const people: People = {
  users: {
    ada: { name: 'Ada', email: 'Ada@example.test' },
    ida: { name: 'Ida', email: 'ada@EXAMPLE.test' },
    left: { name: 'Left', email: null },
  },
  projects: {
    shop: { name: 'shop', contact: 'shop@example.test' },
    lab: { name: 'lab', contact: null },
  },
};

const server = (id: string, userId: string | null, projectId: string) => ({ id, name: id, userId, projectId });

it('everybody gets one mail, whatever the case of the address and the name of the account', () => {
  const { notices } = noticesOf([server('a', 'ada', 'lab'), server('b', 'ida', 'shop')], people, {});
  expect(notices).toMatchObject([{ address: 'ada@example.test', name: 'Ada', through: 'owner' }]);
  expect(notices[0]?.subjects.map(({ id }) => id)).toEqual(['a', 'b']);
});

it('the contact of the project is told where the owner has left or has no address', () => {
  const owned = [server('a', 'left', 'shop'), server('b', 'gone', 'shop'), server('c', null, 'shop')];
  const { notices, unreachable } = noticesOf(owned, people, {});
  expect(notices).toMatchObject([{ address: 'shop@example.test', name: 'contact of shop', through: 'project' }]);
  expect(notices[0]?.subjects).toHaveLength(3);
  expect(unreachable).toEqual([]);
});

it('then the fallback; without one it is said whom nobody can reach', () => {
  const owned = [server('a', 'left', 'lab'), server('b', 'left', 'gone')];
  expect(noticesOf(owned, people, {})).toEqual({ notices: [], unreachable: owned });
  expect(noticesOf(owned, people, { fallback: 'Ops@example.test' }).notices).toMatchObject([
    { address: 'ops@example.test', through: 'fallback', subjects: owned },
  ]);
});
