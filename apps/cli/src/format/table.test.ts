import { expect, test } from '@jest/globals';
import { styleOf } from './style.ts';
import { fit, headed, table } from './table.ts';

const { red } = styleOf(true);

test('columns line up whatever their colours', () => {
  expect(
    table([
      ['a', 'x'],
      [red('long'), 'y'],
    ]),
  ).toBe(`a     x\n${red('long')}  y\n`);
});

test('a column that is empty in every row is left out with its heading', () => {
  expect(
    headed(
      ['A', 'B', 'C'],
      [
        ['1', '', '3'],
        ['2', '', ''],
      ],
    ),
  ).toBe('A  C\n1  3\n2\n');
});

test('a table may have any number of rows', () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => [`${i}`, 'x']);
  expect(headed(['N', 'X'], rows).split('\n')).toHaveLength(200_002);
});

test('a line is cut to the width of the screen', () => {
  expect(fit('abcdef', 6)).toBe('abcdef');
  expect(fit(red('abcdefg'), 6)).toBe('abcde…');
});
