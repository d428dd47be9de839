import { cellText } from './cell.ts';
import type { Format } from './format.ts';
import { visible } from './visible.ts';
import { widthOf } from './width.ts';

/** For people: columns that line up, `-` for null. It begins when all rows are known. */
export const table: Format = async function* ({ columns, grouped, chunks }, { resource }) {
  const sections: { title: string | undefined; rows: string[][] }[] = [];
  for await (const { group, rows } of chunks) {
    const cells = rows.map((row) => row.map((value) => visible(cellText(value, '-'))));
    const last = sections.at(-1);
    if (grouped) sections.push({ title: visible(cellText(group, '-')), rows: cells });
    else if (last === undefined) sections.push({ title: undefined, rows: cells });
    else for (const row of cells) last.rows.push(row);
  }
  if (!sections.some(({ rows }) => rows.length > 0)) {
    yield `No ${resource} found.\n`;
    return;
  }
  const header = columns.map(visible);
  const widths = header.map(widthOf);
  for (const { rows } of sections) {
    for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
  }
  const rule = widths.map((width) => '-'.repeat(width));
  for (const [i, { title, rows }] of sections.entries()) {
    if (title !== undefined) yield `${i === 0 ? '' : '\n'}${title} (${rows.length})\n`;
    for (const row of [header, rule, ...rows]) yield line(row, widths);
  }
};

const line = (row: readonly string[], widths: readonly number[]): string =>
  `${row
    .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - widthOf(cell)))
    .join('  ')
    .trimEnd()}\n`;
