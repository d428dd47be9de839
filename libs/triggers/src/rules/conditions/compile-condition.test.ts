import { describe, expect, it } from '@jest/globals';
import type { Json } from '@opsbook/runbook';
import type { ConditionSource } from '../schema/condition-schema.ts';
import { compileCondition } from './compile-condition.ts';
import { conditionHolds } from './condition-holds.ts';

const PAYLOAD: Record<string, Json> = {
  labels: { alertname: 'DiskFull', severity: 'warning', 'a-b': 'x', owner: 'DiskFull' },
  startsAt: '2030-06-01T11:00:00Z',
  body: {
    items: [{ id: 1, name: 'a' }, { id: 2, name: 'b', tags: ['t'] }, { id: 3 }],
    one: { id: 1, name: 'a' },
    empty: [],
    '': 'nameless',
  },
  now: '2030-06-01T12:00:00Z',
};

function compiled(source: ConditionSource) {
  const faults: string[] = [];
  const names = ['labels', 'startsAt', 'body'];
  const condition = compileCondition(
    source,
    { rule: 'r', names, fault: (path, message) => faults.push(`${path.join('.')}: ${message}`) },
    [],
  );
  return { condition, faults };
}

const asked = (source: ConditionSource): true | string => {
  const { condition, faults } = compiled(source);
  expect(faults).toEqual([]);
  return conditionHolds(condition, PAYLOAD);
};

describe('a field', () => {
  it.each<[string, Json]>([
    ['labels.alertname', 'DiskFull'],
    ["labels['a-b']", 'x'],
    ['labels["a-b"]', 'x'],
    ['labels.a-b', 'x'],
    ['body.items[1].id', 2],
    ['body.items[*].name', 'a'],
    ['body.items[*].tags[0]', 't'],
    ['body[*].id', 1],
    ["body['']", 'nameless'],
  ])('%s is found', (field, equals) => expect(asked({ field, equals })).toBe(true));

  it.each([
    'labels.constructor',
    'labels.__proto__',
    "body['items'].length",
    'body.items[9]',
    'labels.alertname.length',
    'body.items.id',
  ])('%s is not there', (field) => expect(asked({ field, nexists: true })).toBe(true));

  it.each(['', 'labels.', 'labels..a', '[0]', 'labels[a]', '.labels', 'labels alertname', "labels['a"])(
    '%j is no path',
    (field) => {
      expect(compiled({ field, exists: true }).faults).toEqual([expect.stringMatching(/^field: '.*' is no path/)]);
    },
  );

  it('that no event of the kind has is a fault', () => {
    expect(compiled({ field: 'label.x', exists: true }).faults).toEqual([
      "field: the event has no 'label'; did you mean labels?",
    ]);
  });
});

describe('what it says', () => {
  it.each<[ConditionSource, string, true | string]>([
    [
      { field: 'labels.severity', inside: ['critical', 'page'] },
      'labels.severity is one of critical, page',
      'labels.severity is one of critical, page: it is warning',
    ],
    [{ field: 'labels.site', eq: 'x y' }, 'labels.site is "x y"', 'labels.site is "x y": it is not there'],
    [
      { field: 'labels.severity', lt: 3 },
      'labels.severity is less than 3',
      'labels.severity is less than 3: it is warning, which is no number',
    ],
    [{ field: 'labels.severity', regex: '^w' }, 'labels.severity matches /^w/', true],
    [
      { field: 'startsAt', td_lt: '15m' },
      'startsAt is less than 15m ago',
      'startsAt is less than 15m ago: it is 2030-06-01T11:00:00Z',
    ],
    [{ field: 'startsAt', td_gt: 90 }, 'startsAt is more than 1m30s ago', true],
    [{ field: 'labels.x', exists: true }, 'labels.x is there', 'labels.x is there: it is not there'],
    [{ not: { field: 'labels.x', exists: true } }, 'not: labels.x is there', true],
    [
      {
        any: [
          { field: 'labels.severity', eq: 'page' },
          {
            all: [
              { field: 'labels.a', eq: 1 },
              { field: 'labels.b', eq: 2 },
            ],
          },
        ],
      },
      '(labels.severity is page or (labels.a is 1 and labels.b is 2))',
      'labels.severity is page: it is warning; labels.a is 1: it is not there; labels.b is 2: it is not there',
    ],
  ])('%j', (source, text, answer) => {
    expect(compiled(source).condition.text).toBe(text);
    expect(asked(source)).toBe(answer);
  });
});

describe('not', () => {
  it('of what nobody can tell does not hold either', () => {
    const unanswerable = { field: 'labels.severity', lessthan: 5 };
    expect(asked(unanswerable)).not.toBe(true);
    expect(asked({ not: unanswerable })).not.toBe(true);
    expect(asked({ not: { all: [{ field: 'labels.severity', eq: 'warning' }, unanswerable] } })).not.toBe(true);
    expect(asked({ not: { any: [{ field: 'labels.severity', eq: 'page' }, unanswerable] } })).not.toBe(true);
  });

  it('of what is settled by another part holds', () => {
    const unanswerable = { field: 'labels.severity', lessthan: 5 };
    expect(asked({ any: [unanswerable, { field: 'labels.severity', eq: 'warning' }] })).toBe(true);
    expect(asked({ not: { all: [{ field: 'labels.severity', eq: 'page' }, unanswerable] } })).toBe(true);
  });
});

describe('search', () => {
  const a = { field: 'item.name', equals: 'a' };
  const id = (lessthan: number) => ({ field: 'item.id', lessthan });
  it.each<[string, ConditionSource, boolean]>([
    ['any: an item meets all', { field: 'body.items', search: { any: [a, id(2)] } }, true],
    ['any: no item meets all', { field: 'body.items', search: { any: [a, { field: 'item.id', equals: 2 }] } }, false],
    ['all: every item meets all', { field: 'body.items', search: { all: [id(4)] } }, true],
    ['all: one does not', { field: 'body.items', search: { all: [id(3)] } }, false],
    [
      'any2any: an item meets one',
      { field: 'body.items', search: { any2any: [a, { field: 'item.id', equals: 9 }] } },
      true,
    ],
    [
      'any2any: no item meets any',
      { field: 'body.items', search: { any2any: [{ field: 'item.id', equals: 9 }] } },
      false,
    ],
    [
      'all2any: every item meets one',
      { field: 'body.items', search: { all2any: [a, { field: 'item.id', greaterthan: 1 }] } },
      true,
    ],
    [
      'all2any: one meets none',
      { field: 'body.items', search: { all2any: [a, { field: 'item.id', greaterthan: 2 }] } },
      false,
    ],
    ['an object is a list of one', { field: 'body.one', search: { all: [a] } }, true],
    ['all of nothing', { field: 'body.empty', search: { all: [a] } }, true],
    ['any of nothing', { field: 'body.empty', search: { any: [a] } }, false],
    ['a text is no list', { field: 'labels.alertname', search: { all: [a] } }, false],
    ['what is not there is no list', { field: 'body.nothing', search: { all: [a] } }, false],
    [
      'an item about which nobody can tell',
      { field: 'body.items', search: { all: [{ field: 'item.name', startswith: '' }] } },
      false,
    ],
    [
      'items beside the event',
      { field: 'body.items', search: { any: [a, { field: 'labels.severity', equals: 'warning' }] } },
      true,
    ],
    ['items within items', { field: 'body.items', search: { any: [{ field: 'item.tags', contains: 't' }] } }, true],
  ])('%s', (_name, source, answer) => expect(asked(source) === true).toBe(answer));
});

describe('a pattern', () => {
  it('may be computed from the event', () => {
    expect(asked({ field: 'labels.alertname', equals: '${labels.owner}' })).toBe(true);
    expect(asked({ field: 'labels.alertname', inside: ['x', '${labels.owner}'] })).toBe(true);
    expect(asked({ field: 'body.items[1].id', equals: '${body.one.id + 1}' })).toBe(true);
    expect(asked({ field: 'labels.alertname', startswith: '${labels.severity}' })).not.toBe(true);
  });

  it('that cannot be computed does not hold, and says why', () => {
    expect(asked({ field: 'labels.alertname', equals: '${labels.nobody}' })).toMatch(/No such key: nobody/);
    expect(asked({ field: 'labels.alertname', regex: "${'('}" })).toMatch(/missing/);
    expect(asked({ field: 'labels.alertname', equals: '${body.items[0].none}' })).not.toBe(true);
    expect(asked({ not: { field: 'labels.alertname', equals: '${labels.nobody}' } })).not.toBe(true);
  });

  it('that is null never holds, so that it is a fault', () => {
    expect(compiled({ field: 'labels.a', equals: null }).faults).toEqual([
      'equals: is empty: nothing would ever meet it',
    ]);
    expect(asked({ field: 'labels.alertname', nequals: null })).toBe(true);
    expect(asked({ field: 'labels.alertname', equals: '${default(labels.no, null)}' })).toMatch(/null/);
  });
});
