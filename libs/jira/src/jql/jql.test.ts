import { describe, expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import { jql, quoteJql, quoteJqlPhrase } from '../index.ts';
import { RESERVED_WORDS } from '../testing/jql/reserved-words.ts';
import { type Clause, parseJql } from '../testing/jql/parse.ts';

const numRuns = fuzzRuns(500);

const valuesIn = (clause: Clause | undefined): string[] => {
  if (clause === undefined) return [];
  if ('and' in clause) return clause.and.flatMap(valuesIn);
  return 'values' in clause ? clause.values : ['unexpected'];
};

/** Texts full of what JQL gives a meaning to. */
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '"',
      "'",
      '\\',
      'u',
      '0',
      'n',
      ' ',
      '\n',
      '\t',
      '\u0000',
      '\u0085',
      '\ufdd0',
      '\uffff',
      ')',
      ',',
      '~',
      'AND',
    ),
  }),
  fc.constantFrom(...RESERVED_WORDS, 'EMPTY', 'Null', 'currentUser()', '" OR project is not empty OR "'),
);

describe('quoting', () => {
  test.each([
    ['plain', '"plain"'],
    ['', '""'],
    ['a "b"', '"a \\"b\\""'],
    ['C:\\temp\\u0041', '"C:\\\\temp\\\\u0041"'],
    ['a\tb\nc\rd', '"a\\tb\\nc\\rd"'],
    ['\u0000\u001b\u007f\ufdd0', '"\\u0000\\u001b\\u007f\\ufdd0"'],
    ["it's", '"it\'s"'],
    ['null', '"null"'],
    ['日本 😀', '"日本 😀"'],
  ])('%j is %s', (text, quoted) => {
    expect(quoteJql(text)).toBe(quoted);
  });

  test('what is quoted is read back as it was, and as nothing else', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const query = jql`summary = ${a} AND labels IN ${[b, a]} ORDER BY created DESC`;
        const { where, order } = parseJql(query.text);
        expect(where).toEqual({
          and: [
            { field: 'summary', operator: '=', values: [a] },
            { field: 'labels', operator: 'in', values: [b, a] },
          ],
        });
        expect(order).toEqual([{ field: 'created', descending: true }]);
      }),
      { numRuns },
    );
  });

  test('a phrase is read back by Lucene as it was', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const [value = ''] = valuesIn(parseJql(`summary ~ ${quoteJqlPhrase(text)}`).where);
        expect(value.at(0)).toBe('"');
        expect(value.at(-1)).toBe('"');
        const inner = value.slice(1, -1);
        expect(/(?<!\\)(\\\\)*"/.test(inner)).toBe(false);
        expect(inner.replace(/\\(["\\])/g, '$1')).toBe(text);
      }),
      { numRuns },
    );
  });
});

describe('the template', () => {
  test('takes numbers, lists and parts as they are', () => {
    const part = jql`labels = ${'a'}`;
    expect(jql`${part} AND id IN ${[1, 2]} AND votes > ${3}`.text).toBe('labels = "a" AND id IN (1, 2) AND votes > 3');
  });

  test.each([[[]], [0.5], [NaN], [undefined], [null], [{}]])('refuses %j', (value) => {
    expect(() => jql`id = ${value as unknown as string}`).toThrow(
      expect.objectContaining({ code: 'JIRA_INVALID_INPUT' }),
    );
  });
});
