import { describe, expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import {
  type Block,
  type Body,
  type Inline,
  type Line,
  type ListItem,
  bold,
  bullets,
  code,
  heading,
  italic,
  link,
  mention,
  mono,
  numbered,
  panel,
  paragraph,
  table,
  toAdf,
  toWiki,
} from '../index.ts';
import { adfFault } from '../testing/adf-rules.ts';
import { textOf } from '../testing/field-book.ts';
import { escapeWiki } from './escape-wiki.ts';
import { printable } from './printable.ts';
import { readWiki } from './wiki-renderer.test-support.ts';

const numRuns = fuzzRuns(500);

const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      ...'*_-+^~?{}[]()|!#@%\\&:;/.,\'" \n\tahbq1'.split(''),
      'h1. ',
      'bq. ',
      '{code}',
      '&amp;',
      'http://',
      '\r\n',
      '\u001b',
    ),
  }),
);

const inlines: fc.Arbitrary<Inline> = fc.oneof(
  texts,
  fc.record({
    type: fc.constant('text' as const),
    text: texts,
    bold: fc.boolean(),
    italic: fc.boolean(),
    code: fc.boolean(),
  }),
  fc
    .tuple(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.option(texts, { nil: undefined }))
    .map(([url, text]) => link(url, text)),
  texts.map((text) => mention({ accountId: `5b-${text}` }, text)),
  texts.map((name) => mention({ name })),
);
const linesOf: fc.Arbitrary<Line> = fc.oneof(texts, fc.array(inlines, { maxLength: 4 }));
const { item } = fc.letrec<{ item: ListItem }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 3 },
    linesOf,
    fc.record({ text: linesOf, items: fc.array(tie('item'), { maxLength: 3 }), ordered: fc.boolean() }),
  ),
}));
const lists = fc.record({
  type: fc.constant('list' as const),
  ordered: fc.boolean(),
  items: fc.array(item, { maxLength: 3 }),
});
const paragraphs = linesOf.map((text) => paragraph(text));
const headings = fc
  .tuple(fc.constantFrom(1 as const, 3 as const, 6 as const), linesOf)
  .map(([level, text]) => heading(level, text));
const tables = fc
  .integer({ min: 1, max: 3 })
  .chain((width) => {
    const row = fc.array(linesOf, { minLength: width, maxLength: width });
    return fc.tuple(row, fc.array(row, { maxLength: 3 }));
  })
  .map(([header, rows]) => table(header, rows));
const panels = fc
  .tuple(
    fc.constantFrom('info' as const, 'error' as const),
    fc.array(fc.oneof(paragraphs, headings, lists), { maxLength: 3 }),
  )
  .map(([kind, blocks]) => panel(kind, blocks));
const blocks: fc.Arbitrary<Block> = fc.oneof(
  paragraphs,
  headings,
  lists,
  tables,
  panels,
  texts.map((text) => code(text, 'bash')),
);
const bodies: fc.Arbitrary<Body> = fc.oneof(texts, fc.array(blocks, { maxLength: 6 }));

describe('a body as ADF', () => {
  test('of each sort', () => {
    const body = [
      heading(2, 'Report'),
      paragraph([
        'a ',
        bold('b'),
        italic('c'),
        mono('d'),
        link('https://x.org/a b', 'x'),
        mention({ accountId: 'id-1' }, 'Ada'),
      ]),
      bullets(['one', { text: 'two', items: ['deeper'], ordered: true }]),
      code('line 1\nline 2', 'bash'),
      table(['host'], [['h1']]),
      panel('warning', [paragraph('mind this')]),
    ];
    const document = toAdf(body);
    expect(adfFault(document)).toBeUndefined();
    expect(document.content.map(({ type }) => type)).toEqual([
      'heading',
      'paragraph',
      'bulletList',
      'codeBlock',
      'table',
      'panel',
    ]);
    expect(document.content[1]?.content).toEqual([
      { type: 'text', text: 'a ' },
      { type: 'text', text: 'b', marks: [{ type: 'strong' }] },
      { type: 'text', text: 'c', marks: [{ type: 'em' }] },
      { type: 'text', text: 'd', marks: [{ type: 'code' }] },
      { type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href: 'https://x.org/a%20b' } }] },
      { type: 'mention', attrs: { id: 'id-1', text: '@Ada' } },
    ]);
  });

  test('keeps to the rules of the format, and to what was said', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        expect(adfFault(toAdf(body))).toBeUndefined();
      }),
      { numRuns },
    );
    fc.assert(
      fc.property(texts, (text) => {
        const [block] = toAdf([paragraph(text)]).content;
        const said = (block?.content ?? []).map((node) => (node.type === 'hardBreak' ? '\n' : textOf(node))).join('');
        expect(said).toBe(printable(text));
      }),
      { numRuns },
    );
  });

  test('of a plain text has a paragraph for each, and its lines', () => {
    expect(toAdf('a\nb\r\n\r\n \n\nc').content).toEqual([
      { type: 'paragraph', content: [{ type: 'text', text: 'a' }, { type: 'hardBreak' }, { type: 'text', text: 'b' }] },
      { type: 'paragraph', content: [{ type: 'text', text: 'c' }] },
    ]);
  });
});

describe('a body as wiki markup', () => {
  test('of each sort', () => {
    const body = [
      heading(2, 'Report *1*'),
      paragraph([
        'a ',
        bold(' b '),
        italic('c'),
        mono('d[0]'),
        link('https://x.org/a|b', 'x|y'),
        mention({ name: 'ada' }),
      ]),
      numbered(['one\ntwo', { text: 'three', items: ['deeper'] }]),
      code('echo "{x}"', 'bash'),
      code('{code}'),
      code('x', 'powershell'),
      code('x'),
      table(['host'], [['h|1'], ['a\nb']]),
      panel('warning', [paragraph('mind this')]),
    ];
    expect(toWiki(body)).toBe(
      [
        'h2. Report \\*1\\*',
        'a  {*}b{*} {_}c{_}{{d\\[0\\]}}[x&#124;y|https://x.org/a%7Cb][~ada]',
        '# one \\\\ two\n# three\n#* deeper',
        '{code:bash}\necho "{x}"\n{code}',
        '{noformat}\n{code}\n{noformat}',
        '{code:none}\nx\n{code}',
        '{code:none}\nx\n{code}',
        '|| host ||\n| h&#124;1 |\n| a \\\\ b |',
        '{panel:title=Warning}\nmind this\n{panel}',
      ].join('\n\n'),
    );
  });

  test.each([
    ['snake_case and OPS-12, 10.0.0.1:80', 'snake_case and OPS-12, 10.0.0.1:80'],
    ['-x- _y_', '\\-x\\- \\_y\\_'],
    ['h1. no', '&#104;1. no'],
    ['bq. no', '&#98;q. no'],
    ['a\\b & c', 'a&#92;b &#38; c'],
    ['http://x :)', 'http&#58;//x &#58;\\)'],
    ['{code}', '\\{code\\}'],
    ['\u001b[31m', '\ufffd\\[31m'],
  ])('shows %j as it is', (text, wiki) => {
    expect(escapeWiki(text)).toBe(wiki);
    expect(readWiki(wiki)).toEqual({ shown: printable(text), active: [] });
  });

  test('an escaped text holds no active markup, and shows what was said', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(readWiki(escapeWiki(text))).toEqual({ shown: printable(text), active: [] });
      }),
      { numRuns },
    );
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 4 }), (pieces) => {
        expect(readWiki(toWiki([paragraph(pieces)])).active).toEqual([]);
      }),
      { numRuns },
    );
  });

  test.each([[['http:', '//x']], [['h', '1. x']], [['a', '-b-']], [[':', 'D']], [['\\', '*a*']]])(
    'means nothing in the pieces %j either',
    (pieces) => {
      expect(readWiki(toWiki([paragraph(pieces)]))).toEqual({ shown: pieces.join(''), active: [] });
    },
  );

  test('an empty line that two pieces make together does not end a paragraph', () => {
    expect(toWiki([paragraph(['a', { type: 'text', text: '\r\n' }, '\n b'])])).toBe('a\n b');
  });

  test('a block stays one: no text ends it, no code ends its macro', () => {
    fc.assert(
      fc.property(texts, linesOf, (text, line) => {
        expect(toWiki([table(['h'], [[line]])]).split('\n')).toHaveLength(2);
        expect(toWiki([bullets([line, 'b'])]).split('\n')).toHaveLength(2);
        expect(toWiki([heading(1, line)]).split('\n')).toHaveLength(1);
        expect(toWiki([paragraph(line)])).not.toMatch(/\n[ \t]*\n/);
        const wiki = toWiki([code(text, 'bash')]);
        const [macro = ''] = /^\{(code|noformat)/.exec(wiki) ?? [];
        expect(wiki.toLowerCase().split(macro)).toHaveLength(3);
      }),
      { numRuns },
    );
  });
});

describe('a body that cannot be shown', () => {
  test('is refused with everything that is wrong', () => {
    const wrong = [
      paragraph([link('javascript:alert(1)', 'x'), link('/relative')]),
      table(['a', 'b'], [['1']]),
      heading(7 as 6, 'x'),
      code('x', 'a}b'),
    ];
    for (const render of [toAdf, toWiki]) {
      expect(() => render(wrong)).toThrow(
        expect.objectContaining({
          code: 'JIRA_INVALID_INPUT',
          faults: [
            "block 1: 'javascript:alert(1)' is no http, https or mailto URL",
            "block 1: '/relative' is no http, https or mailto URL",
            'block 2: the rows of a table have the same number of cells, at least one',
            "block 3: a heading's level is 1 to 6",
            "block 4: 'a}b' is no name of a language",
          ],
        }),
      );
    }
  });
});
