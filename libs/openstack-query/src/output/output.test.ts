import { describe, expect, it } from '@jest/globals';
import { parse as parseYaml } from 'yaml';
import { simulatedCloud } from '../cloud.test-support.ts';
import type { Chunk, Result } from '../run/result.ts';
import { FORMATS, type FormatName } from './formats.ts';
import { query } from '../query.ts';

async function write(format: FormatName, columns: string[], chunks: Chunk[], grouped = false): Promise<string> {
  const source = async function* () {
    yield* chunks;
  };
  const result: Result = { columns, grouped, chunks: source() };
  let text = '';
  for await (const piece of (await FORMATS[format]())(result, { resource: 'servers' })) text += piece;
  return text;
}

const VALUES = ['a', null, 1.5, true, ['x', 'y'], { k: 'v' }, '2026-01-01T00:00:00.000Z'];
const COLUMNS = ['text', 'none', 'number', 'flag', 'list', 'map', 'time'];
const GROUPS: Chunk[] = [
  { group: 'one', rows: [['a', 1]] },
  { group: null, rows: [] },
];

describe('every format', () => {
  it('keeps types where it has them', async () => {
    const chunks = [{ rows: [VALUES] }, { rows: [VALUES] }];
    const row = Object.fromEntries(COLUMNS.map((column, i) => [column, VALUES[i]]));
    expect(JSON.parse(await write('json', COLUMNS, chunks))).toEqual([row, row]);
    expect(parseYaml(await write('yaml', COLUMNS, chunks))).toEqual([row, row]);
    const lines = (await write('ndjson', COLUMNS, chunks)).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([row, row]);
    expect(await write('csv', COLUMNS, chunks)).toBe(
      `text,none,number,flag,list,map,time\n${'a,,1.5,true,"x, y",k=v,2026-01-01T00:00:00.000Z\n'.repeat(2)}`,
    );
    expect(await write('table', COLUMNS, [{ rows: [VALUES] }])).toBe(
      [
        'text  none  number  flag  list  map  time',
        '----  ----  ------  ----  ----  ---  ------------------------',
        'a     -     1.5     true  x, y  k=v  2026-01-01T00:00:00.000Z',
        '',
      ].join('\n'),
    );
    expect(await write('html', ['a', 'b'], [{ rows: [['x', null]] }, { rows: [['y', 1]] }])).toBe(
      '<table>\n<thead><tr><th>a</th><th>b</th></tr></thead>\n<tbody>\n<tr><td>x</td><td></td></tr>\n<tr><td>y</td><td>1</td></tr>\n</tbody>\n</table>\n',
    );
  });

  it('finds nothing in an ordinary way', async () => {
    const written = await Promise.all(
      (Object.keys(FORMATS) as FormatName[]).map(async (format) => [format, await write(format, ['a', 'b'], [])]),
    );
    expect(Object.fromEntries(written)).toEqual({
      table: 'No servers found.\n',
      json: '[]\n',
      ndjson: '',
      csv: 'a,b\n',
      yaml: '[]\n',
      html: '<p>No servers found.</p>\n',
    });
  });

  it('shows groups, empty ones too', async () => {
    const groups = (format: FormatName) => write(format, ['name', 'count'], GROUPS, true);
    expect(await groups('table')).toBe(
      'one (1)\nname  count\n----  -----\na     1\n\n- (0)\nname  count\n----  -----\n',
    );
    const expected = [
      { group: 'one', rows: [{ name: 'a', count: 1 }] },
      { group: null, rows: [] },
    ];
    expect(JSON.parse(await groups('json'))).toEqual(expected);
    expect(parseYaml(await groups('yaml'))).toEqual(expected);
    expect(await groups('ndjson')).toBe('{"group":"one","name":"a","count":1}\n');
    expect(await groups('csv')).toBe('group,name,count\none,a,1\n');
    expect((await groups('html')).match(/<caption>(.*?)<\/caption>/g)).toEqual([
      '<caption>one</caption>',
      '<caption>-</caption>',
    ]);
  });

  it('gives spreadsheets no formulas', async () => {
    const hostile = ['=1+1', '+1', '-cmd', '@SUM(A1)', '\t=1', '\r=1', '\n=1', 'a;=1', '＝1'];
    const written = await write('csv', ['a'], [{ rows: [...hostile.map((text) => [text]), [-5], [['=1', 'x']]] }]);
    const cells = written.split(/\n(?=["'-])/).slice(1);
    expect(cells).toHaveLength(hostile.length + 2);
    expect(cells.slice(0, 7).filter((cell) => !/^"?'/.test(cell))).toEqual([]);
    expect(cells[7]).toBe('"a;=1"');
    expect(cells[8]).toMatch(/^'/);
    expect(cells[9]).toBe('-5');
    expect(cells[10]).toMatch(/^"'=1/);
    expect(await write('csv', ['=a'], [])).toBe("'=a\n");
  });

  it('escapes what HTML would take for its own', async () => {
    const written = await write('html', ['<b>'], [{ rows: [[`<script>"&'`]] }]);
    expect(written).toContain('<th>&lt;b&gt;</th>');
    expect(written).toContain('<td>&lt;script&gt;&quot;&amp;&#39;</td>');
  });

  it('lines columns up on the screen, and shows what would move the cursor', async () => {
    const rows = [
      ['日本', 1],
      ['e\u0301é', 2],
      ['👨‍👩‍👧', 3],
      ['\u001b[31mred\u001b[0m', 4],
      ['a\nb\u202e', 5],
      ['ﾊﾝ', 6],
    ];
    const lines = (await write('table', ['name', 'n'], [{ rows }])).split('\n').slice(2);
    expect(lines).toEqual([
      '日本            1',
      'e\u0301é              2',
      '👨‍👩‍👧              3',
      'red             4',
      'a\\u000ab\\u202e  5',
      'ﾊﾝ              6',
      '',
    ]);
  });

  it('keeps texts that YAML readers of old take for something else', async () => {
    const texts = [
      'yes',
      'off',
      'null',
      '~',
      '012',
      '1e3',
      '12:30',
      '2026-01-01',
      '',
      ' x',
      '# x',
      '- x',
      'a: b',
      '&a',
      '*a',
      '!x',
      'a\nb',
      '=',
      '<<',
    ];
    const written = await write('yaml', ['a'], [{ rows: texts.map((text) => [text]) }]);
    for (const version of ['1.1', '1.2'] as const) {
      expect(parseYaml(written, { version })).toEqual(texts.map((a) => ({ a })));
    }
  });

  it('writes the same row under the names in the order of the selection', async () => {
    const { cloud } = await simulatedCloud({ hypervisors: 1, servers: 1 });
    let text = '';
    for await (const piece of query(cloud).servers().select('status', 'name', 'id', 'vcpus').output('ndjson'))
      text += piece;
    expect(text).toMatch(/^\{"status":"ACTIVE","name":"server-01","id":"[^"]+","vcpus":1\}\n$/);
  });
});
