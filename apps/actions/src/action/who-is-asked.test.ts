import { expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import { type OpenQuestion, mayNotAnswer } from '@opsbook/runbook';
import * as fc from 'fast-check';
import { whoIsAsked } from './who-is-asked.ts';

const people = fc.subarray(['ann', 'bob', 'cem', 'grace', 'stackstorm']);
const question: fc.Arbitrary<OpenQuestion> = fc
  .record({
    approvers: fc.option(people, { nil: undefined }),
    approvedBy: people,
    count: fc.integer({ min: 1, max: 3 }),
    requesterMay: fc.boolean(),
    purpose: fc.constantFrom('approval', 'question', 'outcome'),
  })
  .map(({ approvers, ...facts }) => ({
    ...{ path: '#approval', question: 'Go?', missing: 1 },
    ...facts,
    ...(approvers !== undefined && { approvers }),
  }));

test('whoever is asked may answer, has not yet, and is not missing; everybody is asked only where one yes of anybody will do', () => {
  const property = (asked: OpenQuestion, requester: string) => {
    const who = whoIsAsked(asked, requester);
    const users = 'users' in who ? who.users : [];
    const may = (user: string) => mayNotAnswer(asked, requester, user) === undefined;
    if (asked.approvers === undefined) {
      expect(users).toStrictEqual(asked.count === 1 && ['ann', requester].every(may) ? [undefined] : []);
    } else {
      expect(users).toEqual(asked.approvers.filter((user) => may(user) && !asked.approvedBy.includes(user)));
    }
    expect('why' in who).toBe(users.length === 0);
  };
  fc.assert(fc.property(question, fc.constantFrom('ann', 'grace', 'stackstorm'), property), { numRuns: fuzzRuns(300) });
});
