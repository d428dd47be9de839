import { expect, it } from '@jest/globals';
import { reminderText, toldOf } from './history.ts';

const now = '2026-03-31T12:00:00.000Z';
const day = (date: string, about: string[] | null) => ({ at: `${date}T12:00:00.000Z`, about });

it('counts the notices about a thing, with the first and the last', () => {
  const mails = [day('2026-03-24', ['a', 'b']), day('2026-03-10', ['a']), day('2026-03-17', ['a'])];
  const told = toldOf(['a', 'b', 'c'], mails, { now, remindAfter: 7 });
  expect(told.get('a')).toEqual({ times: 3, first: '2026-03-10T12:00:00.000Z', last: '2026-03-24T12:00:00.000Z' });
  expect(told.get('b')?.times).toBe(1);
  expect(told.has('c')).toBe(false);
});

it('begins anew after a long silence: the thing had been mended, and came back', () => {
  const mails = [day('2026-01-01', ['a']), day('2026-01-08', ['a']), day('2026-03-24', ['a'])];
  expect(toldOf(['a'], mails, { now, remindAfter: 7 }).get('a')?.times).toBe(1);
  const only = [day('2026-01-08', ['a'])];
  expect(toldOf(['a'], only, { now, remindAfter: 7 }).size).toBe(0);
});

it('takes a mail about too many things to be kept for one about all', () => {
  expect(toldOf(['a'], [day('2026-03-30', null)], { now, remindAfter: 7 }).get('a')?.times).toBe(1);
});

it('says which notice it is', () => {
  const told = { times: 2, first: '2026-03-01T08:00:00.000Z', last: '2026-03-08T08:00:00.000Z' };
  expect(reminderText(undefined)).toBeNull();
  expect(reminderText(told)).toBe('This is the third notice; the first was sent on 2026-03-01.');
  expect(reminderText({ ...told, times: 11 })).toContain('the 12th notice');
});
