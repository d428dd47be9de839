import { expect, test } from '@jest/globals';
import { printable } from './printable.ts';
import { styleOf } from './style.ts';

test('what moves the cursor, erases or hides is shown, colours are kept', () => {
  expect(printable('a\tb\nc\n[1m')).toBe('a\tb\nc\n[1m');
  expect(printable('\u0007[1m')).toBe('\\u0007[1m');
  expect(printable('x\r\u001b[2Ky\u001b[8mz\u009b1A')).toBe('x\\u000d\\u001b[2Ky\\u001b[8mz\\u009b1A');
  const { bold, dim, red, green, yellow, cyan } = styleOf(true);
  for (const style of [bold, dim, red, green, yellow, cyan]) expect(printable(style('x'))).toBe(style('x'));
});

test('JSON stays the same JSON', () => {
  const value = { reason: 'x\r\u001b[2K\u009b\u007f "quoted" \\ é' };
  expect(JSON.parse(printable(JSON.stringify(value, null, 2)))).toEqual(value);
});
