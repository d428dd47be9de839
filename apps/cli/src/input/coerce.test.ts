import { expect, test } from '@jest/globals';
import { arrayOf, coerce, coerceArray } from './coerce.ts';

test.each([
  ['5', 5],
  ['-0.5', -0.5],
  ['1e3', 1000],
  ['.5', 0.5],
])('%s is the number %d', (text, value) => {
  expect(coerce(text, { type: 'number' })).toEqual({ value });
});

test.each(['five', '0x10', '1_000', 'Infinity', 'NaN', ' 5', '1e999', '5s'])('%s is no number', (text) => {
  expect(coerce(text, { type: 'number' })).toEqual({ fault: `must be a number, not '${text}'` });
});

test('a union takes what fits, and a text where one is allowed', () => {
  const percentOrAll = { anyOf: [{ type: 'number' }, { enum: ['all'] }] };
  expect(coerce('all', percentOrAll)).toEqual({ value: 'all' });
  expect(coerce('7', percentOrAll)).toEqual({ value: 7 });
  expect(coerce('some', percentOrAll)).toEqual({ fault: "must be a number, not 'some'" });
  expect(coerce('7', { anyOf: [{ type: 'number' }, { type: 'string' }] })).toEqual({ value: '7' });
  expect(coerce('null', { anyOf: [{ type: 'number' }, { type: 'null' }] })).toEqual({ value: null });
});

test('an enumeration keeps the type of its members', () => {
  expect(coerce('2', { enum: [1, 2] })).toEqual({ value: 2 });
  expect(coerce('2', { enum: ['1', '2'] })).toEqual({ value: '2' });
  expect(coerce('yes', { const: 'yes' })).toEqual({ value: 'yes' });
});

test('what says nothing of its type is a text', () => {
  expect(coerce('5', {})).toEqual({ value: '5' });
});

test('nothing is a value of nothing', () => {
  expect(coerce('', { type: 'string' })).toEqual({ fault: 'is empty' });
});

test('elements of arrays are read by their own type', () => {
  expect(coerceArray(['1,2', '3'], { type: 'array', items: { type: 'number' } })).toEqual({
    value: [1, 2, 3],
    faults: [],
  });
  expect(coerceArray(['1,x'], { type: 'array', items: { type: 'number' } }).faults).toEqual([
    [1, "must be a number, not 'x'"],
  ]);
  const objects = { type: 'array', items: { type: 'object' } };
  expect(coerceArray(['{"a":1,"b":2}', '[{"c":3}]'], objects).value).toEqual([{ a: 1, b: 2 }, { c: 3 }]);
  const whole = { type: 'array', items: { type: 'string', 'x-whole': true } };
  expect(coerceArray(['status in (A,B)', '["x=1","y in (2,3)"]'], whole).value).toEqual([
    'status in (A,B)',
    'x=1',
    'y in (2,3)',
  ]);
});

test('an array that may be null is still an array', () => {
  expect(arrayOf({ anyOf: [{ type: 'array' }, { type: 'null' }] })).toEqual({ type: 'array' });
  expect(arrayOf({ anyOf: [{ type: 'array' }, { type: 'string' }] })).toBeUndefined();
});
