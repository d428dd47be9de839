import { stringify } from 'csv-stringify/sync';
import { cellText } from './cell.ts';
import type { Format } from './format.ts';

/**
 * RFC 4180, with a line feed at the end of lines and a header always. A text that a spreadsheet would take for a formula begins
 * with an apostrophe. Where the query groups, the first column is `group`.
 */
export const csv: Format = async function* ({ columns, grouped, chunks }) {
  yield write([grouped ? ['group', ...columns] : columns]);
  for await (const { group, rows } of chunks) {
    if (rows.length > 0) yield write(rows.map((row) => (grouped ? [group, ...row] : row).map(cell)));
  }
};

// The semicolon separates cells where the comma is in numbers: what follows it would begin a cell.
const write = (rows: readonly (readonly unknown[])[]): string =>
  stringify(rows as unknown[][], { escape_formulas: true, quoted_match: ';' });

function cell(value: unknown): unknown {
  if (typeof value === 'number') return value;
  const text = cellText(value, '');
  return text.startsWith('\n') ? `'${text}` : text;
}
