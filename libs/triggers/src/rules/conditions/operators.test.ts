import { describe, expect, it } from '@jest/globals';
import type { Json } from '@opsbook/runbook';
import { ALIASES, OPERATORS, type OperatorName } from './operators.ts';

const NOW = Date.parse('2030-06-01T12:00:00Z');

/** Value, pattern, and what comes of it: a text is a part of why nobody can tell. A value that is not there is null. */
type Row = [value: Json, pattern: Json, answer: boolean | string];

const TABLE: Record<OperatorName, Row[]> = {
  equals: [
    ['a', 'a', true],
    ['a', 'A', false],
    [1, '1', false],
    [1, true, false],
    [1, 1.0, true],
    [null, 'a', false],
    ['a', null, 'null'],
    [null, null, 'null'],
    [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
    [[1, 2], [2, 1], false],
  ],
  nequals: [
    ['a', 'b', true],
    ['a', 'a', false],
    [1, '1', true],
    [null, 'a', true],
    [null, null, false],
    ['a', null, true],
    [[1], [1], false],
  ],
  iequals: [
    ['Prod', 'pROD', true],
    ['prod', 'prod1', false],
    ['', '', true],
    [1, '1', 'no text'],
    [null, 'a', 'no text'],
    ['a', null, 'null'],
    ['É', 'é', true],
  ],
  contains: [
    ['disk full', 'full', true],
    ['disk full', 'Full', false],
    [['a', 'b'], 'b', true],
    [['ab'], 'a', false],
    [[1, 2], 2, true],
    [[{ a: 1 }], { a: 1 }, true],
    ['12', 1, 'no text'],
    [5, '5', 'neither a text nor a list'],
    [null, 'a', 'neither a text nor a list'],
    ['a', null, 'null'],
  ],
  icontains: [
    ['Disk FULL', 'full', true],
    ['disk', 'DISK', true],
    ['disk', 'full', false],
    ['disk', '', true],
    [['FULL'], 'full', 'no text'],
    [null, 'a', 'no text'],
    ['a', null, 'null'],
  ],
  ncontains: [
    ['disk full', 'empty', true],
    ['disk full', 'full', false],
    [['a'], 'b', true],
    [['a', 'b'], 'b', false],
    [[], 'b', true],
    ['12', 1, 'no text'],
    [null, 'a', 'neither a text nor a list'],
    ['a', null, 'null'],
  ],
  incontains: [
    ['Disk FULL', 'empty', true],
    ['Disk FULL', 'full', false],
    ['disk', 'DISKS', true],
    ['', 'a', true],
    [['a'], 'b', 'no text'],
    [null, 'a', 'no text'],
    ['a', null, 'null'],
  ],
  startswith: [
    ['prod-1', 'prod', true],
    ['prod-1', 'Prod', false],
    ['xprod', 'prod', false],
    ['prod', '', true],
    [['prod'], 'prod', 'no text'],
    [null, 'p', 'no text'],
    ['p', null, 'null'],
  ],
  istartswith: [
    ['PROD-1', 'prod', true],
    ['prod-1', 'PROD', true],
    ['xprod', 'prod', false],
    ['pro', 'prod', false],
    [1, 'p', 'no text'],
    [null, 'p', 'no text'],
    ['p', null, 'null'],
  ],
  endswith: [
    ['a.example.org', '.org', true],
    ['a.example.org', '.ORG', false],
    ['a.example.org:9100', '.org', false],
    ['', '', true],
    [9100, '00', 'no text'],
    [null, 'p', 'no text'],
    ['p', null, 'null'],
  ],
  iendswith: [
    ['A.EXAMPLE.ORG', '.org', true],
    ['a.example.org', '.ORG', true],
    ['a.example.org ', '.org', false],
    ['g', '.org', false],
    [[], 'p', 'no text'],
    [null, 'p', 'no text'],
    ['p', null, 'null'],
  ],
  regex: [
    ['hv12:9100', 'hv\\d+', true],
    ['x-hv12', 'hv\\d+', true],
    ['x-hv12', '^hv', false],
    ['HV12', 'hv', false],
    ['a\nb', 'a.b', false],
    ['(a', '\\(a', true],
    [12, '12', 'no text'],
    [null, '', 'no text'],
    ['a', null, 'null'],
  ],
  iregex: [
    ['HV12', 'hv\\d+', true],
    ['x-Hv12', '^hv', false],
    ['hv', 'HV$', true],
    ['a\nb', 'A.B', false],
    ['hypervisor', 'server', false],
    [12, '12', 'no text'],
    [null, '', 'no text'],
    ['a', null, 'null'],
  ],
  matchregex: [
    ['hv12:9100', 'hv', true],
    ['x-hv12', 'hv', false],
    ['a\nb', 'a.b', true],
    ['b', 'a|b', true],
    ['xb', 'a|b', false],
    ['HV', 'hv', false],
    [1, '1', 'no text'],
    ['a', null, 'null'],
  ],
  matchwildcard: [
    ['prod-hv1', 'prod-*', true],
    ['xprod-hv1', 'prod-*', false],
    ['hv1', 'hv?', true],
    ['hv12', 'hv?', false],
    ['hv1', 'hv[0-3]', true],
    ['hv9', 'hv[0-3]', false],
    ['hv9', 'hv[!0-3]', true],
    ['hv[', 'hv[', true],
    ['a]', 'a[]]', true],
    ['a.b', 'a.b', true],
    ['axb', 'a.b', false],
    ['a\nb', 'a*b', true],
    ['Prod', 'prod', false],
    ['a\\d', 'a\\d', true],
    [1, '*', 'no text'],
    [null, '*', 'no text'],
    ['a', null, 'null'],
  ],
  lessthan: [
    [1, 2, true],
    [2, 2, false],
    [-0.5, 0, true],
    ['a', 'b', true],
    ['10', '9', true],
    ['1', 2, 'no number'],
    [1, '2', 'no text'],
    [null, 2, 'no number'],
    [[1], 2, 'no number'],
    [1, null, 'null'],
  ],
  greaterthan: [
    [3, 2, true],
    [2, 2, false],
    [0, -0.5, true],
    ['b', 'a', true],
    ['9', '10', true],
    [true, 0, 'no number'],
    [null, 2, 'no number'],
    [1, null, 'null'],
  ],
  timediff_lt: [
    ['2030-06-01T11:59:30Z', 60, true],
    ['2030-06-01T11:59:00Z', 60, false],
    ['2030-06-01T11:59:30', 60, true],
    ['2030-06-01 11:59:30.5', 60, true],
    ['2030-06-01T13:59:30+02:00', 60, true],
    ['2030-06-01T11:50:00Z', '15m', true],
    ['2030-06-02T00:00:00Z', 60, true],
    ['yesterday', 60, 'no date'],
    [1_906_545_570, 60, 'no date'],
    [null, 60, 'no date'],
    ['2030-06-01T11:59:30Z', null, 'null'],
  ],
  timediff_gt: [
    ['2030-06-01T11:58:59Z', 60, true],
    ['2030-06-01T11:59:00Z', 60, false],
    ['2030-06-01', 60, true],
    ['2030-06-01T11:00:00', '1h', false],
    ['2030-06-01T10:59:59', '1h', true],
    ['2030-06-01T12:59:00+0200', '1h', true],
    ['2030-02-31T99:00:00Z', 60, 'no date'],
    [null, 60, 'no date'],
    ['2030-06-01', null, 'null'],
  ],
  exists: [
    ['a', true, true],
    ['', true, true],
    [0, true, true],
    [false, true, true],
    [[], true, true],
    [null, true, false],
    ['a', null, true],
  ],
  nexists: [
    [null, true, true],
    [null, null, true],
    ['a', true, false],
    ['', true, false],
    [0, true, false],
    [false, true, false],
  ],
  inside: [
    ['a', ['a', 'b'], true],
    ['c', ['a', 'b'], false],
    ['A', ['a'], false],
    [1, ['1'], false],
    ['a', 'abc', true],
    ['ac', 'abc', false],
    [1, '123', 'no text'],
    [null, ['a'], false],
    [null, ['a', null], true],
    [{ a: 1 }, [{ a: 1 }], true],
    ['a', [], false],
    ['a', null, 'null'],
  ],
  ninside: [
    ['c', ['a', 'b'], true],
    ['a', ['a', 'b'], false],
    [1, ['1'], true],
    ['x', 'abc', true],
    ['a', 'abc', false],
    [null, ['a'], true],
    [null, 'abc', 'no text'],
    ['a', [], true],
    ['a', null, 'null'],
  ],
};

describe.each(Object.entries(TABLE))('%s', (name, rows) => {
  it('has at least six rows', () => expect(rows.length).toBeGreaterThanOrEqual(6));

  it.each(rows)('%j by %j: %j', (value, pattern, answer) => {
    const found = OPERATORS[name as OperatorName].compile(pattern)(value, NOW);
    expect(found).toEqual(typeof answer === 'string' ? expect.stringContaining(answer) : answer);
  });
});

it('has a table for every operator; with search there are 24', () => {
  expect(Object.keys(TABLE).sort()).toEqual(Object.keys(OPERATORS).sort());
  expect(Object.keys(OPERATORS)).toHaveLength(23);
});

it('has the short names', () => {
  expect(ALIASES).toEqual({
    ...{ eq: 'equals', neq: 'nequals', ieq: 'iequals', lt: 'lessthan', gt: 'greaterthan' },
    ...{ td_lt: 'timediff_lt', td_gt: 'timediff_gt', in: 'inside', nin: 'ninside' },
  });
});

it.each<[OperatorName, Json]>([
  ['iequals', 1],
  ['startswith', ['a']],
  ['regex', '(a'],
  ['regex', '(?=a)'],
  ['matchregex', '*'],
  ['lessthan', true],
  ['timediff_lt', 'soon'],
  ['inside', 5],
])('%s refuses the pattern %j', (name, pattern) => {
  expect(() => OPERATORS[name].compile(pattern)).toThrow();
});
