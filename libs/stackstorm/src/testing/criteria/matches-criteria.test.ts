import { describe, expect, test } from '@jest/globals';
import { matchesCriteria } from './matches-criteria.ts';

const now = Date.parse('2030-01-01T00:00:00Z');

function outcome(payload: unknown, criteria: Parameters<typeof matchesCriteria>[0]): boolean | 'fails' {
  const failures: string[] = [];
  const holds = matchesCriteria(criteria, { payload, now, failed: (reason) => failures.push(reason) });
  return failures.length > 0 ? 'fails' : holds;
}

// Each line was tried with st2common/operators.py of release 3.9.
describe('each operator, by each of its names', () => {
  test.each<[string, unknown, unknown, boolean | 'fails']>([
    ['equals', 'a', 'a', true],
    ['eq', '5', 5, false],
    ['eq', true, 1, true],
    ['eq', [1, { a: null }], [1, { a: null }], true],
    ['nequals', 'a', 'b', true],
    ['neq', 'a', 'a', false],
    ['iequals', 'ABC', 'abc', true],
    ['ieq', 5, 'abc', 'fails'],
    ['contains', 'a text', 'tex', true],
    ['contains', ['a', 'b'], 'b', true],
    ['contains', { a: 1 }, 'a', true],
    ['contains', 5, '5', 'fails'],
    ['icontains', 'A TEXT', 'tex', true],
    ['icontains', ['a'], 'a', 'fails'],
    ['ncontains', ['a'], 'b', true],
    ['ncontains', 'text', 'ex', false],
    ['incontains', 'A TEXT', 'tex', false],
    ['startswith', 'text', 'te', true],
    ['istartswith', 'TEXT', 'te', true],
    ['endswith', 'text', 'xt', true],
    ['iendswith', 'TEXT', 'xt', true],
    ['endswith', 'text', 'te', false],
    ['regex', 'a text', 't.x', true],
    ['regex', 'a TEXT', 't.x', false],
    ['iregex', 'a TEXT', 't.x', true],
    ['regex', 'a TEXT', '(?i)t.x', true],
    ['regex', 'a\nb', 'a.b', false],
    ['matchregex', 'text', 'ex', false],
    ['matchregex', 'a\nb', 'a.b', true],
    ['matchwildcard', 'hv12', 'hv*', true],
    ['matchwildcard', 'hv12', 'hv?', false],
    ['matchwildcard', 'hv1', 'hv[0-3]', true],
    ['matchwildcard', 'hv1', 'hv[!0-3]', false],
    ['lessthan', 2, 3, true],
    ['lt', 'a', 'b', true],
    ['lt', '2', 3, 'fails'],
    ['greaterthan', 3, 2, true],
    ['gt', [1, 2], [1, 1], true],
    ['timediff_lt', '2029-12-31T23:59:00Z', 61, true],
    ['td_lt', '2029-12-31 23:59:00', '59', false],
    ['timediff_gt', '2029-12-31T23:59:00Z', 59, true],
    ['td_gt', '2029-12-31T23:59:00+01:00', 3600, true],
    ['td_gt', 'yesterday', 1, 'fails'],
    ['exists', 'a', 'anything', true],
    ['exists', null, 'anything', false],
    ['nexists', null, 'anything', true],
    ['inside', 'b', ['a', 'b'], true],
    ['in', 'b', 'abc', true],
    ['in', 5, 'abc', 'fails'],
    ['ninside', 'x', ['a'], true],
    ['nin', 'b', 'abc', false],
  ])('%s: %j against %j is %j', (type, value, pattern, expected) => {
    expect(outcome({ value, more: 1 }, { 'trigger.value': { type, pattern } })).toBe(expected);
  });
});

describe('search', () => {
  const fields = [
    { name: 'Status', to: 'Approved' },
    { name: 'Owner', to: 'me' },
  ];
  const pattern = {
    'item.name': { type: 'eq', pattern: 'Status' },
    'item.to': { type: 'eq', pattern: 'me' },
  };
  test.each([
    ['any', false],
    ['all', false],
    ['any2any', true],
    ['all2any', true],
    ['some', 'fails'],
  ])('%s', (condition, expected) => {
    expect(outcome({ fields }, { 'trigger.fields': { type: 'search', condition, pattern } })).toBe(expected);
  });

  test('takes an object as a list of one', () => {
    const criteria = {
      'trigger.one': { type: 'search', condition: 'all', pattern: { 'item.a': { type: 'eq', pattern: 1 } } },
    };
    expect(outcome({ one: { a: 1 } }, criteria)).toBe(true);
  });
});

describe('criteria', () => {
  const is = (pattern: unknown, type = 'eq') => ({ type, pattern });

  test('have all to hold; a name may be used twice', () => {
    const between = { 'trigger.n#1': is(1, 'gt'), 'trigger.n#2': is(5, 'lt') };
    expect([2, 7].map((n) => outcome({ n }, between))).toEqual([true, false]);
  });

  test.each([
    ["trigger.headers['X-Event']", true],
    ['trigger.list[0].a', true],
    ['trigger.list[*].a', true],
    ['trigger.list[1].a', false],
    ['trigger.nothing.at.all', false],
    ['trigger.(', 'fails'],
  ])('look at the first match of %s', (path, expected) => {
    const payload = { headers: { 'X-Event': 'push' }, list: [{ a: 'push' }, { a: 'other' }] };
    expect(outcome(payload, { [path]: is('push') })).toBe(expected);
  });

  test('without any, everything matches; an empty payload matches none', () => {
    expect(outcome({}, {})).toBe(true);
    expect(outcome({}, { 'trigger.a': is('x', 'nexists') })).toBe(false);
  });

  test('may hold templates', () => {
    const payload = { a: 5, b: 5, c: 'x5' };
    expect(outcome(payload, { 'trigger.a': is('{{trigger.b}}') })).toBe(true);
    expect(outcome(payload, { 'trigger.c': is('x{{ trigger.b }}') })).toBe(true);
    expect(outcome(payload, { 'trigger.c': is('{{ trigger.nothing }}') })).toBe('fails');
  });

  test('of an unknown operator do not hold', () => {
    expect(outcome({ a: 1 }, { 'trigger.a': is(1, 'resembles') })).toBe('fails');
  });
});
