import { expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import * as fc from 'fast-check';
import { answerOf, inquiryParameters, inquiryTag, isSameInquiry } from './inquiry.ts';

const NOW = Date.parse('2030-01-01T00:00:00Z');
const asking = (given: Partial<Parameters<typeof inquiryParameters>[0]> = {}) =>
  inquiryParameters({
    question: { question: 'Go?', purpose: 'approval' },
    text: 'All',
    user: 'ann',
    now: NOW,
    ...given,
  });

test.each([
  ['2030-01-01T00:00:00.000Z', 1],
  ['2030-01-01T00:01:30.000Z', 2],
  ['2030-01-02T00:00:00.000Z', 1440],
  [undefined, 0],
])('until %s it waits %d minutes', (until, ttl) => {
  const question = { question: 'Go?', purpose: 'approval' as const, ...(until !== undefined && { until }) };
  expect(asking({ question })).toMatchObject({ ttl, users: ['ann'], route: 'opsbook' });
});

test('a plan of thousands of lines is cut, and says where all of it is', () => {
  const { schema } = asking({ text: 'a line\n'.repeat(5000) }) as { schema: { description: string } };
  expect(schema.description.length).toBeLessThan(8100);
  expect(schema.description).toMatch(/opsbook show\)$/);
});

test.each([
  ['approval', { decision: 'approved', reason: 'dark' }, { decision: 'approved', reason: 'dark' }],
  // What the forms send for a reason that nobody gave.
  ['question', { decision: 'rejected', reason: null }, { decision: 'rejected' }],
  ['outcome', { decision: 'not-done', reason: '' }, { decision: 'not-done' }],
  ['outcome', { decision: 'approved' }, undefined],
  ['approval', { decision: 'done' }, undefined],
  ['approval', { continue: true }, undefined],
] as const)('to a question of %s the response %j is the answer %j', (purpose, response, answer) => {
  expect(answerOf(purpose, { response, users: ['ann'] })).toEqual(answer);
});

test('before there is a response there is no answer', () => {
  for (const result of [null, 'x', { users: [] }]) expect(answerOf('approval', result)).toBeUndefined();
});

test('another run, path or person is another tag', () => {
  const which = fc.tuple(fc.constantFrom('r-1', 'r-2'), fc.string(), fc.option(fc.string(), { nil: undefined }));
  const property = (one: Parameters<typeof inquiryTag>, other: Parameters<typeof inquiryTag>) => {
    expect(inquiryTag(...one) === inquiryTag(...other)).toBe(JSON.stringify(one) === JSON.stringify(other));
  };
  fc.assert(fc.property(which, which, property), { numRuns: fuzzRuns(300) });
});

test('an inquiry is the same where it asks the same users with the same text, whatever its time', () => {
  const ours = asking();
  expect(isSameInquiry(asking({ text: 'All\n', now: NOW + 60_000 }), asking({ text: 'All ' }))).toBe(true);
  expect(isSameInquiry({ ...ours, users: ['ann', 'eve'] }, ours)).toBe(false);
  expect(isSameInquiry({ ...ours, users: [] }, ours)).toBe(false);
  expect(isSameInquiry(asking({ text: 'Nothing' }), ours)).toBe(false);
  expect(isSameInquiry({ cmd: 'id' }, ours)).toBe(false);
  expect(isSameInquiry({ ...ours, roles: ['admin'] }, ours)).toBe(false);
  // A form shows what the properties say, and not the text.
  const { schema } = ours as { schema: { properties: object } };
  const tea = { type: 'string', enum: ['approved'], description: 'Tea?', required: true };
  const properties = { ...schema.properties, decision: tea };
  expect(isSameInquiry({ ...ours, schema: { ...schema, properties } }, ours)).toBe(false);
});
