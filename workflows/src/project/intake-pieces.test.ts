import { expect, it } from '@jest/globals';
import { piecesOf } from './intake-pieces.ts';

const line = (...content: object[]) => ({ type: 'paragraph', content });
const text = (words: string) => ({ type: 'text', text: words });
const doc = (...content: object[]) => ({ type: 'doc', version: 1, content });

it.each([
  [null, []],
  ['  ', []],
  [0, ['0']],
  [' a b ', ['a b']],
  [{ value: 'prod' }, ['prod']],
  [{ name: 'ada', displayName: 'Ada' }, ['ada']],
  [{ accountId: '5b1', emailAddress: 'ada@example.test', displayName: 'Ada' }, ['ada@example.test']],
  [{ self: 'https://example.test' }, []],
  [
    ['a', null, { name: 'b' }],
    ['a', 'b'],
  ],
  [doc(), []],
  [doc(line()), []],
  [doc(line(text('a'), { type: 'hardBreak' }, text('b')), line(), line(text('c'))), ['a\nb\nc']],
  [
    doc({
      type: 'bulletList',
      content: [
        { type: 'listItem', content: [line(text('alice'))] },
        { type: 'listItem', content: [line({ type: 'mention', attrs: { id: '1', text: '@bob' } })] },
      ],
    }),
    ['alice\nbob'],
  ],
  [doc(line({ type: 'inlineCard', attrs: { url: 'https://example.test/x' } })), ['https://example.test/x']],
])('reads what Jira writes: %j', (value, said) => {
  expect(piecesOf(value).map((piece) => piece.text)).toEqual(said);
});

it('keeps the id of an option', () => {
  expect(piecesOf({ id: '10', value: 'prod' })).toEqual([{ id: '10', text: 'prod' }]);
});
