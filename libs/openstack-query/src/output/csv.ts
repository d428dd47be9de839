import { stringify } from 'csv-stringify/sync';
import type { Row } from '../run/result.ts';
import { cellText } from './cell.ts';
import type { Format } from './format.ts';

/**
 * RFC 4180, with a line feed at the end of lines and a header always. A text that a spreadsheet would take for a formula begins
 * with an apostrophe. Where the query groups, the first column is `group`.
 */
export const csv: Format = async function* ({ columns, grouped, chunks }) {
  yield csvLine(grouped ? ['group', ...columns] : columns);
  for await (const { group, rows } of chunks) {
    let text = '';
    for (const row of rows) text += csvLine(grouped ? [group, ...row] : row);
    if (text !== '') yield text;
  }
};

// Nothing in it is to be quoted or escaped: joining such texts is most of a long export, and ten times as quick.
const PLAIN = /^(?:[\w.:/][\w.:/@+ -]*)?$/;

/** One record. */
export function csvLine(row: Row): string {
  let line = '';
  for (const [i, value] of row.entries()) {
    const text = typeof value === 'number' ? String(value) : cellText(value, '');
    if (typeof value !== 'number' && !PLAIN.test(text)) return quotedLine(row);
    line += i === 0 ? text : `,${text}`;
  }
  return `${line}\n`;
}

// The semicolon separates cells where the comma is in numbers: what follows it would begin a cell.
export const quotedLine = (row: Row): string =>
  stringify([row.map(cell)], { escape_formulas: true, quoted_match: ';' });

function cell(value: unknown): unknown {
  if (typeof value === 'number') return value;
  const text = cellText(value, '');
  return text.startsWith('\n') ? `'${text}` : text;
}
