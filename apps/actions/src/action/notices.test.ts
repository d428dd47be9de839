import { expect, test } from '@jest/globals';
import { answeredNotice, askedNotice, leftNotice } from './notices.ts';

const run = { id: 'r-1', runbook: 'house.light' };

test('people read what is asked, who can answer how, and how many have', () => {
  const notice = askedNotice({
    run,
    question: { question: 'Go?', count: 2, approvedBy: ['cem'], until: '2030-01-01T00:00:00.000Z' },
    inquiries: [
      { user: 'ann', id: 'a'.repeat(24) },
      { user: undefined, id: 'b'.repeat(24) },
    ],
    others: undefined,
    commands: ['opsbook approve r-1'],
  });
  expect(notice.split('\n')).toEqual([
    'opsbook: run r-1 (house.light) waits for an answer: Go? (1 of 2 have said yes; until 2030-01-01T00:00:00.000Z)',
    `ann: st2 inquiry respond ${'a'.repeat(24)}`,
    `anybody: st2 inquiry respond ${'b'.repeat(24)}`,
    'At the command line: opsbook approve r-1',
  ]);
});

test('texts of others take one line of bounded length, and call nobody', () => {
  const notice = answeredNotice(
    run,
    'All of\n<!here> and @channel?',
    `rejected by ann@example.org: ${'no '.repeat(400)}`,
  );
  expect(notice).not.toMatch(/<!|(?<!\w)@\w|\n/);
  expect(notice).toContain('ann@example.org');
  expect(notice.length).toBeLessThan(700);
});

test('a run that is left says how it goes on', () => {
  expect(leftNotice(run, 'By: opsbook resume r-1')).toBe(
    'opsbook: run r-1 (house.light) is left as it is. By: opsbook resume r-1',
  );
});
