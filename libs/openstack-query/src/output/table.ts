import type { Row } from '../run/result.ts';
import { cellText } from './cell.ts';
import type { Format } from './format.ts';
import { visible } from './visible.ts';
import { widthOf } from './width.ts';

/** Lines written at once. */
const PIECE = 250;

/** For people: columns that line up, `-` for null. It begins when all rows are known. */
export const table: Format = async function* ({ columns, grouped, chunks }, { resource }) {
  const sections: Section[] = [];
  const header = columns.map(visible);
  const widths = header.map(widthOf);
  for await (const { group, rows } of chunks) {
    const last = sections.at(-1);
    const section: Section = grouped || last === undefined ? { title: titleOf(group), rows: [] } : last;
    if (section !== last) sections.push(section);
    // One at a time: the values of a row can go when its texts are there.
    for (const row of rows) section.rows.push(cellsOf(row, widths));
  }
  if (!sections.some(({ rows }) => rows.length > 0)) {
    yield `No ${resource} found.\n`;
    return;
  }
  const head =
    line(header, widths) +
    line(
      widths.map((width) => '-'.repeat(width)),
      widths,
    );
  for (const [i, { title, rows }] of sections.entries()) {
    yield grouped ? `${i === 0 ? '' : '\n'}${title} (${rows.length})\n${head}` : head;
    for (let at = 0; at < rows.length; at += PIECE) yield lines(rows.slice(at, at + PIECE), widths);
  }
};

interface Section {
  title: string;
  rows: string[][];
}

const titleOf = (group: unknown): string => visible(cellText(group, '-'));

/** A row's texts; widens the columns that are too narrow for them. */
function cellsOf(row: Row, widths: number[]): string[] {
  const cells: string[] = [];
  for (let i = 0; i < row.length; i += 1) {
    const cell = visible(cellText(row[i], '-'));
    const width = widthOf(cell);
    if (width > (widths[i] ?? 0)) widths[i] = width;
    cells.push(cell);
  }
  return cells;
}

function lines(rows: readonly string[][], widths: readonly number[]): string {
  let text = '';
  for (const row of rows) text += line(row, widths);
  return text;
}

function line(row: readonly string[], widths: readonly number[]): string {
  let text = '';
  for (let i = 0; i < row.length; i += 1) {
    const cell = row[i] ?? '';
    // A character of two columns makes a text wider than it is long.
    const padded = cell.padEnd(cell.length + (widths[i] ?? 0) - widthOf(cell));
    text += i === 0 ? padded : `  ${padded}`;
  }
  return `${text.trimEnd()}\n`;
}
